/** Where things are on the strip. A place is a position or an instant; a view is the part of them that the strip's width shows. */
import { entriesBefore, type Columns } from '../../../../shared/columns/columns.ts';
import type { Axis } from '../../../../shared/columns/spans.ts';
import { LEAST, type View } from '../../../../shared/columns/view.ts';

/** Zooms by `factor` (below 1: in) so that the place at `share` of the width (0 to 1) stays where it is. */
export function zoomed(view: View, whole: View, axis: Axis, factor: number, share: number): View {
  const most = whole.to - whole.from;
  const width = Math.max(Math.min(LEAST[axis], most), Math.min(most, (view.to - view.from) * factor));
  const fixed = view.from + (view.to - view.from) * share;
  return within({ from: fixed - width * share, to: fixed + width * (1 - share) }, whole);
}

export function panned(view: View, whole: View, by: number): View {
  return within({ from: view.from + by, to: view.to + by }, whole);
}

/** The view as wide as it is, moved so that nothing beyond the whole is shown. */
function within({ from, to }: View, whole: View): View {
  const width = Math.min(to - from, whole.to - whole.from);
  const start = Math.max(whole.from, Math.min(from, whole.to - width));
  return { from: start, to: start + width };
}

/** The same part of a whole that has grown; a view of all of it stays one, one at the end stays at the end. */
export function regrown(view: View, before: View, after: View): View {
  if (view.from <= before.from && view.to >= before.to) return after;
  if (view.to >= before.to) return within({ from: view.from + after.to - before.to, to: after.to }, after);
  return within(view, after);
}

/** Moves the view as little as it takes to show `place`, with a tenth of its width beside it. */
export function revealing(view: View, whole: View, place: number): View {
  const margin = (view.to - view.from) / 10;
  if (place < view.from) return panned(view, whole, place - view.from - margin);
  if (place > view.to) return panned(view, whole, place - view.to + margin);
  return view;
}

export function placeOf(columns: Columns, axis: Axis, entry: number): number {
  return axis === 'position' ? entry + 0.5 : (columns.at[entry] ?? 0);
}

/** Of the session's entries the one that is nearest to a place. */
export function entryAt(columns: Columns, axis: Axis, place: number): number {
  const last = columns.length - 1;
  if (axis === 'position') return Math.max(0, Math.min(last, Math.floor(place)));
  const after = Math.min(entriesBefore(columns, place), last);
  if (after <= 0) return 0;
  return place - (columns.at[after - 1] ?? 0) <= (columns.at[after] ?? 0) - place ? after - 1 : after;
}

export interface Tick {
  place: number;
  label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 8, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY),
];

/** Round places with their names, at most about `most` of them. Times count from the session's beginning. */
export function ticksOf(view: View, axis: Axis, origin: number, most: number): Tick[] {
  const raw = (view.to - view.from) / Math.max(1, most);
  const step = axis === 'position' ? roundStep(raw) : (STEPS.find((candidate) => candidate >= raw) ?? Math.ceil(raw / DAY) * DAY);
  const base = axis === 'position' ? 0 : origin;
  const ticks: Tick[] = [];
  for (let n = Math.ceil((view.from - base) / step); base + n * step <= view.to && ticks.length <= most * 2; n += 1) {
    const offset = n * step;
    if (axis === 'position') {
      // Event 1 is the first.
      if (offset > 0) ticks.push({ place: offset - 0.5, label: `#${offset.toLocaleString('en')}` });
    } else ticks.push({ place: base + offset, label: clock(offset, step) });
  }
  return ticks;
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, raw)));
  return Math.max(1, ([1, 2, 5].find((n) => n * power >= raw) ?? 10) * power);
}

/** `4:31`, `2:05:07 h`, `3 d 4:10`. `step`: what is told apart; a tick's steps may be finer or coarser than a reader's. */
export function clock(ms: number, step?: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = `:${two(Math.floor((ms % MINUTE) / SECOND))}`;
  const tenths = step !== undefined && step < SECOND ? `.${Math.floor((ms % SECOND) / 100)}` : '';
  if (days > 0) {
    if (hours === 0 && step !== undefined && step >= HOUR) return `${days} d`;
    return `${days} d ${hours}:${two(minutes)}${step !== undefined && step < MINUTE ? seconds + tenths : ''}`;
  }
  if (hours > 0) return `${hours}:${two(minutes)}${step === undefined || step < MINUTE ? seconds + tenths : ''} h`;
  return `${minutes}${seconds}${tenths}`;
}
