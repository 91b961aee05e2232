/** Where the events of one side lie on the axis that both share. Pure. */
import { SkeletonFlag, skeletonKinds, type Skeleton } from '../../../shared/skeleton.ts';

/** In the order in which one covers the other where both fall on the same pixel. */
export const marks = ['none', 'event', 'tool', 'model', 'person', 'passed', 'failed'] as const;
export type Mark = (typeof marks)[number];

export type AxisUnit = 'position' | 'time';

/** How long the side is: events, or milliseconds from its first event after the parting to its last. */
export function extent(skeleton: Skeleton, unit: AxisUnit): number {
  if (unit === 'position') return skeleton.kind.length;
  return Math.max(0, (skeleton.at.at(-1) ?? 0) - (skeleton.at[0] ?? 0));
}

/** Mark by pixel, as indexes into `marks`; one pass, whatever the width. `whole`: what the axis stands for from end to end. */
export function marksOf(skeleton: Skeleton, unit: AxisUnit, whole: number, width: number): Uint8Array {
  const columns = new Uint8Array(width);
  const start = skeleton.at[0] ?? 0;
  for (let i = 0; i < skeleton.kind.length; i += 1) {
    const place = unit === 'position' ? i : Math.max(0, (skeleton.at[i] ?? start) - start);
    const x = Math.min(width - 1, Math.floor((place / Math.max(1, whole)) * width));
    const mark = marks.indexOf(markOf(skeleton.kind[i] ?? 0, skeleton.flags[i] ?? 0));
    if (mark > (columns[x] ?? 0)) columns[x] = mark;
  }
  return columns;
}

/** The event that lies at a place of the axis, as an index from the parting; the one before it where none lies there. */
export function indexAt(skeleton: Skeleton, unit: AxisUnit, whole: number, fraction: number): number {
  const place = fraction * Math.max(1, whole);
  if (unit === 'position') return Math.min(skeleton.kind.length - 1, Math.floor(place));
  const start = skeleton.at[0] ?? 0;
  let [low, high] = [0, skeleton.at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((skeleton.at[middle] ?? 0) - start <= place) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function markOf(kind: number, flags: number): Mark {
  if ((flags & (SkeletonFlag.error | SkeletonFlag.lost | SkeletonFlag.failed)) !== 0) return 'failed';
  if ((flags & SkeletonFlag.passed) !== 0) return 'passed';
  const type = skeletonKinds[kind] ?? 'unknown';
  if (type.startsWith('user.')) return 'person';
  if (type.startsWith('span.model') || type === 'agent.message' || type === 'agent.thinking') return 'model';
  if (type.startsWith('agent.tool')) return 'tool';
  return 'event';
}
