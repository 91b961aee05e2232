import type { NewEvent } from '../../src/shared/events.ts';

/** 200 bytes to 40 KB, 1.2 KB on average, as tool results are. */
const LENGTHS = [...Array<number>(60).fill(200), ...Array<number>(30).fill(900), ...Array<number>(9).fill(4_000), 40_000];

const TEXTS = LENGTHS.map((length) => Buffer.from('All 42 tests passed. '.repeat(2_000).slice(0, length)).toString());

export const event = (i: number): NewEvent => ({
  type: 'agent.tool_result',
  tool_use_id: `sevt_${i}`,
  content: [{ type: 'text', text: TEXTS[(i * 37) % TEXTS.length] ?? '' }],
  is_error: false,
  lost: false,
  duration_ms: i,
});
