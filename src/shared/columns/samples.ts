/**
 * A part of a session cut into columns: of each how many marks it has and what was busy. A column is the difference of two
 * sums, whatever it spans, so a million events cost what a thousand do.
 */
import { entriesBefore } from './columns.ts';
import { MARKS } from './event-kinds.ts';
import type { SessionIndex } from './session-index.ts';
import type { Axis } from './spans.ts';
import type { View } from './view.ts';

export const BUSY = ['model', 'tools', 'checks'] as const;

export interface Samples {
  /** Columns. */
  width: number;
  /** Marks of each sort: entry x * MARKS + mark. */
  counts: Int32Array;
  /** The part of the column, 0 to 1, that each of `BUSY` lasted: entry x * 3 + which. */
  busy: Float32Array;
  /** The part of all money that was spent by the column's end. */
  cost: Float32Array;
  /** The kind of the newest event of a sandbox by the column's end, plus one; 0: there is none. */
  box: Uint8Array;
}

export function samplesOf(index: SessionIndex, axis: Axis, { from: start, to: stop }: View, width: number): Samples {
  const { columns, density, spans, boxes } = index;
  const samples = newSamples(width);
  const step = (stop - start) / width;
  const [low, high] = [new Int32Array(MARKS), new Int32Array(MARKS)];
  const lanes = BUSY.map((name) => spans[name]);
  const before = lanes.map((lane) => lane.busyBefore(columns, axis, start));
  const total = density.costBefore(columns, columns.length);
  let known = -1;
  for (let x = 0; x < width; x += 1) {
    const [from, to] = [start + x * step, start + (x + 1) * step];
    // By time an event has no width: two pixels of it are seen.
    const first = axis === 'position' ? Math.floor(from) : entriesBefore(columns, from - step);
    const end = axis === 'position' ? Math.max(first + 1, Math.ceil(to)) : entriesBefore(columns, to);
    if (first === known) low.set(high);
    else density.before(first, low);
    density.before(end, high);
    known = end;
    for (let mark = 0; mark < MARKS; mark += 1) samples.counts[x * MARKS + mark] = (high[mark] ?? 0) - (low[mark] ?? 0);
    lanes.forEach((lane, n) => {
      const now = lane.busyBefore(columns, axis, to);
      samples.busy[x * BUSY.length + n] = Math.min(1, Math.max(0, (now - (before[n] ?? 0)) / step));
      before[n] = now;
    });
    const changes = boxes.below(end);
    samples.box[x] = changes === 0 ? 0 : (columns.kind[boxes.at(changes - 1)] ?? 0) + 1;
    samples.cost[x] = total > 0 ? density.costBefore(columns, end) / total : 0;
  }
  return samples;
}

/** The same part cut into another number of columns. */
export function fitted(samples: Samples, width: number): Samples {
  if (samples.width === width) return samples;
  const other = newSamples(width);
  for (let x = 0; x < width; x += 1) {
    const first = Math.floor((x * samples.width) / width);
    const end = Math.max(first + 1, Math.floor(((x + 1) * samples.width) / width));
    for (let i = first; i < end; i += 1) {
      for (let mark = 0; mark < MARKS; mark += 1) add(other.counts, x * MARKS + mark, samples.counts[i * MARKS + mark] ?? 0);
      BUSY.forEach((_, n) => add(other.busy, x * BUSY.length + n, (samples.busy[i * BUSY.length + n] ?? 0) / (end - first)));
    }
    other.cost[x] = samples.cost[end - 1] ?? 0;
    other.box[x] = samples.box[end - 1] ?? 0;
  }
  return other;
}

function add(into: Int32Array | Float32Array, at: number, value: number): void {
  into[at] = (into[at] ?? 0) + value;
}

function newSamples(width: number): Samples {
  return {
    width,
    counts: new Int32Array(width * MARKS),
    busy: new Float32Array(width * BUSY.length),
    cost: new Float32Array(width),
    box: new Uint8Array(width),
  };
}
