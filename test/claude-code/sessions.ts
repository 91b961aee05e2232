/** Session files as Claude Code writes them, made up: the shapes are the real ones, the words are not. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Entry = Record<string, unknown>;

/** Hands out ids and times for the entries of one session, in order. */
export function conversation(sessionId: string, options: { cwd?: string; agentId?: string } = {}) {
  let count = 0;
  let parentUuid: string | null = null;
  const common = (): Entry => {
    count += 1;
    const uuid = `${options.agentId ?? sessionId}-${String(count).padStart(6, '0')}`;
    const entry = {
      parentUuid,
      isSidechain: options.agentId !== undefined,
      userType: 'external',
      cwd: options.cwd ?? '/home/me/project',
      sessionId,
      version: '2.1.0',
      gitBranch: 'main',
      ...(options.agentId !== undefined && { agentId: options.agentId }),
      uuid,
      timestamp: new Date(Date.UTC(2026, 9, 1, 8, 0, 0) + count * 1000).toISOString(),
    };
    parentUuid = uuid;
    return entry;
  };
  const usage = { input_tokens: 10, output_tokens: 20, cache_creation_input_tokens: 100, cache_read_input_tokens: 1000 };
  return {
    user: (content: unknown, more: Entry = {}): Entry => ({ ...common(), type: 'user', message: { role: 'user', content }, ...more }),
    result: (toolUseId: string, content: unknown, more: Entry = {}): Entry => ({
      ...common(),
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: toolUseId, content, is_error: false }] },
      toolUseResult: { stdout: content },
      ...more,
    }),
    /** Claude Code writes a line for each block; each repeats the message's id and usage. */
    assistant: (messageId: string, block: Entry, more: Entry = {}): Entry => ({
      ...common(),
      type: 'assistant',
      requestId: `req_${messageId}`,
      message: {
        id: messageId,
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-5-5-20260901',
        content: [block],
        stop_reason: block['type'] === 'tool_use' ? 'tool_use' : 'end_turn',
        stop_sequence: null,
        usage,
        ...more,
      },
    }),
    system: (subtype: string, more: Entry = {}): Entry => ({ ...common(), type: 'system', subtype, level: 'info', ...more }),
  };
}

/** Writes entries as Claude Code lays them out: `<root>/<folder>/<session>.jsonl`. @returns the path */
export function writeSession(root: string, name: string, entries: readonly (Entry | string)[]): string {
  const path = join(root, '-home-me-project', `${name}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, entries.map((entry) => `${typeof entry === 'string' ? entry : JSON.stringify(entry)}\n`).join(''));
  return path;
}
