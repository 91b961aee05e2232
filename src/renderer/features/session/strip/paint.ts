/** The strip on its canvas: the density of all lanes, and over it what has a shape of its own. */
import { SkeletonFlag } from '../../../../shared/skeleton.ts';
import { kindName } from '../../../../shared/columns/event-kinds.ts';
import type { SessionIndex } from '../../../../shared/columns/session-index.ts';
import type { GrowingInts } from '../../../../shared/columns/growing.ts';
import type { Outline } from '../../../../shared/columns/outline.ts';
import { fitted, samplesOf } from '../../../../shared/columns/samples.ts';
import type { Axis } from '../../../../shared/columns/spans.ts';
import type { View } from '../../../../shared/columns/view.ts';
import { entryAt, placeOf } from './axis.ts';
import { drawStrip } from './draw.ts';
import { laneRows, lanesAt, RULER, STRIP } from './lanes.ts';
import type { Colours } from './palette.ts';

export interface Paint {
  index: SessionIndex;
  /** What there is to draw from while the index is on its way. */
  outline: Outline | null;
  axis: Axis;
  shown: View;
  hits: Int32Array | null;
  /** In px. */
  width: number;
  ratio: number;
  colours: Colours;
}

/** Shapes further apart than this, in px, have room to be drawn. */
const ROOM = 9;

export function paintStrip(canvas: HTMLCanvasElement, paint: Paint): void {
  const { index, outline, axis, shown, width, ratio, colours, hits } = paint;
  const [wide, high] = [Math.max(1, Math.round(width * ratio)), Math.round(STRIP * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const image = context.createImageData(wide, high);
  const pixels = new Uint32Array(image.data.buffer);
  const samples = outline === null ? samplesOf(index, axis, shown, wide) : fitted(outline.samples[axis], wide);
  drawStrip({ pixels, width: wide, height: high }, samples, lanesAt(ratio), colours.palette);
  context.putImageData(image, 0, 0);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const xOf = (entry: number): number => ((placeOf(index.columns, axis, entry) - shown.from) / (shown.to - shown.from)) * width;

  if (index.inherited > 0) {
    // Shared with the session that this one was forked from.
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = colours.css.shared;
    context.fillRect(0, RULER, Math.max(0, xOf(index.inherited)), STRIP - RULER);
    context.globalCompositeOperation = 'source-over';
  }
  if (outline !== null) return;
  const checks = laneRows.find(({ name }) => name === 'checks');
  for (const entry of inSight(paint, index.rulings)) {
    const failed = ((index.columns.flags[entry] ?? 0) & SkeletonFlag.passed) === 0;
    ruling(context, xOf(entry), (checks?.top ?? 0) + (checks?.height ?? 0) / 2, failed, failed ? colours.css.failed : colours.css.passed);
  }
  context.strokeStyle = colours.css.faint;
  context.fillStyle = colours.css.ink;
  context.lineWidth = 1;
  for (const entry of inSight(paint, index.turnings))
    turning(context, Math.round(xOf(entry)) + 0.5, kindName(index.columns.kind[entry] ?? 0));
  if (hits !== null) {
    context.fillStyle = colours.css.accent;
    for (const x of columnsOf(hits, xOf, width)) context.fillRect(x, RULER - 3, 2, 3);
  }
}

/** Those of a list that the view shows; none where they would stand too close. */
function inSight({ index, axis, shown, width }: Paint, list: GrowingInts): number[] {
  if (index.length === 0) return [];
  const from = list.below(entryAt(index.columns, axis, shown.from));
  const to = list.below(entryAt(index.columns, axis, shown.to) + 1);
  if ((to - from) * ROOM > width) return [];
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => list.at(from + i));
}

/** A cross or a tick on a ground of its own colour's absence, so that the word of it is a shape too. */
function ruling(context: CanvasRenderingContext2D, x: number, y: number, failed: boolean, colour: string): void {
  context.clearRect(x - 5, y - 6, 10, 12);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  if (failed) {
    context.moveTo(x - 3.5, y - 3.5);
    context.lineTo(x + 3.5, y + 3.5);
    context.moveTo(x + 3.5, y - 3.5);
    context.lineTo(x - 3.5, y + 3.5);
  } else {
    context.moveTo(x - 4, y);
    context.lineTo(x - 1, y + 3.5);
    context.lineTo(x + 4.5, y - 4);
  }
  context.stroke();
}

/** A fork is a line that parts, a compaction a line with two arrows onto it, an undone one with a ring. */
function turning(context: CanvasRenderingContext2D, x: number, name: string): void {
  context.beginPath();
  context.setLineDash([2, 2]);
  context.moveTo(x, RULER);
  context.lineTo(x, STRIP);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  if (name === 'session.forked') {
    context.moveTo(x, RULER);
    context.lineTo(x + 5, RULER - 6);
    context.moveTo(x, RULER);
    context.lineTo(x - 5, RULER - 6);
  } else if (name === 'context.compacted') {
    context.moveTo(x - 5, RULER - 6);
    context.lineTo(x - 1, RULER - 3);
    context.lineTo(x - 5, RULER);
    context.moveTo(x + 5, RULER - 6);
    context.lineTo(x + 1, RULER - 3);
    context.lineTo(x + 5, RULER);
  } else context.arc(x, RULER - 3, 3, 0, Math.PI * 2);
  context.stroke();
}

/** Columns that have a hit, each once. */
function columnsOf(hits: Int32Array, xOf: (entry: number) => number, width: number): number[] {
  const columns: number[] = [];
  for (const seq of hits) {
    const x = Math.floor(xOf(seq - 1));
    if (x >= 0 && x < width && columns.at(-1) !== x) columns.push(x);
  }
  return columns;
}
