/** One line for a tool call: what it was asked, and what came of it. Pure; the input is the model's and may be anything. */
export interface CallSummary {
  subject: string;
  /** `exit 1`, `+12 −3`, `4 files`; empty while it runs. */
  outcome: string;
  tone: 'running' | 'ok' | 'failed' | 'lost';
}

/** What of a result an outcome is made of: small, whatever the call printed. */
export interface ResultFacts {
  isError: boolean;
  lost: boolean;
  /** As a command ended: `exit 1`, `time limit`, `stopped`. */
  ended: string;
  lines: number;
  hits: number;
  /** `3/5`; null where no criteria were counted. */
  held: string | null;
}

export interface ChangedLines {
  added: number;
  removed: number;
}

export function callSummary(
  name: string,
  input: Record<string, unknown>,
  result: { text: string; isError: boolean; lost: boolean } | null,
): CallSummary {
  const facts = result === null ? null : resultFacts(result.text, result.isError, result.lost);
  return { subject: callSubject(name, input), ...callOutcome(name, changedLines(name, input), facts) };
}

export function callOutcome(name: string, changed: ChangedLines, facts: ResultFacts | null): Pick<CallSummary, 'outcome' | 'tone'> {
  if (facts === null) return { outcome: '', tone: 'running' };
  if (facts.lost) return { outcome: 'lost', tone: 'lost' };
  return { outcome: outcomeOf(name, changed, facts), tone: facts.isError ? 'failed' : 'ok' };
}

export function callSubject(name: string, input: Record<string, unknown>): string {
  switch (name) {
    case 'bash':
      return words(input['command']);
    case 'read': {
      const { offset, limit } = input;
      if (typeof offset !== 'number') return words(input['path']);
      return `${words(input['path'])}:${offset}${typeof limit === 'number' ? `–${offset + limit - 1}` : ''}`;
    }
    case 'write':
    case 'edit':
      return words(input['path']);
    case 'glob':
      return within(input['pattern'], input['path']);
    case 'grep':
      return within(input['pattern'], input['glob'] ?? input['path']);
    case 'check_criteria':
      return '';
    default:
      return JSON.stringify(input);
  }
}

export function changedLines(name: string, input: Record<string, unknown>): ChangedLines {
  if (name === 'edit') return { added: lineCount(input['new_text']), removed: lineCount(input['old_text']) };
  if (name === 'write') return { added: lineCount(input['content']), removed: 0 };
  return { added: 0, removed: 0 };
}

export function resultFacts(text: string, isError: boolean, lost: boolean): ResultFacts {
  const counted = /^(\d+) of (\d+) hold/.exec(text);
  return {
    isError,
    lost,
    ended: endOf(text, isError),
    lines: lineCount(text),
    hits: /^\(?no (output|match|file)/i.test(text.trimStart().slice(0, 40)) ? 0 : lineCount(text),
    held: counted === null ? null : `${counted[1]}/${counted[2]}`,
  };
}

function outcomeOf(name: string, { added, removed }: ChangedLines, { isError, ended, lines, hits, held }: ResultFacts): string {
  switch (name) {
    case 'bash':
      return ended;
    case 'edit':
      return isError ? 'failed' : `+${added} −${removed}`;
    case 'write':
      return isError ? 'failed' : `+${added}`;
    case 'read':
      return isError ? 'failed' : counted(lines, 'line');
    case 'glob':
      return isError ? 'failed' : counted(hits, 'file');
    case 'grep':
      return isError ? 'failed' : counted(hits, 'hit');
    case 'check_criteria':
      return held ?? (isError ? 'failed' : 'done');
    default:
      return isError ? 'failed' : 'done';
  }
}

/** How a command ended, by the last line of its report, `[exit 1]` or `[ended by SIGKILL]`, as the worker read it. */
function endOf(text: string, isError: boolean): string {
  const end = text.slice(-400);
  if (/\[stopped: the time limit/.test(end)) return 'time limit';
  if (/\[stopped by the user\]\s*$/.test(end)) return 'stopped';
  const code = /\[exit (\d+)\]\s*$/.exec(end)?.[1];
  return `exit ${code ?? /\[ended by (\w+)\]\s*$/.exec(end)?.[1] ?? (isError ? '?' : '0')}`;
}

function lineCount(value: unknown): number {
  if (typeof value !== 'string' || value === '') return 0;
  let lines = value.endsWith('\n') ? 0 : 1;
  for (let at = value.indexOf('\n'); at !== -1; at = value.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function within(pattern: unknown, place: unknown): string {
  return typeof place === 'string' && place !== '' ? `${words(pattern)} in ${place}` : words(pattern);
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
