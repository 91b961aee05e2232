/** One line for a tool call: what it was asked, and what came of it. Pure; the input is the model's and may be anything. */
export interface CallSummary {
  subject: string;
  /** `exit 1`, `+12 −3`, `4 files`; empty while it runs. */
  outcome: string;
  tone: 'running' | 'ok' | 'failed' | 'lost';
}

interface Result {
  text: string;
  isError: boolean;
  lost: boolean;
}

export function callSummary(name: string, input: Record<string, unknown>, result: Result | null): CallSummary {
  const tone = result === null ? 'running' : result.lost ? 'lost' : result.isError ? 'failed' : 'ok';
  return { subject: subjectOf(name, input), outcome: result === null ? '' : result.lost ? 'lost' : outcomeOf(name, input, result), tone };
}

function subjectOf(name: string, input: Record<string, unknown>): string {
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

function outcomeOf(name: string, input: Record<string, unknown>, { text, isError }: Result): string {
  switch (name) {
    case 'bash':
      return /\[stopped: the time limit/.test(text)
        ? 'time limit'
        : /\[stopped by the user\]\s*$/.test(text)
          ? 'stopped'
          : `exit ${exitCode(text, isError)}`;
    case 'edit':
      return isError ? 'failed' : `+${lineCount(input['new_text'])} −${lineCount(input['old_text'])}`;
    case 'write':
      return isError ? 'failed' : `+${lineCount(input['content'])}`;
    case 'read':
      return isError ? 'failed' : counted(lineCount(text), 'line');
    case 'glob':
      return isError ? 'failed' : counted(hits(text), 'file');
    case 'grep':
      return isError ? 'failed' : counted(hits(text), 'hit');
    case 'check_criteria': {
      const held = /^(\d+) of (\d+) hold/.exec(text);
      return held === null ? (isError ? 'failed' : 'done') : `${held[1]}/${held[2]}`;
    }
    default:
      return isError ? 'failed' : 'done';
  }
}

/** The last line of a command's report, `[exit 1]` or `[ended by SIGKILL]`, as the worker read it. */
function exitCode(text: string, isError: boolean): string {
  const code = /\[exit (\d+)\]\s*$/.exec(text)?.[1];
  return code ?? /\[ended by (\w+)\]\s*$/.exec(text)?.[1] ?? (isError ? '?' : '0');
}

function hits(text: string): number {
  return /^\(?no (output|match|file)/i.test(text.trim()) ? 0 : lineCount(text);
}

function lineCount(value: unknown): number {
  if (typeof value !== 'string' || value === '') return 0;
  return value.replace(/\n$/, '').split('\n').length;
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
