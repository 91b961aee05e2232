/** What the model's window was at an instant, and what of the log was not in it. */
import { describeCall } from '../../shared/describe-call.ts';
import { outsideOf } from '../../shared/fold-window.ts';
import type { SawEntry, SawView } from '../../shared/instant.ts';
import type { AssistantBlock, UserBlock } from '../../shared/model.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { Item } from './context-items.ts';
import { loadContext } from './load-context.ts';
import type { LogPort } from './ports.ts';

const TEXT_CHARACTERS = 20_000;
const LABEL_CHARACTERS = 160;

/** @param state the session's, as of the instant */
export function windowAt(log: Pick<LogPort, 'getEvents'>, session: string, state: SessionState): SawView {
  const items: readonly Item[] = loadContext(log, session, state)
    .turns()
    .flatMap((turn): readonly Item[] => turn.items);
  return {
    seq: state.head,
    entries: items.map(entryOf),
    outside: outsideOf(state.compactions).map(({ from, to, id, tokensBefore, tokensAfter }) => ({
      ...{ from, to, tokensBefore, tokensAfter },
      compaction: id,
    })),
    tokens: state.windowTokens,
  };
}

function entryOf({ seq, to, kind, role, block }: Item): SawEntry {
  const { label, text } = read(block);
  return {
    ...{ from: seq, to, role },
    kind: kind === 'summary' ? 'summary' : block.type === 'redacted_thinking' ? 'thinking' : block.type,
    label: firstLine(label),
    text: text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS)}…`,
  };
}

function read(block: AssistantBlock | UserBlock): { label: string; text: string } {
  switch (block.type) {
    case 'text':
      return { label: block.text, text: block.text };
    case 'thinking':
      return { label: block.thinking, text: block.thinking };
    case 'redacted_thinking':
      return { label: 'A thought that only the model can read', text: '' };
    case 'tool_use':
      return { label: describeCall(block), text: JSON.stringify(block.input, null, 2) };
    case 'tool_result':
      return { label: block.content, text: block.content };
  }
}

function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return line.length > LABEL_CHARACTERS ? `${line.slice(0, LABEL_CHARACTERS - 1)}…` : line;
}
