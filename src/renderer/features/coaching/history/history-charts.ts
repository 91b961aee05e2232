/** What dispatches were told over time and how they ended, as lines to draw. Pure. */
import { groupBy } from '../../../../shared/group-by.ts';
import type { HistoryPoint } from '../../../../shared/ipc-coaching.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { formatCount } from '../../../ui/format-count.ts';

export interface ChartPoint {
  /** Unix ms of the day. */
  at: number;
  value: number;
  /** What it says, with its day. */
  words: string;
}

export interface Chart {
  key: string;
  title: string;
  /** The sum of it in a few words. */
  note: string;
  points: ChartPoint[];
  /** The axis goes from 0 to this. */
  max: number;
  /** A value as the axis says it. */
  format: (value: number) => string;
}

/** Entries and tokens over all dispatches, then how many passed, a chart a model; those with the most dispatches first. */
export function historyCharts(history: readonly HistoryPoint[]): Chart[] {
  if (history.length === 0) return [];
  const days = [...groupBy(history, ({ day }) => day).values()];
  const models = [...groupBy(history, ({ provider, model }) => JSON.stringify([provider, model])).entries()].toSorted(
    ([, a], [, b]) => dispatchesOf(b) - dispatchesOf(a),
  );
  return [
    meanChart('entries', 'Entries a dispatch', days, ({ entries }) => entries),
    meanChart('tokens', 'Tokens a dispatch', days, ({ tokens }) => tokens),
    ...models.map(([key, points]) => passChart(key, points)),
  ];
}

function meanChart(key: string, title: string, days: readonly HistoryPoint[][], of: (point: HistoryPoint) => number): Chart {
  const points = days.map((day): ChartPoint => {
    const count = dispatchesOf(day);
    const value = day.reduce((sum, point) => sum + of(point) * point.dispatches, 0) / count;
    return { at: dayAt(day), value, words: `${dayWords(dayAt(day))}: ${rounded(value)} in ${counted(count, 'dispatch', 'dispatches')}` };
  });
  const last = points.at(-1);
  return {
    key,
    title,
    note: `now ${rounded(last?.value ?? 0)}`,
    points,
    max: roundUp(Math.max(1, ...points.map(({ value }) => value))),
    format: rounded,
  };
}

/** Days without a verdict say nothing. */
function passChart(key: string, history: readonly HistoryPoint[]): Chart {
  const points = history
    .filter(({ judged }) => judged > 0)
    .map((point): ChartPoint => {
      const { passed, judged } = point;
      return { at: dayAt([point]), value: passed / judged, words: `${dayWords(dayAt([point]))}: ${passed} of ${judged} passed` };
    });
  const [passed, judged] = [history.reduce((sum, point) => sum + point.passed, 0), history.reduce((sum, point) => sum + point.judged, 0)];
  return {
    key,
    title: `Passed on ${visibleLine(history[0]?.model ?? '')}`,
    note: judged === 0 ? 'no verdict yet' : `${formatCount(passed)} of ${formatCount(judged)}`,
    points,
    max: 1,
    format: (value) => `${Math.round(value * 100)} %`,
  };
}

/** Where a point is drawn, from 0 to 1; the same days for all charts. A single day is in the middle. */
export function placeIn({ from, to }: { from: number; to: number }, at: number): number {
  return to === from ? 0.5 : (at - from) / (to - from);
}

export function spanOf(charts: readonly Chart[]): { from: number; to: number } {
  const times = charts.flatMap(({ points }) => points.map(({ at }) => at));
  return { from: Math.min(...times), to: Math.max(...times) };
}

/** 1, 2 or 5 times a power of ten, not below it. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}

export function dayWords(at: number): string {
  return days.format(at);
}

const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

function dayAt(points: readonly HistoryPoint[]): number {
  return Date.parse(points[0]?.day ?? '');
}

function dispatchesOf(points: readonly HistoryPoint[]): number {
  return points.reduce((sum, { dispatches }) => sum + dispatches, 0);
}

export function rounded(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : formatCount(Math.round(value));
}

function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
