/** The model's window is a view of the log: events in, messages out. Pure, and stable as the log grows. */
import type { Dispatch, SessionEvent } from '../../shared/events.ts';
import type { ModelMessage } from '../../shared/model.ts';
import { itemsOf, summaryItem, type Item } from './context-items.ts';
import { createConversation, isThought, type Conversation } from './conversation.ts';

export interface Context {
  /** Takes the next event. One that takes back a compaction wants more than the window has: build it anew. */
  add(event: SessionEvent): void;
  /** Puts a compaction's summary at the end of what is there, for a window that is built without the range. */
  addSummary(compaction: Extract<SessionEvent, { type: 'context.compacted' }>): void;
  messages(): ModelMessage[];
  items(): readonly Item[];
  turns: Conversation['turns'];
}

/** Builds the conversation event by event, so that a driver pays for each event once. */
export function createContext(): Context {
  let items: Item[] = [];
  let conversation = createConversation();
  let dispatch: Dispatch | null = null;
  /** Event id of a call -> the provider's id of it. */
  const calls = new Map<string, string>();

  const push = (item: Item): void => {
    items.push(item);
    conversation.add(item);
  };
  const rebuild = (kept: Item[]): void => {
    items = [];
    conversation = createConversation();
    for (const item of kept) push(item);
  };

  /** As if it had been told so from the beginning: a fork may be told something else than its parent, or nothing. */
  const coach = (told: Item[]): void => {
    if (items.length === 0) told.forEach(push);
    else rebuild([...told, ...items.filter(({ kind }) => kind !== 'coaching')]);
  };

  return {
    add(event) {
      if (event.type === 'agent.tool_use') calls.set(event.id, event.model_tool_use_id);
      if (event.type === 'context.compacted') return rebuild(compacted(items, event));
      if (event.type === 'coaching.applied') return coach(itemsOf(event, (id) => id, false));
      if (event.type === 'session.created') dispatch = event.dispatch;
      if (event.type === 'session.forked') {
        // Thoughts are signed by the model that had them; another one refuses them.
        const same = dispatch?.provider === event.dispatch.provider && dispatch.model === event.dispatch.model;
        if (!same) rebuild(items.filter(({ block }) => !isThought(block)));
        dispatch = event.dispatch;
      }
      const isFirstTask = !items.some(({ kind }) => kind === 'task');
      for (const item of itemsOf(event, (id) => calls.get(id) ?? id, isFirstTask)) push(item);
    },
    addSummary: (compaction) => push(summaryItem(compaction)),
    messages: () => conversation.messages(),
    items: () => items,
    turns: () => conversation.turns(),
  };
}

/** The items of the range give way to the summary; the coaching, which is first, and the task stay as they were given. */
function compacted(items: readonly Item[], compaction: Extract<SessionEvent, { type: 'context.compacted' }>): Item[] {
  const { from_seq: from, to_seq: to } = compaction;
  const inRange = ({ seq }: Item): boolean => seq >= from && seq <= to;
  return [
    ...items.filter((item) => item.kind === 'coaching' || item.seq < from || (inRange(item) && item.kind === 'task')),
    summaryItem(compaction),
    ...items.filter(({ seq, kind }) => seq > to && kind !== 'coaching'),
  ];
}
