/** What an event puts into the model's window. */
import type { BodyOf, EventType, SessionEvent } from '../../shared/events.ts';
import type { AssistantBlock, UserBlock } from '../../shared/model.ts';
import { coachingText } from './coaching-text.ts';
import { sentBackText } from './sent-back-text.ts';
import { changedTaskText, taskText } from './task-text.ts';

/** A block of the conversation and the event that it stands for. */
export type Item = {
  seq: number;
  /** Last event that it stands for: its own, or the end of a summary's range. */ to: number;
  kind: 'block' | 'coaching' | 'task' | 'summary';
} & (
  | { role: 'user'; block: UserBlock }
  /** `message` joins the blocks of one answer. */
  | { role: 'assistant'; block: AssistantBlock; message: string }
);

/** The types that put something into the window, or change whose window it is. */
export const windowTypes = [
  'session.created',
  'session.forked',
  'coaching.applied',
  'user.define_outcome',
  'user.message',
  'system.message',
  'agent.thinking',
  'agent.message',
  'agent.tool_use',
  'agent.tool_result',
  'verdict.sent_back',
] as const satisfies EventType[];

/** `modelCallId` knows the provider's id of a call by its event's. `isFirstTask`: no task is in the window yet. */
export function itemsOf(event: SessionEvent, modelCallId: (eventId: string) => string, isFirstTask: boolean): Item[] {
  const at = { seq: event.seq, to: event.seq };
  switch (event.type) {
    case 'coaching.applied':
      if (event.entries.length === 0) return [];
      return [{ ...at, kind: 'coaching', role: 'user', block: { type: 'text', text: coachingText(event.entries) } }];
    case 'user.define_outcome': {
      const text = isFirstTask ? taskText(event.spec) : changedTaskText(event.spec);
      return [{ ...at, kind: 'task', role: 'user', block: { type: 'text', text } }];
    }
    case 'user.message':
    case 'system.message':
      return event.content.filter(isSaid).map((block) => ({ ...at, kind: 'block', role: 'user', block }));
    case 'verdict.sent_back':
      return [{ ...at, kind: 'block', role: 'user', block: { type: 'text', text: sentBackText(event) } }];
    case 'agent.thinking':
      return [{ ...at, kind: 'block', role: 'assistant', message: event.message_id, block: event.block }];
    case 'agent.message':
      return event.content.filter(isSaid).map((block) => ({ ...at, kind: 'block', role: 'assistant', message: event.message_id, block }));
    case 'agent.tool_use': {
      const block: AssistantBlock = { type: 'tool_use', id: event.model_tool_use_id, name: event.name, input: event.input };
      return [{ ...at, kind: 'block', role: 'assistant', message: event.message_id, block }];
    }
    case 'agent.tool_result': {
      const content = event.content.map((block) => block.text).join('\n');
      const block: UserBlock = { type: 'tool_result', tool_use_id: modelCallId(event.tool_use_id), content, is_error: event.is_error };
      return [{ ...at, kind: 'block', role: 'user', block }];
    }
    default:
      return [];
  }
}

/** What stands in the window for the events of a compacted range. */
export function summaryItem({ from_seq, to_seq, summary }: Omit<BodyOf<'context.compacted'>, 'type'>): Item {
  const text = `# What happened before\n\n${summary.trim()}\n\n(This stands for events ${from_seq} to ${to_seq} of this session. They are kept: read them with get_events.)`;
  return { seq: from_seq, to: to_seq, kind: 'summary', role: 'user', block: { type: 'text', text } };
}

/** The API refuses blank text. */
function isSaid(block: { text: string }): boolean {
  return block.text.trim() !== '';
}
