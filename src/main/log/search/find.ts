/** Where in one session a query matches, ancestors included: from the index, and for what is not in it yet from the events. */
import type { Database } from 'better-sqlite3';
import { setImmediate as nextTick } from 'node:timers/promises';
import { isEmptyQuery, parseSearchQuery } from '../../../shared/search-query.ts';
import type { SearchQuery } from '../../../shared/search.ts';
import type { Paths, Segment } from '../derived/path.ts';
import type { Reader } from '../reader.ts';
import { conditionsOf, includes, matchOf, type Conditions } from './conditions.ts';
import { coverageOf } from './coverage.ts';
import { eventFilter } from './event-filter.ts';
import type { IndexFile, IndexStatements } from './index-file.ts';

export interface Found {
  /** Ascending. */
  seqs: number[];
  /** The oldest events that were not looked through: the index does not reach them yet. */
  unread: number;
  mistake: string | null;
}

export interface Finder {
  /** A word matches the beginning of any word, and a part of a type's or tool's name: so it can be asked while it is typed. */
  find(session: string, text: string): Promise<Found>;
}

/** Events, of all sessions, that are looked through in the index at a time. */
const WINDOW = 100_000;
/** Events that are read at a time where the index does not reach. */
const READ = 500;
/** Where the index is further behind, what lies between is not found until it is there, and counted as `unread`. */
export const READ_AT_MOST = 50_000;

export function finderOn(db: Database, reader: Reader, paths: Paths, index: IndexFile): Finder {
  const gidOf = db.prepare<[number, number], number>('SELECT gid FROM event WHERE session = ? AND seq = ?').pluck();
  const lastUpTo = db
    .prepare<[number, number, number, number], number>(
      'SELECT seq FROM event WHERE session = ? AND seq BETWEEN ? AND ? AND gid <= ? ORDER BY seq DESC LIMIT 1',
    )
    .pluck();
  const rowOf = db.prepare<[string], number>('SELECT id FROM session WHERE uid = ?').pluck();
  const filterOf = eventFilter(db);
  const covered = coverageOf(db, index);

  /** In windows of the log, so that nothing waits while a million events are gone through. */
  async function indexed(query: SearchQuery, path: readonly Segment[]): Promise<number[]> {
    const found: number[] = [];
    for (const segment of path) {
      const last = gidOf.get(segment.owner, segment.hi) ?? 0;
      for (let gid = gidOf.get(segment.owner, segment.lo) ?? 0; gid <= last; gid += WINDOW) {
        const window: [number, number] = [gid, Math.min(last, gid + WINDOW - 1)];
        for (const seq of index.use((statements) => inWindow(query, segment, window, statements)) ?? []) found.push(seq);
        if (last - gid >= WINDOW) await nextTick();
      }
    }
    return found;
  }

  function inWindow(query: SearchQuery, { lo, hi, owner }: Segment, gids: [number, number], statements: IndexStatements): number[] {
    const conditions = conditionsOf(query, statements, (name) => rowOf.all(name));
    if (conditions === null) return [];
    const names = query.words.length === 0 ? [] : statements.names.all();
    const [first = null, ...others] = query.words.map((word) => ({
      word,
      names: names.flatMap(({ id, name }) => (includes(name, word) ? [id] : [])),
    }));
    const sets = others.map((word) => new Set(seqsOf(statements, owner, gids, conditions, word)));
    return seqsOf(statements, owner, gids, conditions, first).filter((seq) => seq >= lo && seq <= hi && sets.every((set) => set.has(seq)));
  }

  async function unindexed(
    query: SearchQuery,
    session: string,
    path: readonly Segment[],
    upTo: number,
  ): Promise<{ seqs: number[]; unread: number }> {
    const matches = filterOf(query);
    const seqs: number[] = [];
    let unread = 0;
    let left = READ_AT_MOST;
    for (const { lo, hi, owner } of path.toReversed()) {
      const after = lastUpTo.get(owner, lo, hi, upTo) ?? lo - 1;
      let to = Math.min(hi, reader.head(session));
      for (; to > after && left > 0; to -= READ) {
        const events = reader.getEvents(session, { from: Math.max(after + 1, to - READ + 1), to });
        for (const event of events) if (matches(event, owner)) seqs.push(event.seq);
        left -= events.length;
        await nextTick();
      }
      unread += Math.max(0, to - after);
    }
    return { seqs, unread };
  }

  return {
    async find(session, text) {
      const { query, mistake } = parseSearchQuery(text);
      if (isEmptyQuery(query)) return { seqs: [], unread: 0, mistake };
      const path = paths.of(session);
      const upTo = covered() ?? 0;
      const seqs = upTo === 0 ? [] : await indexed(query, path);
      const { seqs: more, unread } = await unindexed(query, session, path, upTo);
      return { seqs: more.length === 0 ? seqs : [...new Set([...seqs, ...more])].sort((a, b) => a - b), unread, mistake };
    },
  };
}

/** Positions of one owner's events between two gids that hold a word, or are named so; ascending, as gids are. */
function seqsOf(
  { numbers }: IndexStatements,
  owner: number,
  gids: [number, number],
  { where, params }: Conditions,
  word: { word: string; names: number[] } | null,
): number[] {
  const filters = `e.session = ? AND ${where ?? 'TRUE'}`;
  const named =
    word === null ? 'TRUE' : '(e.type IN (SELECT value FROM json_each(:names)) OR e.tool IN (SELECT value FROM json_each(:names)))';
  const byName = numbers(`SELECT e.seq FROM entry e WHERE e.gid BETWEEN ? AND ? AND ${filters} AND ${named}`);
  const names = word === null ? [] : [{ names: JSON.stringify(word.names) }];
  const ofName = word?.names.length === 0 ? [] : byName.all(...gids, owner, ...params, ...names);
  if (word === null) return ofName;
  const byWord = numbers(
    `SELECT e.seq FROM words w CROSS JOIN entry e ON e.gid = w.rowid WHERE w.words MATCH ? AND w.rowid BETWEEN ? AND ? AND ${filters}`,
  );
  const ofWord = byWord.all(matchOf([word.word], true), ...gids, owner, ...params);
  return ofName.length === 0 ? ofWord : [...new Set([...ofName, ...ofWord])].sort((a, b) => a - b);
}
