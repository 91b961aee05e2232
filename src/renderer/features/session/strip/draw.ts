/** The strip as pixels, of what each of its columns has. Pure; the canvas is the caller's. */
import { kindName, Mark, MARKS } from '../../../../shared/columns/event-kinds.ts';
import { BUSY, type Samples } from '../../../../shared/columns/samples.ts';

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

export function drawStrip(picture: Picture, samples: Samples, lanes: Lanes, palette: Palette): void {
  const { width, pixels } = picture;
  pixels.fill(0);
  const paint = painter(picture);
  for (let x = 0; x < width; x += 1) {
    const count = (mark: number): number => samples.counts[x * MARKS + mark] ?? 0;
    const busy = (n: number): number => samples.busy[x * BUSY.length + n] ?? 0;
    if (count(Mark.you) > 0) paint(x, lanes.you, palette.you, 255);
    lane(x, lanes.model, palette.model, busy(0), count(Mark.model), count(Mark.modelFailed));
    lane(x, lanes.tools, palette.tools, busy(1), count(Mark.tools), count(Mark.toolFailed));
    lane(x, lanes.checks, palette.checks, busy(2), count(Mark.checks), 0);
    const [passed, failed] = [count(Mark.checkPassed), count(Mark.checkFailed)];
    if (passed + failed > 0) share(x, lanes.checks, passed + failed, failed, palette.passed);
    box(x, samples.box[x] ?? 0, count(Mark.boxLost));
    const height = Math.round((samples.cost[x] ?? 0) * lanes.cost.height);
    if (height > 0) paint(x, { top: lanes.cost.top + lanes.cost.height - height, height }, palette.cost, 150);
  }

  function lane(x: number, place: LaneBox, colour: number, covered: number, events: number, failed: number): void {
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

  function box(x: number, newest: number, lost: number): void {
    const state = newest === 0 ? null : kindName(newest - 1);
    const { top, height } = lanes.box;
    if (lost > 0) paint(x, lanes.box, palette.lost, 255);
    else if (state === 'sandbox.provisioned' || (state === 'sandbox.lost' && x % 6 < 3))
      paint(x, { top: top + Math.floor(height / 2) - 1, height: 2 }, palette.box, 255);
  }
}

function painter({ pixels, width, height }: Picture): (x: number, box: LaneBox, colour: number, alpha: number) => void {
  return (x, box, colour, alpha) => {
    const pixel = ((alpha << 24) | colour) >>> 0;
    const end = Math.min(height, box.top + box.height);
    for (let y = Math.max(0, box.top); y < end; y += 1) pixels[y * width + x] = pixel;
  };
}
