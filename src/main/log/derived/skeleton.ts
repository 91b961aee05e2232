/** A session without its bodies, joined from blocks that are kept and a rest that is computed. */
import type { Database } from 'better-sqlite3';
import { setImmediate as nextTick } from 'node:timers/promises';
import { skeletonKinds, SkeletonFlag, type Skeleton } from '../../../shared/skeleton.ts';
import { copyColumns, newColumns, packColumns, sliceColumns, unpackColumns, type Columns } from './columns.ts';
import type { DerivedStore } from './derived-store.ts';
import type { Paths, Segment } from './path.ts';
import { columnsReader } from './read-columns.ts';

/** Positions of a block; only a block that its owner has filled is kept. */
const BLOCK = 4096;

export interface Skeletons {
  /** The columns of `from` to `to` or the head. Rests between blocks that must be computed, so that nothing else waits. */
  of(session: string, from: number, to?: number): Promise<Skeleton>;
}

/** Links that go both ways: the end of something is also what its beginning belongs to. */
const ENDS: ReadonlySet<number> = new Set(
  (['agent.tool_result', 'span.model_request_end', 'span.outcome_evaluation_end', 'verdict.ended'] as const).map((type) =>
    skeletonKinds.indexOf(type),
  ),
);

export function skeletonsOn(db: Database, paths: Paths, store: DerivedStore): Skeletons {
  const reader = columnsReader(db);
  const headOf = db.prepare<[number], number>('SELECT max(seq) FROM event WHERE session = ?').pluck();
  const firstOf = db.prepare<[number], number>('SELECT lo FROM segment WHERE session = ? AND owner = session').pluck();

  /** The owner's events of a block, from the block's beginning or its own; `computed` where that took time. */
  function block(owner: number, index: number, first: number, head: number): { columns: Columns; start: number; computed: boolean } {
    const start = Math.max(first, index * BLOCK + 1);
    const end = (index + 1) * BLOCK;
    if (head < end) return { columns: reader.read(owner, start, head), start, computed: true };
    const hash = paths.hash(owner, end);
    const kept = hash && store.block(owner, index, hash);
    const columns = kept === undefined ? null : unpackColumns(kept, end - start + 1);
    if (columns !== null) return { columns, start, computed: false };
    const computed = reader.read(owner, start, end);
    if (hash !== undefined && computed.length === end - start + 1) store.keepBlock(owner, index, hash, packColumns(computed));
    return { columns: computed, start, computed: true };
  }

  async function fill(target: Columns, from: number, { lo, hi, owner, inherited }: Segment): Promise<number> {
    const head = headOf.get(owner) ?? 0;
    const first = firstOf.get(owner) ?? 1;
    let seq = Math.max(lo, from);
    while (seq <= hi) {
      const { columns, start, computed } = block(owner, Math.floor((seq - 1) / BLOCK), first, head);
      const count = Math.min(columns.length - (seq - start), hi - seq + 1);
      if (count <= 0) return seq;
      copyColumns(target, seq - from, columns, seq - start, count);
      if (inherited)
        for (let i = seq - from; i < seq - from + count; i += 1) target.flags[i] = (target.flags[i] ?? 0) | SkeletonFlag.inherited;
      seq += count;
      if (computed) await nextTick();
    }
    return seq;
  }

  return {
    async of(session, from, to = Number.MAX_SAFE_INTEGER) {
      const path = paths.of(session);
      const head = path.at(-1)?.hi ?? 0;
      const end = Math.min(to, head);
      const columns = newColumns(Math.max(0, end - from + 1));
      let next = from;
      for (const { hi, ...segment } of path) {
        const last = Math.min(hi, end);
        if (last < from || segment.lo > end) continue;
        next = await fill(columns, from, { ...segment, hi: last });
        // A damaged file: the session ends where it cannot be read on.
        if (next <= last) break;
      }
      const read = Math.max(0, next - from);
      const { length: _length, ...whole } = read === columns.length ? columns : sliceColumns(columns, 0, read);
      linkBack(whole, from);
      return { session, from, head, ...whole };
    },
  };
}

/** Where several events belong to one, the last end of it wins. */
function linkBack({ kind, link }: Pick<Columns, 'kind' | 'link'>, from: number): void {
  for (let i = 0; i < link.length; i += 1) {
    const start = (link[i] ?? 0) - from;
    if (start >= 0 && start < i && ENDS.has(kind[i] ?? -1)) link[start] = i + from;
  }
}
