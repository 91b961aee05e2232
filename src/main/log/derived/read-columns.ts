/** Columns computed from the events themselves. */
import type { Database } from 'better-sqlite3';
import { lookedInto, skeletonEntry, type SkeletonEntry } from '../../../shared/skeleton-entry.ts';
import { skeletonKinds } from '../../../shared/skeleton.ts';
import { bodyReader } from '../bodies.ts';
import { isDamage } from '../problems.ts';
import { untilDamage } from '../salvage.ts';
import { newColumns, sliceColumns, type Columns } from './columns.ts';

type Row = [
  gid: number,
  seq: number,
  ts: number,
  type: string,
  uid: string | null,
  place: number,
  blob: number | null,
  /** Null where the type's body is not looked into. */
  data: string | null,
];

interface Found {
  seq: number;
  ts: number;
}

type LinkedType = Extract<SkeletonEntry['link'], { newest: string }>['newest'];

/** How far back the beginning of a check is looked for. */
const FAR = 20_000;

const kindOf = new Map<string, number>(skeletonKinds.map((type, i) => [type, i]));
const UNKNOWN = skeletonKinds.indexOf('unknown');

export interface ColumnsReader {
  /** The events `lo` to `hi` of `owner`; fewer where the file is damaged. */
  read(owner: number, lo: number, hi: number): Columns;
}

export function columnsReader(db: Database): ColumnsReader {
  const names = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');
  const rowsOf = db
    .prepare<[number, number, number], Row>(
      `SELECT gid, seq, ts, type, CASE WHEN type IN (${names(LINKED_TO)}) THEN uid END, place, blob,
         CASE WHEN type IN (${names(lookedInto)}) THEN data END
       FROM event WHERE session = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
    )
    .raw();
  const byId = db.prepare<[string], Found>('SELECT e.seq, e.ts FROM event_by_id i JOIN event e ON e.gid = i.gid WHERE i.uid = ?');
  const newestOf = db.prepare<[number, LinkedType, number, number], Found>(
    'SELECT seq, ts FROM event WHERE session = ? AND type = ? AND seq < ? AND seq >= ? ORDER BY seq DESC LIMIT 1',
  );
  const bodyText = bodyReader(db);

  function rows(owner: number, lo: number, hi: number): Row[] {
    try {
      return rowsOf.all(owner, lo, hi);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return [...untilDamage(rowsOf.iterate(owner, lo, hi))];
    }
  }

  function entry([gid, , , type, , place, blob, data]: Row): SkeletonEntry | null {
    if (data === null) return null;
    try {
      return skeletonEntry(type, bodyText(gid, { place, blob, data }));
    } catch {
      // The part of the body that is kept elsewhere is gone or damaged: the event is there, and nothing is known of it.
      return null;
    }
  }

  return {
    read(owner, lo, hi) {
      const columns = newColumns(hi - lo + 1);
      const ids = new Map<string, Found>();
      const newest = new Map<LinkedType, Found | undefined>();
      const find = (link: SkeletonEntry['link'], before: number): Found | undefined => {
        if (link === null) return undefined;
        if ('id' in link) return ids.get(link.id) ?? byId.get(link.id);
        if (!newest.has(link.newest)) newest.set(link.newest, newestOf.get(owner, link.newest, before, before - FAR));
        return newest.get(link.newest);
      };

      let count = 0;
      for (const row of rows(owner, lo, hi)) {
        const [, seq, ts, type, uid] = row;
        if (seq !== lo + count) break;
        const i = count;
        count += 1;
        columns.kind[i] = kindOf.get(type) ?? UNKNOWN;
        columns.at[i] = ts;
        if (uid !== null) ids.set(uid, { seq, ts });
        if (type === 'verdict.started' || type === 'span.outcome_evaluation_start') newest.set(type, { seq, ts });
        const found = entry(row);
        if (found === null) continue;
        const linked = find(found.link, seq);
        columns.flags[i] = found.flags;
        columns.cost[i] = found.cost;
        columns.duration[i] = found.duration;
        if (linked === undefined || linked.seq >= seq) continue;
        columns.link[i] = linked.seq;
        if (type === 'span.outcome_evaluation_end') columns.duration[i] = Math.max(0, ts - linked.ts);
      }
      return count === columns.length ? columns : sliceColumns(columns, 0, count);
    },
  };
}

/** Types that other events name by their id. */
const LINKED_TO = ['agent.tool_use', 'span.model_request_start', 'span.outcome_evaluation_start', 'context.compacted'] as const;
