/** A spec's `setup`: how it is run, and what is said where it fails. Pure: a worker's sandbox and the gate's share it. */
import { cleanCommand } from './clean-command.ts';
import { excerptText } from './criteria.ts';
import { ProblemError } from './problem.ts';
import type { CallResult, Operation } from './sandbox.ts';
import type { Spec } from './spec.ts';

export type Setup = NonNullable<Spec['setup']>;

/** Characters of the end of its output that are kept. */
const TAIL = 2000;
const TAIL_OF_PROBLEM = 300;

/** With a clean environment; everything that it started ends with it. */
export function setupOperation({ run, timeoutSeconds }: Setup): Operation {
  return { op: 'command', command: cleanCommand(run), timeoutMs: timeoutSeconds * 1000, snapshot: false, alone: true };
}

/** The end of what it printed. Throws a `ProblemError` where it did not end well. */
export function setupOutput({ run, timeoutSeconds }: Setup, call: CallResult, mask: (text: string) => string): string {
  const said = mask(`${excerptText(call.stdout)}\n${excerptText(call.stderr)}`.trim());
  if (call.state === 'done' && call.exitCode === 0) return said.slice(-TAIL);
  const how = call.timedOut
    ? `was still running after ${timeoutSeconds} s`
    : call.state === 'lost'
      ? 'was cut off'
      : `ended with ${call.exitCode ?? 'a signal'}`;
  const end = said.slice(-TAIL_OF_PROBLEM);
  throw new ProblemError({
    what: `The spec's setup ${how} on the base${end === '' ? '' : `: ${end}`}`,
    where: run,
    todo: 'See that it works in a fresh checkout of the base, then correct the spec, or continue the session to try again.',
  });
}
