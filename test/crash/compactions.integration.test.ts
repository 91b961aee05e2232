/** kill -9 of the application around the summary of a conversation: it is asked for again, and stands for the same events. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canStartBox } from '../box/box.ts';
import { openArena, type Arena } from './arena.ts';
import type { Death, Life } from './life.ts';

const LIMIT_MS = 10 * 60_000;

describe.skipIf(!canStartBox)('a conversation that is summarised while the application is killed', { timeout: LIMIT_MS }, () => {
  let arena: Arena;
  beforeAll(async () => void (arena = await openArena(24, { bulkBytes: 8000, contextTokens: 9000 })));
  afterAll(() => arena.remove());

  it('before and after each append: nothing is lost, no call runs twice, no two summaries stand for one event', async () => {
    let lived: readonly Life[] = [];
    const events = await arena.session('summarised', (lives): Death => ({ kind: 'batch', past: placesOf((lived = lives)) }));
    const asked = 'span.model_request_start of a summary';
    const told = 'span.model_request_end of a summary+context.compacted';
    expect(placesOf(lived)).toEqual(expect.arrayContaining([`before ${asked}`, `after ${asked}`, `before ${told}`, `after ${told}`]));

    const summaries = events.flatMap((event) => (event.type === 'context.compacted' ? [event] : []));
    expect(summaries.length).toBeGreaterThan(0);
    for (const [index, { from_seq, to_seq, seq }] of summaries.entries()) {
      expect(to_seq).toBeGreaterThanOrEqual(from_seq);
      expect(seq).toBeGreaterThan(to_seq);
      // A later summary stands for the earlier one's events too, or for others: never for a part of them.
      const before = summaries[index - 1];
      if (before !== undefined) expect(from_seq <= before.from_seq || from_seq > before.to_seq).toBe(true);
    }
    // Those that were under way when it was killed have an end, and were asked for again.
    const ends = events.flatMap((event) => (event.type === 'span.model_request_end' && event.purpose === 'compaction' ? [event] : []));
    expect(ends.filter(({ is_error }) => !is_error)).toHaveLength(summaries.length);
    expect(ends.filter(({ is_error }) => is_error).length).toBeGreaterThanOrEqual(2);
    await arena.expectNothingLeft();
  });
});

const placesOf = (lives: readonly Life[]): string[] =>
  lives.flatMap(({ told }) => told.flatMap((line) => (line.t === 'dies' ? [line.at] : [])));
