/** Whatever stands in a session file: no crash, nothing valid lost, and the same ids at each import. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventBody } from '../../shared/events.ts';
import { createCalls } from './calls.ts';
import type { ImportedEvent } from './imported-event.ts';
import { createTranslator } from './translate.ts';
import { TranslatorState } from './translator-state.ts';

const CASES = 100_000;

function translate(lines: readonly string[], source = 'a-session'): ImportedEvent[] {
  const translator = createTranslator({
    source: { session: source, agent: null },
    path: '/p.jsonl',
    calls: createCalls(),
    fallbackTime: '2026-01-01T00:00:00.000Z',
    cost: () => 0,
    mask: (text) => text,
    from: null,
  });
  return [...lines.flatMap((line) => translator.line(line)), ...translator.end()].flatMap((part) => part.events);
}

/** Words that are found again in the events, whatever they became. */
const word = fc.integer({ min: 0, max: 2 ** 40 }).map((n) => `w${n.toString(36)}w`);
const uuid = fc.constantFrom('u1', 'u2', 'u3', '#1', '0 entry u1');
const messageId = fc.constantFrom('msg_1', 'msg_2', undefined);
const toolId = fc.constantFrom('toolu_1', 'toolu_2');

/** A block, and the words in it. */
const block = fc.oneof(
  word.map((text) => ({ type: 'text', text })),
  word.map((thinking) => ({ type: 'thinking', thinking, signature: 's' })),
  fc.tuple(toolId, word).map(([id, command]) => ({ type: 'tool_use', id, name: 'Bash', input: { command } })),
  fc.tuple(toolId, word).map(([tool_use_id, content]) => ({ type: 'tool_result', tool_use_id, content })),
  word.map((data) => ({ type: 'image', source: { data } })),
  word.map((surprise) => ({ type: 'of_a_newer_version', surprise })),
  word.map((text) => ({ type: 'text', text: 5, was: text })),
);
const common = fc.record(
  {
    uuid,
    parentUuid: uuid,
    isSidechain: fc.boolean(),
    isMeta: fc.boolean(),
    isCompactSummary: fc.boolean(),
    timestamp: fc.constantFrom('2026-10-01T00:00:00Z', 'yesterday', '', '+275761-01-01T00:00:00Z'),
    cwd: fc.constantFrom('/home/me', 'C:\\me', 7),
  },
  { requiredKeys: [] },
);
const content = fc.oneof(word, fc.array(block, { maxLength: 3 }));
const record = fc.oneof(
  fc.tuple(common, content).map(([base, said]) => ({ ...base, type: 'user', message: { role: 'user', content: said } })),
  fc.tuple(common, messageId, content).map(([base, id, said]) => ({
    ...base,
    type: 'assistant',
    message: { id, model: 'm', content: said, stop_reason: null, usage: { input_tokens: 1, output_tokens: -3 } },
  })),
  fc.tuple(common, word).map(([base, text]) => ({ ...base, type: 'system', subtype: 'compact_boundary', text })),
  fc.tuple(common, word).map(([base, text]) => ({ ...base, type: 'queue-operation', text })),
  fc.tuple(common, word).map(([base, text]) => ({ ...base, type: 'user', message: { content: { text } } })),
);
const line = fc.oneof(
  { weight: 6, arbitrary: record.map((value) => JSON.stringify(value)) },
  // Torn off, torn apart and pushed into each other, as two writers do.
  { weight: 1, arbitrary: fc.tuple(record, fc.nat(60)).map(([value, length]) => JSON.stringify(value).slice(0, length)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(record, record, fc.nat(40))
      .map(([a, b, at]) => `${JSON.stringify(a).slice(0, at)}${JSON.stringify(b)}${JSON.stringify(a).slice(at)}`),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('null', '[]', '{}', '7', '{"type":7}', '\u0000', '\ud800', '{"type":"user"}'),
    ),
  },
);

it(
  `${CASES.toLocaleString('en')} files of random lines: every word of every line is in an event that can be stored, once`,
  { timeout: 180_000 },
  () => {
    let stored = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const events = translate(lines);
        const text = JSON.stringify(events);
        for (const one of lines)
          for (const [found] of one.matchAll(/w[0-9a-z]+w/g)) if (!text.includes(found)) throw new Error(`lost: ${found}`);
        // A request has one id wherever its message is repeated: the log keeps the first.
        const own = events.filter(({ type }) => !type.startsWith('span.'));
        if (new Set(own.map(({ id }) => id)).size !== own.length) throw new Error('an id stands twice');
        for (const { id, processed_at } of events)
          if (!/^sevt_[0-9a-z]{32}$/.test(id) || Number.isNaN(Date.parse(processed_at))) throw new Error(id);
        // The schema is what the log holds them to; it is the slow part, so each fiftieth case.
        stored += 1;
        if (stored % 50 === 0) for (const event of events) EventBody.parse(event);
        if (stored % 100 === 0) expect(translate(lines)).toEqual(events);
      }),
      { numRuns: CASES },
    );
    expect(stored).toBeGreaterThanOrEqual(CASES);
  },
);

it('what a file says so far has the same ids when more has been written to it', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 12 }), fc.nat(11), (lines, at) => {
      const before = new Set(translate(lines.slice(0, at)).map(({ id }) => id));
      const after = new Set(translate(lines).map(({ id }) => id));
      expect([...before].filter((id) => !after.has(id))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it('goes on from what another translator knew of the lines before, as if it had read them itself', () => {
  const begin = (from: TranslatorState | null) =>
    createTranslator({
      ...{ source: { session: 's', agent: null }, path: '/p.jsonl', calls: createCalls(), fallbackTime: '2026-01-01T00:00:00.000Z', from },
      ...{ cost: () => 0, mask: (text: string) => text },
    });
  let taken = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 12 }), fc.nat(11), (lines, at) => {
      const first = begin(null);
      const before = lines.slice(0, at).flatMap((text) => first.line(text));
      const state = first.state();
      if (state === null) return;
      taken += 1;
      const second = begin(TranslatorState.parse(JSON.parse(JSON.stringify(state))));
      const after = [...lines.slice(at).flatMap((text) => second.line(text)), ...second.end()];
      expect([...before, ...after].flatMap((part) => part.events)).toEqual(translate(lines, 's'));
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(200);
});

it('a message that several lines, files and sessions repeat is one request', () => {
  const said = (uuidOfLine: string, output: number): string =>
    JSON.stringify({
      type: 'assistant',
      uuid: uuidOfLine,
      timestamp: '2026-10-01T00:00:00Z',
      message: {
        id: 'msg_1',
        model: 'm',
        stop_reason: null,
        content: [{ type: 'text', text: uuidOfLine }],
        usage: { input_tokens: 3, output_tokens: output },
      },
    });
  const requests = (events: ImportedEvent[]) => events.filter(({ type }) => type.startsWith('span.'));
  const [start, end, ...more] = requests(translate([said('a', 1), said('b', 20)]));
  expect(more).toEqual([]);
  expect(start).toMatchObject({ type: 'span.model_request_start' });
  expect(end).toMatchObject({ type: 'span.model_request_end', model_usage: { input_tokens: 3, output_tokens: 20 } });
  expect(requests(translate([said('c', 5)], 'resumed')).map(({ id }) => id)).toEqual([start?.id, end?.id]);
});
