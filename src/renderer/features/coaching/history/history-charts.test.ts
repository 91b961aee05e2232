import { expect, test } from 'vitest';
import type { HistoryPoint } from '../../../../shared/ipc-coaching.ts';
import { historyCharts, placeIn, roundUp, spanOf } from './history-charts.ts';

const point = (day: number, over: Partial<HistoryPoint> = {}): HistoryPoint => ({
  day: new Date(2026, 10, day).toISOString(),
  provider: 'p',
  model: 'demo',
  dispatches: 1,
  entries: 4,
  tokens: 80,
  passed: 1,
  judged: 1,
  ...over,
});

test('entries and tokens are means over all dispatches of a day, whatever the model', () => {
  const [entries, tokens] = historyCharts([point(1), point(1, { model: 'other', dispatches: 3, entries: 8, tokens: 400 }), point(4)]);
  expect(entries?.points.map(({ value }) => value)).toEqual([7, 4]);
  expect(entries?.points[0]?.words).toBe('Nov 1, 2026: 7 in 4 dispatches');
  expect([tokens?.points[0]?.value, tokens?.max, tokens?.note]).toEqual([320, 500, 'now 80']);
});

test('the pass rate is one chart a model, the most used first; a day without a verdict says nothing', () => {
  const charts = historyCharts([
    point(1),
    point(1, { model: 'busy', dispatches: 9, passed: 2, judged: 8 }),
    point(2, { passed: 0, judged: 0 }),
  ]);
  expect(charts.slice(2).map(({ title, note }) => [title, note])).toEqual([
    ['Passed on busy', '2 of 8'],
    ['Passed on demo', '1 of 1'],
  ]);
  expect(charts[2]?.points).toMatchObject([{ value: 0.25, words: 'Nov 1, 2026: 2 of 8 passed' }]);
  expect(charts[3]?.points).toHaveLength(1);
  expect(charts[2]?.format(0.25)).toBe('25 %');
});

test('all charts have the same days; one day alone is in the middle', () => {
  const charts = historyCharts([point(1), point(11, { model: 'other' })]);
  const span = spanOf(charts);
  expect([placeIn(span, span.from), placeIn(span, (span.from + span.to) / 2), placeIn(span, span.to)]).toEqual([0, 0.5, 1]);
  expect(placeIn({ from: 5, to: 5 }, 5)).toBe(0.5);
  expect(historyCharts([])).toEqual([]);
});

test('an axis ends at a round number', () => {
  expect([1, 3, 7, 12, 120, 500, 501].map(roundUp)).toEqual([1, 5, 10, 20, 200, 500, 1000]);
});
