/** Items in order as a conversation that the Messages API takes, whatever the log they come from went through. */
import type { AssistantBlock, ModelMessage, UserBlock } from '../../shared/model.ts';
import type { Item } from './context-items.ts';

type AssistantItem = Extract<Item, { role: 'assistant' }>;
type UserItem = Extract<Item, { role: 'user' }>;
type Turn = { role: 'assistant'; items: AssistantItem[] } | { role: 'user'; items: UserItem[] };

export interface Conversation {
  add(item: Item): void;
  /** The same objects as before for the messages that did not change, so that their bytes can be kept. */
  messages(): ModelMessage[];
  turns(): readonly Turn[];
}

const UNANSWERED = 'The result of this call is not known.';

/**
 * Roles take turns, the results of a turn's calls come before any other word, every call has its result, and no turn of
 * the model ends in a thought: where an answer was left in the middle, its thoughts go.
 */
export function createConversation(): Conversation {
  const turns: Turn[] = [];
  const made = new WeakMap<Turn, ModelMessage>();
  /** Provider's ids of the calls of the newest assistant turn that have no result yet. */
  let open = new Set<string>();

  const last = (): Turn | undefined => turns.at(-1);
  /** A changed turn is a new object, and so is its message. */
  const replaceLast = (turn: Turn): void => void (turns[turns.length - 1] = turn);

  const answerOpen = (seq: number): void => {
    for (const id of open) tellResult({ seq, to: seq, kind: 'block', role: 'user', block: unanswered(id) });
    open = new Set();
  };

  const say = (item: AssistantItem): void => {
    const turn = last();
    const goesOn = turn?.role === 'assistant' && (open.size === 0 || turn.items.at(-1)?.message === item.message);
    if (!goesOn) answerOpen(item.seq);
    if (goesOn) replaceLast({ role: 'assistant', items: [...turn.items, item] });
    else turns.push({ role: 'assistant', items: [item] });
    if (item.block.type === 'tool_use') open.add(item.block.id);
  };

  const tell = (item: UserItem): void => {
    dropThoughts();
    const turn = last();
    if (turn?.role === 'user') replaceLast({ role: 'user', items: [...turn.items, item] });
    else turns.push({ role: 'user', items: [item] });
  };

  const tellResult = (item: UserItem): void => {
    dropThoughts();
    const turn = last();
    if (turn?.role !== 'user') return void turns.push({ role: 'user', items: [item] });
    const at = turn.items.findIndex(({ block }) => block.type !== 'tool_result');
    replaceLast({ role: 'user', items: at === -1 ? [...turn.items, item] : turn.items.toSpliced(at, 0, item) });
  };

  /** Before a word of the user: the API refuses an answer that ends in a thought. */
  const dropThoughts = (): void => {
    const turn = last();
    if (turn?.role !== 'assistant') return;
    const end = turn.items.findLastIndex(({ block }) => !isThought(block)) + 1;
    if (end === turn.items.length) return;
    if (end === 0) turns.pop();
    else replaceLast({ role: 'assistant', items: turn.items.slice(0, end) });
  };

  return {
    add(item) {
      if (item.role === 'assistant') return say(item);
      if (item.block.type !== 'tool_result') return tell(item);
      // A result without its call, or a second one, is no part of a conversation.
      if (open.delete(item.block.tool_use_id)) tellResult(item);
    },
    messages() {
      const messages = turns.map((turn) => {
        const message = made.get(turn) ?? messageOf(turn);
        made.set(turn, message);
        return message;
      });
      if (messages[0]?.role === 'assistant') messages.unshift(BEGINNING);
      return open.size === 0 ? messages : withAnswers(messages, open);
    },
    turns: () => turns,
  };
}

const BEGINNING: ModelMessage = { role: 'user', content: [{ type: 'text', text: '(The beginning of this conversation is not known.)' }] };

export function isThought(block: AssistantBlock | UserBlock): boolean {
  return block.type === 'thinking' || block.type === 'redacted_thinking';
}

function unanswered(id: string): UserBlock {
  return { type: 'tool_result', tool_use_id: id, content: UNANSWERED, is_error: true };
}

function messageOf(turn: Turn): ModelMessage {
  return turn.role === 'user'
    ? { role: 'user', content: turn.items.map(({ block }) => block) }
    : { role: 'assistant', content: turn.items.map(({ block }) => block) };
}

/** Calls that wait for their results right now: for whoever looks at the window meanwhile. */
function withAnswers(messages: ModelMessage[], open: ReadonlySet<string>): ModelMessage[] {
  const results = [...open].map(unanswered);
  const last = messages.at(-1);
  if (last?.role === 'assistant') {
    const end = last.content.findLastIndex((block) => !isThought(block)) + 1;
    return [...messages.slice(0, -1), { role: 'assistant', content: last.content.slice(0, end) }, { role: 'user', content: results }];
  }
  if (last === undefined) return messages;
  return [...messages.slice(0, -1), { role: 'user', content: [...results, ...last.content] }];
}
