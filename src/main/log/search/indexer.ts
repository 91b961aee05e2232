/** Takes events into the index, a batch a transaction: what a crash interrupts is indexed again, and no event twice. */
import type { Database } from 'better-sqlite3';
import { searchableText } from '../../../shared/searchable-text.ts';
import { parseBody, type EventBody, type UnknownBody } from '../../../shared/events.ts';
import { bodyReader } from '../bodies.ts';
import { isDamage } from '../problems.ts';
import { untilDamage } from '../salvage.ts';
import { coverageOf } from './coverage.ts';
import { factsFrom } from './facts.ts';
import type { IndexFile, IndexStatements } from './index-file.ts';

/** Events of a batch, whatever the time. */
const MOST = 2_000;
/** Pages that are written at a time to join parts: some milliseconds. */
const JOINED = 64;
/** A name that a model made up may be of any length. */
const LONGEST_NAME = 200;

type Row = [
  gid: number,
  session: number,
  seq: number,
  ts: number,
  uid: string,
  type: string,
  hash: Buffer,
  place: number,
  blob: number | null,
  data: string,
];

export interface Indexer {
  /** Indexes what comes next for about `ms` milliseconds; how many events that were. 0: nothing is left, or the file cannot be used. */
  step(ms: number): number;
  /** Joins parts of the index a little, so that a word is looked up in few places. False: there is nothing to join. */
  tidy(): boolean;
}

export function indexerOn(db: Database, index: IndexFile): Indexer {
  const covered = coverageOf(db, index);
  const next = db
    .prepare<[number, number], Row>(
      'SELECT gid, session, seq, ts, uid, type, hash, place, blob, data FROM event WHERE gid > ? ORDER BY gid LIMIT ?',
    )
    .raw();
  const bodyText = bodyReader(db);
  const facts = factsFrom(db);

  function body([gid, , , , , type, , place, blob, data]: Row): EventBody | UnknownBody {
    try {
      return parseBody(type, JSON.parse(bodyText(gid, { place, blob, data })));
    } catch {
      // Damaged: there is nothing to find in it, and the next one is to be found all the same.
      return { type: 'unknown', originalType: type, data: null };
    }
  }

  function add(row: Row, statements: IndexStatements, nameId: (name: string) => number): void {
    const [gid, session, seq, ts, id, type] = row;
    const read = body(row);
    const { tool, model, error, title } = facts(read, { id, session, seq });
    const text = searchableText(read);
    if (text !== '') statements.addWords.run(gid, text);
    const optional = (name: string | null): number | null => (name === null ? null : nameId(name));
    statements.addEntry.run(gid, session, seq, ts, nameId(type), optional(tool), optional(model), error ? 1 : 0);
    if (title !== null) statements.setTitle.run(session, title);
  }

  function batch(statements: IndexStatements, ms: number): number {
    const mark = statements.mark.get();
    const nameId = namesIn(statements);
    const until = performance.now() + ms;
    let last: Row | undefined;
    let count = 0;
    // Damaged: what is after it can be reached by nobody.
    for (const row of untilDamage(next.iterate(mark?.gid ?? 0, MOST))) {
      add(row, statements, nameId);
      last = row;
      count += 1;
      if (performance.now() > until) break;
    }
    if (last !== undefined) statements.setMark.run(last[0], last[6]);
    return count;
  }

  return {
    step(ms) {
      try {
        if (covered() === null) index.forget();
        return index.use((statements, file) => file.transaction(() => batch(statements, ms)).immediate()) ?? 0;
      } catch (error) {
        if (isDamage(error)) return 0;
        throw error;
      }
    },
    tidy() {
      const written = index.use(({ merge, changes }) => {
        const before = changes.get() ?? 0;
        merge.run(JOINED);
        return (changes.get() ?? 0) - before;
      });
      // FTS5 counts one change where it had nothing to do.
      return written !== undefined && written > 1;
    },
  };
}

/** Names as of this transaction: one that is rolled back takes its names with it. */
function namesIn({ nameId, addName }: IndexStatements): (name: string) => number {
  const known = new Map<string, number>();
  return (long) => {
    const name = long.slice(0, LONGEST_NAME);
    const id = known.get(name) ?? nameId.get(name) ?? Number(addName.run(name).lastInsertRowid);
    known.set(name, id);
    return id;
  };
}
