import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelMessage, ModelRequest } from '../../shared/model.ts';
import { createWire } from './wire.ts';

const TOOLS = ['bash', 'read'].map((name) => ({ name, description: name, input_schema: { type: 'object' as const, properties: {} } }));

test('breakpoints stand after system and on the last two user messages, and the older of the two was the newest before', () => {
  const first = conversation(3);
  const wire = createWire();
  expect(breakpoints(sent(wire, first))).toEqual(['system', 'messages.2', 'messages.4']);
  expect(breakpoints(sent(wire, conversation(4)))).toEqual(['system', 'messages.4', 'messages.6']);
});

test('without a system prompt the breakpoint stands on the last tool, and without either there is none', () => {
  const wire = createWire();
  expect(breakpoints(sent(wire, { ...conversation(1), system: '' }))).toEqual(['tools.1', 'messages.0']);
  expect(breakpoints(sent(wire, { ...conversation(1), system: '', tools: [] }))).toEqual(['messages.0']);
});

test('from turn to turn the prefix stays the same to the byte, breakpoints aside', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.string(), (turns, seed) => {
      const [before, after] = [prefix(conversation(turns, seed)), prefix(conversation(turns + 1, seed))];
      expect(after.startsWith(before)).toBe(true);
    }),
  );
});

test('what was serialised before and what was not give the same bytes', () => {
  const request = conversation(3);
  const wire = createWire();
  const once = wire(request, 100);
  expect(wire(request, 100)).toEqual(once);
  expect(createWire()(structuredClone(request), 100)).toEqual(once);
});

test('what the API would refuse is not sent: blank texts, empty messages, two user messages in a row', () => {
  const messages: ModelMessage[] = [
    { role: 'user', content: [{ type: 'text', text: 'Hello.' }] },
    { role: 'assistant', content: [] },
    { role: 'user', content: [{ type: 'text', text: 'Are you there?' }] },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: ' \n' },
        { type: 'text', text: 'Yes.' },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'Good.' }] },
  ];
  expect(stripped(sent(createWire(), { ...conversation(1), messages })).messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hello.' },
        { type: 'text', text: 'Are you there?' },
      ],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Good.' }] },
  ]);
});

/** A conversation of so many user messages, the last of them unanswered. */
function conversation(turns: number, seed = ''): ModelRequest {
  const messages: ModelMessage[] = [{ role: 'user', content: [{ type: 'text', text: `Task. ${seed}` }] }];
  for (let turn = 1; turn < turns; turn += 1) {
    messages.push(
      { role: 'assistant', content: [{ type: 'tool_use', id: `toolu_${turn}`, name: 'bash', input: { command: seed } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: `toolu_${turn}`, content: seed, is_error: false }] },
    );
  }
  return { provider: 'p', model: 'm', system: 'Work.', tools: TOOLS, messages, conversation: 'c' };
}

type Sent = Record<'tools' | 'system' | 'messages', unknown[] | undefined>;

function sent(wire: ReturnType<typeof createWire>, request: ModelRequest): Sent {
  return JSON.parse(Buffer.from(wire(request, 100)).toString('utf8')) as Sent; // what `wire` is for
}

function breakpoints(body: Sent): string[] {
  const marked = (part: keyof Sent, index: number) => JSON.stringify(body[part]?.[index]).includes('cache_control');
  const found = (['tools', 'system', 'messages'] as const).flatMap((part) =>
    (body[part] ?? []).flatMap((_, index) => (marked(part, index) ? [part === 'system' ? part : `${part}.${index}`] : [])),
  );
  return found;
}

function stripped(body: Sent): Sent {
  return JSON.parse(JSON.stringify(body), (key: string, value: unknown) => (key === 'cache_control' ? undefined : value)) as Sent;
}

/** The request in the order in which the API's cache reads it, without breakpoints and without its end. */
function prefix(request: ModelRequest): string {
  const { tools, system, messages } = stripped(sent(createWire(), request));
  return JSON.stringify([tools, system, ...(messages ?? [])]).slice(0, -1);
}
