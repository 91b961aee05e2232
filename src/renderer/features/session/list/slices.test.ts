import { expect, test, vi } from 'vitest';
import type { SessionEvent } from '../../../../shared/events.ts';
import { createSlices } from './slices.ts';

const event = (seq: number): SessionEvent => ({
  type: 'user.message',
  content: [{ type: 'text', text: `event ${seq}` }],
  id: `sevt_${seq}`,
  session: 'sesn_1',
  seq,
  processed_at: '2026-11-23T10:00:00.000Z',
});

function session(length: number) {
  const asked: number[] = [];
  const slices = createSlices((from, limit) => {
    asked.push(from);
    return Promise.resolve(Array.from({ length: Math.max(0, Math.min(limit, length - from + 1)) }, (_, i) => event(from + i)));
  });
  return { slices, asked };
}

test('what is wanted is fetched, a page once', async () => {
  const { slices, asked } = session(1000);
  slices.want([500, 501]);
  await vi.waitFor(() => expect(slices.gist(501)).toMatchObject({ text: 'event 501' }));
  slices.want([502]);
  slices.want([10]);
  await vi.waitFor(() => expect(slices.gist(10)).toMatchObject({ text: 'event 10' }));
  expect(asked).toHaveLength(2);
});

test('of many wishes in a row only the newest is fetched', async () => {
  const { slices, asked } = session(100_000);
  for (let seq = 1; seq <= 90_001; seq += 1000) slices.want([seq]);
  await vi.waitFor(() => expect(slices.gist(90_001)).toBeDefined());
  expect(asked.length).toBeLessThan(4);
});

test('a page that cannot be had is not asked for again and again', async () => {
  const { slices, asked } = session(10);
  slices.want([5000]);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  slices.want([5000]);
  slices.want([5]);
  await vi.waitFor(() => expect(slices.gist(5)).toBeDefined());
  expect(asked).toHaveLength(2);
});

test('a live event is there without asking, also on a page that was fetched before it came', async () => {
  const { slices, asked } = session(100);
  slices.want([100]);
  await vi.waitFor(() => expect(slices.gist(100)).toBeDefined());
  slices.keep([event(101)]);
  slices.want([101]);
  expect(slices.gist(101)).toMatchObject({ text: 'event 101' });
  expect(asked).toHaveLength(1);
});
