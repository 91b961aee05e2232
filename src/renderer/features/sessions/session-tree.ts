/** Sessions with their forks and threads under them, as the rows of a table. Pure. */
import type { Lineage } from '../../../shared/instant.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { comparing, fits, type Sort } from './session-list.ts';

export interface TreeRow {
  summary: SessionSummary;
  /** 0: it came from no other session that is here. */
  depth: number;
  /** Where it parted from the row that it stands under; null at depth 0. */
  from: Lineage | null;
  /** Sessions that came from it, at any depth. */
  descendants: number;
  open: boolean;
  /** False: it stands here only because one of those below it fits the filter. */
  fits: boolean;
}

/**
 * A family stays together: it stands where the first of its members would stand, and its members are in the same order within
 * it. What fits the filter keeps its ancestors above it, so that it says where it came from.
 * @param closed sessions whose descendants are folded away; while a filter is set nothing is
 */
export function sessionTree(
  summaries: Iterable<SessionSummary>,
  lineage: Readonly<Record<string, Lineage>>,
  filter: string,
  sort: Sort,
  closed: ReadonlySet<string>,
): TreeRow[] {
  const all = [...summaries].toSorted(comparing(sort));
  const known = new Map(all.map((summary) => [summary.id, summary]));
  const parentOf = parents(all, lineage, known);
  const fitting = new Set(all.filter((summary) => fits(summary, filter)).map((summary) => summary.id));
  const shown = new Set<string>();
  for (const id of fitting) for (let at: string | undefined = id; at !== undefined && !shown.has(at); at = parentOf.get(at)) shown.add(at);

  // Taken in the order of the sort, so that the first of a family puts all that leads to it in its place.
  const children = new Map<string | undefined, Set<string>>();
  for (const { id } of all) {
    if (!shown.has(id)) continue;
    for (let at: string | undefined = id; at !== undefined; at = parentOf.get(at)) {
      const siblings = children.get(parentOf.get(at)) ?? new Set();
      if (siblings.has(at)) break;
      children.set(parentOf.get(at), siblings.add(at));
    }
  }

  const rows: TreeRow[] = [];
  /** The newest first on the stack is the next to be drawn: no recursion, whatever the depth. */
  const stack = [...(children.get(undefined) ?? [])].toReversed().map((id) => ({ id, depth: 0 }));
  const sizes = descendantsOf(children);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { id, depth } = next;
    const summary = known.get(id);
    if (summary === undefined) continue;
    const open = filter.trim() !== '' || !closed.has(id);
    rows.push({
      summary,
      depth,
      from: depth === 0 ? null : (lineage[id] ?? null),
      descendants: sizes.get(id) ?? 0,
      open,
      fits: fitting.has(id),
    });
    if (open) for (const child of [...(children.get(id) ?? [])].toReversed()) stack.push({ id: child, depth: depth + 1 });
  }
  return rows;
}

/** Parents that are here. One that leads in a circle has none: a log can say anything. */
function parents(
  all: readonly SessionSummary[],
  lineage: Readonly<Record<string, Lineage>>,
  known: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const parentOf = new Map<string, string>();
  for (const { id } of all) {
    const parent = lineage[id]?.parent;
    if (parent === undefined || !known.has(parent)) continue;
    let at: string | undefined = parent;
    while (at !== undefined && at !== id) at = parentOf.get(at);
    if (at === undefined) parentOf.set(id, parent);
  }
  return parentOf;
}

function descendantsOf(children: ReadonlyMap<string | undefined, ReadonlySet<string>>): Map<string, number> {
  const sizes = new Map<string, number>();
  const order: string[] = [];
  const stack = [...(children.get(undefined) ?? [])];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    order.push(id);
    stack.push(...(children.get(id) ?? []));
  }
  // Children before their parents.
  for (const id of order.toReversed()) {
    let size = 0;
    for (const child of children.get(id) ?? []) size += 1 + (sizes.get(child) ?? 0);
    sizes.set(id, size);
  }
  return sizes;
}
