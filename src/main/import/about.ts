/** What a session file is about, told from its first lines. Pure. */
import { basename } from 'node:path';
import type { Dispatch } from '../../shared/events.ts';
import type { SourceSession } from './ids.ts';
import { UserMessage, type Entry } from './record.ts';

export interface About {
  dispatch: Dispatch;
  /** The words that the conversation began with. */
  prompt: string | null;
}

const LONGEST_TITLE = 100;

export function aboutFile(entries: readonly Entry[], from: { source: SourceSession; fallbackTime: string }): About {
  const cwd = entries.find((entry) => entry.cwd !== undefined)?.cwd ?? '';
  const prompt = entries.map(promptOf).find((text) => text !== null) ?? null;
  const dispatch: Dispatch = {
    title: firstLine(prompt) ?? `Claude Code, ${from.fallbackTime.slice(0, 10)}`,
    project: { path: cwd, name: basename(cwd.replaceAll('\\', '/')) || from.source.session.slice(0, 8) },
    base: { commit: '', branch: entries.find((entry) => entry.gitBranch)?.gitBranch ?? null, uncommittedChanges: false },
    specPath: null,
    provider: 'claude-code',
    model: entries.flatMap(({ message }) => modelOf(message)).at(0) ?? 'unknown',
    target: 'local',
  };
  return { dispatch, prompt };
}

/** The same file, as a conversation in it that begins with this entry. */
export function titled({ dispatch }: About, entry: Entry | null): About {
  const prompt = promptOf(entry);
  return { dispatch: { ...dispatch, title: firstLine(prompt) ?? dispatch.title }, prompt };
}

/** What a person, or the caller of a subagent, asked for; null where an entry is nothing of the kind. */
function promptOf(entry: Entry | null): string | null {
  if (entry?.type !== 'user' || entry.isMeta === true || entry.isCompactSummary === true) return null;
  const parsed = UserMessage.safeParse(entry.message);
  if (!parsed.success) return null;
  const { content } = parsed.data;
  const text = typeof content === 'string' ? content : content.flatMap(textOf).join('\n');
  return firstLine(text) === null ? null : text;
}

function firstLine(text: string | null): string | null {
  // What Claude Code wraps in tags is its own: a command's name, its output.
  const plain = (text ?? '').replaceAll(/<([a-z-]+)>[^]*?<\/\1>/g, ' ').trim();
  const line = plain.split('\n', 1)[0] ?? '';
  return line === '' ? null : line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1)}…` : line;
}

function modelOf(message: unknown): string[] {
  if (typeof message !== 'object' || message === null || !('model' in message)) return [];
  return typeof message.model === 'string' && message.model !== '' ? [message.model] : [];
}

function textOf(block: unknown): string[] {
  if (typeof block !== 'object' || block === null || !('text' in block)) return [];
  return typeof block.text === 'string' ? [block.text] : [];
}
