/**
 * The strip as pixels: each column of the screen is a sum over what it spans, so a million events cost what a thousand do.
 * Pure; the canvas is the caller's.
 */
import { entriesBefore } from '../../../../shared/columns/columns.ts';
import { kindName, Mark, MARKS } from '../../../../shared/columns/event-kinds.ts';
import type { SessionIndex } from '../../../../shared/columns/session-index.ts';
import type { Axis, Spans } from '../../../../shared/columns/spans.ts';
import type { View } from './axis.ts';

/** Colours without their alpha, as a pixel of a little-endian canvas has them: 0x00BBGGRR. */
export interface Palette {
  you: number;
  model: number;
  tools: number;
  checks: number;
  failed: number;
  passed: number;
  lost: number;
  box: number;
  cost: number;
}

export interface LaneBox {
  top: number;
  height: number;
}
export type Lanes = Record<'you' | 'model' | 'tools' | 'checks' | 'box' | 'cost', LaneBox>;

export interface Picture {
  pixels: Uint32Array;
  width: number;
  height: number;
}

/** What shows where there is anything at all, of 255. */
const FAINT = 70;

export function drawStrip(picture: Picture, index: SessionIndex, axis: Axis, view: View, lanes: Lanes, palette: Palette): void {
  const { width, pixels } = picture;
  pixels.fill(0);
  const step = (view.to - view.from) / width;
  const [low, high] = [new Int32Array(MARKS), new Int32Array(MARKS)];
  const busy = {
    model: busyFrom(index, 'model', axis, view.from),
    tools: busyFrom(index, 'tools', axis, view.from),
    checks: busyFrom(index, 'checks', axis, view.from),
  };
  const total = index.density.costBefore(index.columns, index.length);
  const paint = painter(picture);
  let known = -1;
  for (let x = 0; x < width; x += 1) {
    const [from, to] = [view.from + x * step, view.from + (x + 1) * step];
    // By time an event has no width: two pixels of it are seen.
    const first = axis === 'position' ? Math.floor(from) : entriesBefore(index.columns, from - step);
    const end = axis === 'position' ? Math.max(first + 1, Math.ceil(to)) : entriesBefore(index.columns, to);
    if (first === known) low.set(high);
    else index.density.before(first, low);
    index.density.before(end, high);
    known = end;
    const count = (mark: number): number => (high[mark] ?? 0) - (low[mark] ?? 0);

    if (count(Mark.you) > 0) paint(x, lanes.you, palette.you, 255);
    lane(x, lanes.model, palette.model, busy.model(to) / step, count(Mark.model), count(Mark.modelFailed));
    lane(x, lanes.tools, palette.tools, busy.tools(to) / step, count(Mark.tools), count(Mark.toolFailed));
    lane(x, lanes.checks, palette.checks, busy.checks(to) / step, count(Mark.checks), 0);
    const [passed, failed] = [count(Mark.checkPassed), count(Mark.checkFailed)];
    if (passed + failed > 0) share(x, lanes.checks, passed + failed, failed, palette.passed);
    box(x, end, count(Mark.boxLost));
    if (total > 0) {
      const part = index.density.costBefore(index.columns, end) / total;
      const height = Math.round(part * lanes.cost.height);
      if (height > 0) paint(x, { top: lanes.cost.top + lanes.cost.height - height, height }, palette.cost, 150);
    }
  }

  function lane(x: number, place: LaneBox, colour: number, share: number, events: number, failed: number): void {
    const covered = Math.min(1, Math.max(0, share));
    if (covered > 0.004 || events > 0) paint(x, place, colour, Math.max(FAINT, Math.round(covered * 215)));
    if (failed > 0) part(x, place, failed / Math.max(failed, events + failed), palette.failed);
  }

  function share(x: number, place: LaneBox, all: number, failed: number, rest: number): void {
    if (failed < all) paint(x, place, rest, 255);
    if (failed > 0) part(x, place, failed / all, palette.failed);
  }

  /** From the lane's foot, as high as the share is; a single one among thousands is still seen. */
  function part(x: number, { top, height }: LaneBox, of: number, colour: number): void {
    const high = Math.max(Math.min(height, 3), Math.round(of * height));
    paint(x, { top: top + height - high, height: high }, colour, 255);
  }

  function box(x: number, before: number, lost: number): void {
    const changes = index.boxes.below(before);
    const state = changes === 0 ? null : kindName(index.columns.kind[index.boxes.at(changes - 1)] ?? 0);
    const { top, height } = lanes.box;
    if (lost > 0) paint(x, lanes.box, palette.lost, 255);
    else if (state === 'sandbox.provisioned' || (state === 'sandbox.lost' && x % 6 < 3))
      paint(x, { top: top + Math.floor(height / 2) - 1, height: 2 }, palette.box, 255);
  }
}

/** How much was busy since it was last asked; it is asked of ever later places. */
function busyFrom(index: SessionIndex, name: 'model' | 'tools' | 'checks', axis: Axis, from: number): (to: number) => number {
  const spans: Spans = index.spans[name];
  let before = spans.busyBefore(index.columns, axis, from);
  return (to) => {
    const now = spans.busyBefore(index.columns, axis, to);
    const busy = now - before;
    before = now;
    return busy;
  };
}

function painter({ pixels, width, height }: Picture): (x: number, box: LaneBox, colour: number, alpha: number) => void {
  return (x, box, colour, alpha) => {
    const pixel = ((alpha << 24) | colour) >>> 0;
    const end = Math.min(height, box.top + box.height);
    for (let y = Math.max(0, box.top); y < end; y += 1) pixels[y * width + x] = pixel;
  };
}
