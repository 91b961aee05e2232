/** A worker whose every call leaves a mark, so that a call that was run twice, or not at all, shows. Pure. */
import type { RehearsalScriptInput } from '../../src/main/model/rehearsal/script.ts';

type Step = RehearsalScriptInput['steps'][number];
type Block = NonNullable<Step['content']>[number];

/** Lines of marks, in the order of the calls. */
export const MARKS = 'marks.txt';
/** Grows by a character with each edit: an edit of itself, so that a second run shows. */
export const GROWN = 'grown.txt';

export interface Work {
  script: RehearsalScriptInput;
  /** What the files hold when every call ran once. */
  marks: string;
  grown: string;
}

const call = (name: string, input: Record<string, unknown>): Block => ({ type: 'tool_use', name, input });
const bash = (command: string): Block => call('bash', { command });
const mark = (n: number): string => `echo ${n} >> ${MARKS}`;

export interface Pace {
  /** How long the slow calls take. */
  slowSeconds?: number;
  /** What the talkative ones print. */
  bulkBytes?: number;
  /** The call before which the model is overloaded once. */
  overloadedAt?: number;
  /** The model's window, where it is so small that the conversation is summarised on the way. */
  contextTokens?: number;
}

/** What call number `n` does: ten kinds in turn. */
function callNumber(n: number, { slowSeconds = 0.15, bulkBytes = 100_000 }: Pace): Block {
  switch (n % 10) {
    case 0:
      return bash(`${mark(n)}; sleep ${slowSeconds}; echo ${n} ended >> ${MARKS}; echo slow`);
    case 1:
      return bash(`${mark(n)}; echo quick`);
    case 2:
      return bash(`${mark(n)}; echo failed >&2; exit 3`);
    case 3:
      return call('write', { path: `in/${n}`, content: `written by ${n}\n` });
    case 4: // a write that was run again would be found in the way
      return bash(`mkdir -p out && mv in/${n - 1} out/ && ${mark(n)}`);
    case 5:
      return call('edit', { path: GROWN, old_text: 'end', new_text: '+end' });
    case 6:
      return call('read', { path: MARKS });
    case 7:
      return bash(`${mark(n)}; seq ${n}000 ${n}999; head -c ${bulkBytes} /dev/zero | tr '\\0' x`);
    case 8:
      return call('edit', { path: GROWN, old_text: 'not there', new_text: 'x' });
    default:
      return call('grep', { pattern: `^${n - 1}$`, path: MARKS });
  }
}

/** Calls 8 and 9 of each ten come in one answer. */
export function work(calls: number, pace: Pace = {}): Work {
  const steps: Step[] = [];
  let marks = '';
  let grown = 'end\n';
  for (let n = 1; n <= calls; n += 1) {
    const block = callNumber(n, pace);
    const kind = n % 10;
    const before = steps.at(-1);
    if (kind === 9 && before !== undefined) before.content.push(block);
    else {
      const faults: Step['faults'] = n === pace.overloadedAt ? [{ kind: 'status', status: 529, retryAfter: 1 }] : [];
      steps.push({ content: [{ type: 'text', text: `Call ${n}.` }, block], faults });
    }
    if ([0, 1, 2, 4, 7].includes(kind)) marks += `${n}\n`;
    if (kind === 0) marks += `${n} ended\n`;
    if (kind === 5) grown = `+${grown}`;
  }
  steps.push({ content: [{ type: 'text', text: 'That was all.' }] });
  const { contextTokens } = pace;
  return { script: { steps, ...(contextTokens !== undefined && { contextTokens }) }, marks, grown };
}
