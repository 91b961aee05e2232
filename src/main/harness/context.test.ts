import { expect, it } from 'vitest';
import type { EventBody, SessionEvent } from '../../shared/events.ts';
import { createContext } from './context.ts';
import { taskText } from './task-text.ts';

function messagesOf(...bodies: (EventBody & { id?: string })[]) {
  const context = createContext();
  bodies.forEach((body, index) => {
    const event: SessionEvent = {
      ...body,
      id: body.id ?? `sevt_${index}`,
      session: 's',
      seq: index + 1,
      processed_at: '2026-01-01T00:00:00Z',
    };
    context.add(event);
  });
  return context.messages();
}

const user = (text: string): EventBody => ({ type: 'user.message', content: [{ type: 'text', text }] });
const call = (id: string): EventBody & { id: string } => ({
  id: `sevt_${id}`,
  type: 'agent.tool_use',
  message_id: 'm',
  model_tool_use_id: `toolu_${id}`,
  name: 'bash',
  input: {},
});
const result = (id: string): EventBody => ({
  type: 'agent.tool_result',
  tool_use_id: `sevt_${id}`,
  content: [{ type: 'text', text: id }],
  is_error: false,
  lost: false,
  duration_ms: 0,
});

it('alternates roles, with the results of calls before any other word', () => {
  const messages = messagesOf(
    user('do'),
    { type: 'agent.thinking', message_id: 'm', block: { type: 'thinking', thinking: 'hm', signature: 's' } },
    { type: 'agent.message', message_id: 'm', content: [{ type: 'text', text: 'I will' }] },
    call('a'),
    call('b'),
    result('a'),
    { type: 'system.message', content: [{ type: 'text', text: 'replaced' }] },
    result('b'),
    user('hurry'),
  );
  expect(messages.map((message) => [message.role, message.content.map((block) => block.type)])).toEqual([
    ['user', ['text']],
    ['assistant', ['thinking', 'text', 'tool_use', 'tool_use']],
    ['user', ['tool_result', 'tool_result', 'text', 'text']],
  ]);
  expect(messages[2]?.content[1]).toMatchObject({ tool_use_id: 'toolu_b', content: 'b' });
});

it('leaves out words that are empty, which the API refuses', () => {
  const messages = messagesOf(
    user('do'),
    { type: 'agent.message', message_id: 'm', content: [{ type: 'text', text: ' ' }] },
    user('go on'),
  );
  expect(messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'do' },
        { type: 'text', text: 'go on' },
      ],
    },
  ]);
});

it('never names a held-out criterion', () => {
  const common = { weight: 'must' as const, exitCode: 0, timeoutSeconds: 10, kind: 'command' as const };
  const text = taskText({
    title: 'T',
    goal: 'Do it.',
    budget: { minutes: 1, iterations: 1 },
    criteria: [
      { ...common, id: 'seen', run: 'make test', visibility: 'shown' },
      { ...common, id: 'secret', run: 'make hidden', visibility: 'held_out' },
    ],
  });
  expect(text).toContain('make test');
  expect(text).not.toContain('secret');
  expect(text).not.toContain('hidden');
});
