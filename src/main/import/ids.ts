/**
 * Ids of imported sessions and events follow from where they came from, so that an import that is made again, or that was
 * cut short, finds what is there already.
 */
import { createHash } from 'node:crypto';

/** Which of the source's sessions: a subagent of one is a thread with a session of its own. */
export interface SourceSession {
  /** As Claude Code names it. */
  session: string;
  agent: string | null;
}

export function importedSessionId(source: SourceSession): string {
  return `sesn_${digest('session', source.session, source.agent ?? '').slice(0, 26)}`;
}

export function importedEventId(source: SourceSession, ...key: (string | number)[]): string {
  return `sevt_${digest('event', source.session, source.agent ?? '', ...key).slice(0, 32)}`;
}

/**
 * Ids of a model request go by its message alone: the files of subagents and of resumed sessions repeat messages of
 * others, and a log holds an id once, so a message is paid for once.
 */
export function requestEventId(message: string, which: 'start' | 'end'): string {
  return `sevt_${digest('request', message, which).slice(0, 32)}`;
}

export function lineKey(line: string): string {
  return digest('line', line);
}

function digest(...parts: (string | number)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['claude_code', ...parts]))
    .digest('hex');
}
