/** The log's public face: events in, slices and a live tail out. Everything else in this folder serves it. */
import type { NewEvent, SessionEvent } from '../../shared/events.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { AppendRequest } from './append.ts';
import { commitQueue, type Commit } from './commit-queue.ts';
import { committer } from './committer.ts';
import { LogConflict } from './conflict.ts';
import { growthOf, type Stored } from './growth.ts';
import { isSessionId } from './ids.ts';
import { openDatabase } from './open-database.ts';
import { prepare } from './prepare.ts';
import { closed, damaged } from './problems.ts';
import { readerOn, type SessionHead, type Slice } from './reader.ts';
import { storeOn, type CommitReport } from './store.ts';
import { startStoreThread } from './store-thread.ts';
import { subscribe } from './subscribe.ts';
import { verify, type Verification } from './verify.ts';

export interface Log {
  /**
   * One transaction, on the disk when it resolves. `expectedHead` 0 creates the session. Rejects with LogConflict
   * where the head moved, with ProblemError where nothing could be stored. Returns the events as they were stored.
   */
  append(session: string, expectedHead: number, events: readonly NewEvent[]): Promise<SessionEvent[]>;
  getEvents(session: string, slice?: Slice): SessionEvent[];
  getEvent(id: string): SessionEvent | undefined;
  /** 0 where there is no such session. */
  head(session: string): number;
  /** Newest first. */
  sessions(): SessionHead[];
  /**
   * The events from `fromSeq` on, then those to come, without gap or repeat, whichever process appends them.
   * Ends when the signal aborts or the log closes.
   */
  subscribe(session: string, fromSeq: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
  /** Called after each commit, of this process or another, with the sessions that grew. Returns what ends it. */
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
  /** Checks every event of the session against the hash chain and names the first that does not fit. */
  verify(session: string): Verification;
  /** Why the log can only be read, or null. */
  readonly readOnly: Problem | null;
  /** Settles what was appended, then ends subscriptions and closes the file. */
  close(): Promise<void>;
}

export interface LogOptions {
  /** The built `store-worker.ts`. Without it every commit is made on the calling thread. */
  worker?: URL;
}

/**
 * Opens the log at `file`, and makes it where there is none. A file that is damaged, of a newer version or in a
 * place that cannot be written opens for reading only; where nothing can be read, this throws a ProblemError.
 */
export function openLog(file: string, { worker }: LogOptions = {}): Log {
  const { writer, reader: db, problem, discard } = openDatabase(file);
  let readOnly = problem;
  const thread = writer === null || worker === undefined ? null : startStoreThread(worker, file);
  const store = writer === null ? null : storeOn(writer);
  const commit = store === null ? refuse(problem ?? closed(file)) : committer(file, store, thread);
  const reader = readerOn(db, (error) => {
    readOnly ??= damaged(file, error instanceof Error ? error.message : String(error), 'Sessions end where it begins.');
  });
  const growth = growthOf(db);
  const closing = new AbortController();

  const queue = commitQueue(commit, (report, requests) => growth.committed(storedBy(report, requests)));

  return {
    async append(session, expectedHead, events) {
      if (readOnly !== null) throw new ProblemError(readOnly);
      if (closing.signal.aborted) throw new ProblemError(closed(file));
      if (!isSessionId(session)) throw new TypeError(`Not a session id: ${session}`);
      const prepared = events.map(prepare);
      const { outcome, ts } = await queue.push({ session, expectedHead, events: prepared.map(({ row }) => row) });
      if (outcome.kind === 'conflict') throw new LogConflict(session, expectedHead, outcome.head);
      if (outcome.kind === 'duplicate') throw new TypeError(`An id of these events is in the log already (${session}).`);
      const processed_at = new Date(ts).toISOString();
      return prepared.map(({ id, body }, i) => ({ ...body, id, session, seq: expectedHead + 1 + i, processed_at }));
    },
    getEvents: reader.getEvents,
    getEvent: reader.getEvent,
    head: reader.head,
    sessions: reader.sessions,
    subscribe: (session, fromSeq, signal) => subscribe(reader, growth, session, fromSeq, AbortSignal.any([signal, closing.signal])),
    onGrowth: growth.listen,
    verify: (session) => verify(db, session),
    get readOnly() {
      return readOnly;
    },
    async close() {
      closing.abort();
      growth.close();
      await queue.drained();
      reader.close();
      discard();
      await thread?.close();
      store?.close();
    },
  };
}

function refuse(problem: Problem): Commit {
  return () => {
    throw new ProblemError(problem);
  };
}

function storedBy({ outcomes }: CommitReport, requests: readonly AppendRequest[]): Stored[] {
  return requests.flatMap(({ session, events }, i) => {
    const outcome = outcomes[i];
    if (outcome?.kind !== 'stored' || events.length === 0) return [];
    return [{ session, firstGid: outcome.lastGid - events.length + 1, lastGid: outcome.lastGid }];
  });
}
