import { expect, test } from 'vitest';
import type { NewEvent, SessionEvent } from '../../../../shared/events.ts';
import { EventBody } from '../../../../shared/events.ts';
import { kindNumber } from '../../../../shared/columns/event-kinds.ts';
import { gistOf } from './gist.ts';
import { rowWords } from './row-words.ts';

const event = (body: NewEvent): SessionEvent => ({
  ...EventBody.parse(body),
  id: 'sevt_1',
  session: 'sesn_1',
  seq: 1,
  processed_at: '2026-11-23T10:00:00.000Z',
});
const use = (command: string): NewEvent => ({
  type: 'agent.tool_use',
  message_id: 'm',
  model_tool_use_id: 't',
  name: 'bash',
  input: { command },
});
const result = (text: string, is_error: boolean): NewEvent => ({
  type: 'agent.tool_result',
  tool_use_id: 'sevt_1',
  content: [{ type: 'text', text }],
  is_error,
  lost: false,
  duration_ms: 2100,
});

/** The row as a person reads it. */
function read(head: NewEvent, end: NewEvent | null, running = false): string {
  const words = rowWords({
    kind: kindNumber(head.type),
    gist: gistOf(event(head)),
    end: end === null ? undefined : gistOf(event(end)),
    ended: end !== null,
    running,
  });
  return [...words.parts, ...words.end]
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(' | ');
}

test('a call with what came of it', () => {
  expect(read(use('npm test'), result('FAIL\n[exit 1]', true))).toBe('bash | npm test | exit 1 | 2.1 s');
  expect(read(use('npm test'), null, true)).toBe('bash | npm test | running');
  expect(read(use('npm test'), null)).toBe('bash | npm test | no result');
});

test('before its event is here a row says its kind', () => {
  const words = rowWords({ kind: kindNumber('agent.tool_use'), gist: undefined, end: undefined, ended: false, running: false });
  expect(words.parts.map(({ text }) => text)).toEqual(['Call']);
});

test('hostile text cannot reorder or break the line', () => {
  expect(read(use('ls \u202e# gpj.exe\n\u0007'), result('[exit 0]', false))).toBe('bash | ls ‹U+202E›# gpj.exe ⏎ ␇ | exit 0 | 2.1 s');
});

test('of a body of megabytes a row keeps a few hundred characters', () => {
  const gist = gistOf(event({ type: 'user.message', content: [{ type: 'text', text: 'x'.repeat(5_000_000) }] }));
  expect(JSON.stringify(gist).length).toBeLessThan(1000);
  const output = gistOf(event(result(`${'line\n'.repeat(400_000)}[exit 0]`, false)));
  expect(JSON.stringify(output).length).toBeLessThan(1000);
  expect(output).toMatchObject({ facts: { lines: 400_001, ended: 'exit 0' } });
});
