/** Search over all sessions: gids from the index, newest first, then the few events themselves from the log. */
import type { Database } from 'better-sqlite3';
import { searchableText } from '../../../shared/searchable-text.ts';
import { eventTypes, parseBody, type EventBody, type EventType, type UnknownBody } from '../../../shared/events.ts';
import { excerptOf } from '../../../shared/search-excerpt.ts';
import { isEmptyQuery, parseSearchQuery } from '../../../shared/search-query.ts';
import { wordMatcher, type WordMatcher } from '../../../shared/search-words.ts';
import type { SearchHit, SearchPage, SearchQuery } from '../../../shared/search.ts';
import { bodyReader } from '../bodies.ts';
import { conditionsOf, includes, type Conditions } from './conditions.ts';
import { coverageOf } from './coverage.ts';
import type { IndexFile, IndexStatements } from './index-file.ts';

export interface SearchOptions {
  /** The `next` of the page before; null: from the newest on. */
  after?: number | null;
  limit?: number;
}

export interface Searcher {
  page(text: string, options: SearchOptions): SearchPage;
  /** Events that are not indexed yet. */
  behind(): number;
}

type EventRow = [
  gid: number,
  id: string,
  session: string,
  sessionRow: number,
  seq: number,
  ts: number,
  type: string,
  place: number,
  blob: number | null,
  data: string,
];

const kinds: ReadonlySet<string> = new Set(eventTypes);

export function searcherOn(db: Database, index: IndexFile): Searcher {
  const newest = db.prepare<[], number>('SELECT coalesce(max(gid), 0) FROM event').pluck();
  const sessionsNamed = db.prepare<[string, string], number>('SELECT id FROM session WHERE substr(uid, 1, length(?)) = ?').pluck();
  const eventOf = db
    .prepare<[number], EventRow>(
      `SELECT e.gid, e.uid, s.uid, s.id, e.seq, e.ts, e.type, e.place, e.blob, e.data
       FROM event e JOIN session s ON s.id = e.session WHERE e.gid = ?`,
    )
    .raw();
  const bodyText = bodyReader(db);
  const covered = coverageOf(db, index);
  const inOneRead = <T>(work: () => T): T => db.transaction(work)();

  function read([gid, , , , , , type, place, blob, data]: EventRow): EventBody | UnknownBody {
    try {
      return parseBody(type, JSON.parse(bodyText(gid, { place, blob, data })));
    } catch {
      return { type: 'unknown', originalType: type, data: null };
    }
  }

  function hit(gid: number, matcher: WordMatcher, { titleOf, toolOf }: IndexStatements): SearchHit[] {
    const row = eventOf.get(gid);
    if (row === undefined) return [];
    const [, id, session, sessionRow, seq, ts, type] = row;
    const known = kinds.has(type) ? (type as EventType) : 'unknown'; // `kinds` has event types alone
    const title = titleOf.get(sessionRow) ?? '';
    const tool = toolOf.get(gid) ?? null;
    return [
      { session, title, seq, id, type: known, at: new Date(ts).toISOString(), tool, ...excerptOf(searchableText(read(row)), matcher) },
    ];
  }

  function page(
    query: SearchQuery,
    { after, limit = 50 }: SearchOptions,
    statements: IndexStatements,
  ): Omit<SearchPage, 'behind' | 'mistake'> {
    const named = (part: string): number[] => [
      ...sessionsNamed.all(part, part),
      ...statements.titles.all().flatMap(({ session, title }) => (includes(title, part) ? [session] : [])),
    ];
    const conditions = conditionsOf(query, statements, named);
    if (conditions === null) return { hits: [], next: null };
    const gids = gidsOf(statements, conditions, after ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const matcher = wordMatcher(query.words);
    const shown = gids.slice(0, limit);
    return {
      hits: shown.flatMap((gid) => hit(gid, matcher, statements)),
      next: gids.length > limit ? (shown.at(-1) ?? null) : null,
    };
  }

  const behind = (): number => Math.max(0, (newest.get() ?? 0) - (covered() ?? 0));

  return {
    behind,
    page(text, options) {
      const { query, mistake } = parseSearchQuery(text);
      if (isEmptyQuery(query)) return { hits: [], next: null, behind: behind(), mistake };
      if (covered() === null) return { hits: [], next: null, behind: behind(), mistake };
      // In one transaction of each file: to begin one for every row would cost more than the row.
      const found = index.use((statements, file) => file.transaction(() => inOneRead(() => page(query, options, statements)))());
      if (found === undefined) return { hits: [], next: null, behind: behind(), mistake: 'The index of words cannot be used right now.' };
      return { ...found, behind: behind(), mistake };
    },
  };
}

/** Newest first, before `before`. FTS5 walks its lists from the end, so that the newest of many cost what a few cost. */
function gidsOf({ numbers }: IndexStatements, { match, where, params }: Conditions, before: number, limit: number): number[] {
  const sql =
    match === null
      ? `SELECT e.gid FROM entry e WHERE e.gid < ? AND ${where ?? 'TRUE'} ORDER BY e.gid DESC LIMIT ?`
      : where === null
        ? 'SELECT rowid FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?'
        : `SELECT w.rowid FROM words w CROSS JOIN entry e ON e.gid = w.rowid
           WHERE w.words MATCH ? AND w.rowid < ? AND ${where} ORDER BY w.rowid DESC LIMIT ?`;
  const start = match === null ? [before] : [match, before];
  return numbers(sql).all(...start, ...params, limit);
}
