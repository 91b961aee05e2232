/** The log's public face: events in, slices and a live tail out. Everything else in this folder serves it. */
import type { NewEvent, SessionEvent } from '../../shared/events.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { AppendRequest } from './append.ts';
import { commitQueue, type Commit, type Settled } from './commit-queue.ts';
import { committer } from './committer.ts';
import { openDerived, type Derived } from './derived/derived.ts';
import { LogConflict, LogDuplicate } from './conflict.ts';
import { growthOf, type Stored } from './growth.ts';
import { exportRows, type LogRow } from './export-rows.ts';
import { isSessionId, newSessionId } from './ids.ts';
import { isoInstant } from './instant.ts';
import { openDatabase, openForReading } from './open-database.ts';
import { prepare, type Prepared } from './prepare.ts';
import { closed, damaged, noSuchEvent } from './problems.ts';
import { readerOn, type Fork, type SessionHead, type Slice } from './reader.ts';
import { storeOn, type CommitReport } from './store.ts';
import { startStoreThread } from './store-thread.ts';
import { subscribe } from './subscribe.ts';
import { storedRows, takeIn, type TakenIn } from './take-in.ts';
import { verify, verifyGently, type Verification } from './verify.ts';

export interface Log extends Derived {
  /**
   * One transaction, on the disk when it resolves. `expectedHead` 0 creates the session. Rejects with LogConflict
   * where the head moved, with ProblemError where nothing could be stored. Returns the events as they were stored.
   */
  append(session: string, expectedHead: number, events: readonly NewEvent[]): Promise<SessionEvent[]>;
  /**
   * Makes a session that shares events 1 to `atSeq` with `parent`, and appends `events` to it, in one transaction. It costs a
   * few rows, however long the parent is. Rejects with ProblemError where the parent has no such event.
   */
  fork(parent: string, atSeq: number, events: readonly NewEvent[]): Promise<{ session: string; events: SessionEvent[] }>;
  getEvents(session: string, slice?: Slice): SessionEvent[];
  getEvent(id: string): SessionEvent | undefined;
  /** Those of the ids that events of the log have, in whichever session. */
  known(ids: readonly string[]): ReadonlySet<string>;
  /** 0 where there is no such session. */
  head(session: string): number;
  /** Newest first; with `which` those alone whose id it takes. */
  sessions(which?: (id: string) => boolean): SessionHead[];
  /** Every fork, with what it was forked from and the last event that it shares with it. */
  lineage(): Fork[];
  /**
   * The events from `fromSeq` on, then those to come, without gap or repeat, whichever process appends them.
   * Ends when the signal aborts or the log closes.
   */
  subscribe(session: string, fromSeq: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
  /** Called after each commit, of this process or another, with the sessions that grew. Returns what ends it. */
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
  /** Checks every event of the session against the hash chain and names the first that does not fit. */
  verify(session: string): Verification;
  /** As `verify`, a part at a time, so that a long session holds up nothing. Rejects where the log closes. */
  verifyGently(session: string): Promise<Verification>;
  /** The session and those that it shares events with, as they are stored: oldest first, each before its events. */
  exportRows(session: string): IterableIterator<LogRow>;
  /**
   * The way back, of rows in the order of `exportRows`: the same ids, bodies and hashes. What is there already is compared;
   * what is new is added. Rejects with ProblemError at the first row that is damaged or differs; what came before it stays.
   */
  takeIn(rows: Iterable<LogRow> | AsyncIterable<LogRow>): Promise<TakenIn>;
  /** Why the log can only be read, or null. */
  readonly readOnly: Problem | null;
  /** Settles what was appended, then ends subscriptions and closes the file. */
  close(): Promise<void>;
}

export interface LogOptions {
  /** The built `store-worker.ts`. Without it every commit is made on the calling thread. */
  worker?: URL;
  /** The built `search/index-worker.ts`. Without it events are indexed on the calling thread, once somebody searches. */
  indexWorker?: URL;
  /** Changes nothing about the log, not even its schema. What is derived from it is still kept beside it. */
  forReading?: boolean;
}

/**
 * Opens the log at `file`, and makes it where there is none. A file that is damaged, of a newer version or in a
 * place that cannot be written opens for reading only; where nothing can be read, this throws a ProblemError.
 */
export function openLog(file: string, { worker, indexWorker, forReading = false }: LogOptions = {}): Log {
  const { writer, reader: db, problem, discard } = forReading ? openForReading(file) : openDatabase(file);
  let readOnly = problem;
  const thread = writer === null || worker === undefined ? null : startStoreThread(worker, file);
  const store = writer === null ? null : storeOn(writer);
  const commit = store === null ? refuse(problem ?? closed(file)) : committer(file, store, thread);
  const reader = readerOn(db, (error) => {
    readOnly ??= damaged(file, error instanceof Error ? error.message : String(error), 'Sessions end where it begins.');
  });
  const growth = growthOf(db);
  const derived = openDerived(db, reader, readOnly === null || forReading ? file : null, indexWorker);
  const closing = new AbortController();

  const queue = commitQueue(commit, (report, requests) => {
    if (growth.heard) growth.committed(storedBy(report, requests));
  });

  /** Not `async`: each promise more is felt in what an append takes. */
  const push = (request: AppendRequest): Promise<Settled> => {
    if (readOnly !== null) return Promise.reject(new ProblemError(readOnly));
    if (closing.signal.aborted) return Promise.reject(new ProblemError(closed(file)));
    return queue.push(request);
  };

  return {
    async append(session, expectedHead, events) {
      if (!isSessionId(session)) throw new TypeError(`Not a session id: ${session}`);
      const prepared = events.map(prepare);
      const { outcome, ts } = await push({ session, expectedHead, events: prepared.map(({ row }) => row) });
      if (outcome.kind === 'conflict') throw new LogConflict(session, expectedHead, outcome.head);
      if (outcome.kind === 'duplicate') throw new LogDuplicate(session);
      return stored(session, expectedHead, prepared, ts);
    },
    async fork(parent, atSeq, events) {
      if (!Number.isSafeInteger(atSeq) || atSeq < 1) throw new ProblemError(noSuchEvent(parent, atSeq, reader.head(parent)));
      const session = newSessionId();
      const prepared = events.map(prepare);
      const { outcome, ts } = await push({ session, expectedHead: atSeq, events: prepared.map(({ row }) => row), forkOf: parent });
      if (outcome.kind === 'conflict') throw new ProblemError(noSuchEvent(parent, atSeq, outcome.head));
      if (outcome.kind === 'duplicate') throw new LogDuplicate(session);
      return { session, events: stored(session, atSeq, prepared, ts) };
    },
    getEvents: reader.getEvents,
    getEvent: reader.getEvent,
    known: reader.known,
    head: reader.head,
    sessions: reader.sessions,
    lineage: reader.lineage,
    subscribe: (session, fromSeq, signal) => subscribe(reader, growth, session, fromSeq, AbortSignal.any([signal, closing.signal])),
    onGrowth: growth.listen,
    skeleton: derived.skeleton,
    outline: derived.outline,
    stateAt: derived.stateAt,
    stateLag: derived.stateLag,
    search: derived.search,
    find: derived.find,
    verify: (session) => verify(db, session),
    verifyGently: (session) => verifyGently(db, session, closing.signal),
    exportRows: (session) => exportRows(db, session),
    takeIn: (rows) => takeIn(storedRows(db), push, rows),
    get readOnly() {
      return readOnly;
    },
    async close() {
      closing.abort();
      growth.close();
      await queue.drained();
      await derived.close();
      reader.close();
      discard();
      await thread?.close();
      store?.close();
    },
  };
}

/** The bodies are the log's own: each becomes the event, without a copy. */
function stored(session: string, head: number, prepared: readonly Prepared[], ts: number): SessionEvent[] {
  return prepared.map(({ id, body, row }, i) => {
    const event = body as SessionEvent; // complete after the next four lines
    event.id = id;
    event.session = session;
    event.seq = head + 1 + i;
    event.processed_at = isoInstant(row.ts ?? ts);
    return event;
  });
}

function refuse(problem: Problem): Commit {
  return () => {
    throw new ProblemError(problem);
  };
}

function storedBy({ outcomes }: CommitReport, requests: readonly AppendRequest[]): Stored[] {
  return requests.flatMap(({ session, events, forkOf }, i): Stored[] => {
    const outcome = outcomes[i];
    if (outcome?.kind !== 'stored') return [];
    if (events.length === 0) return forkOf === undefined ? [] : [{ session, gids: null }];
    return [{ session, gids: { first: outcome.lastGid - events.length + 1, last: outcome.lastGid } }];
  });
}
