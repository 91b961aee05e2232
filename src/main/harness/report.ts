/** What the model and the person read of a call's result and of the criteria. Pure. */
import { excerptText, type CriterionResult } from '../../shared/criteria.ts';
import type { CallResult } from '../../shared/sandbox.ts';

const LOST =
  'This call was lost with its sandbox: it may or may not have taken effect, and it was not run again. Look at the state of the files before you go on.';

export function reportCall(result: CallResult): { text: string; isError: boolean; lost: boolean } {
  if (result.state === 'lost') return { text: LOST, isError: true, lost: true };
  if (result.error !== null) return { text: result.error.message, isError: true, lost: false };
  const parts = [excerptText(result.stdout), excerptText(result.stderr)].filter((part) => part !== '');
  if (result.timedOut) parts.push(`[stopped: the time limit was reached after ${seconds(result.durationMs)}]`);
  else if (result.cancelled) parts.push('[stopped by the user]');
  else if (result.signal !== null) parts.push(`[ended by ${result.signal}]`);
  else if (result.exitCode !== null && result.exitCode !== 0) parts.push(`[exit ${result.exitCode}]`);
  const isError = result.timedOut || result.cancelled || result.signal !== null || (result.exitCode ?? 0) !== 0;
  return { text: parts.join('\n') || '(no output)', isError, lost: false };
}

/** The answer of `check_criteria`, and the message that sends a worker back to its work. */
export function reportCriteria(results: readonly CriterionResult[]): string {
  const failed = results.filter((result) => !result.passed);
  const lines = results.map((result) => `${result.passed ? 'ok  ' : 'FAIL'} ${result.id}: ${result.reason}`);
  const details = failed.map((result) => {
    const output = [result.evidence.stdout, result.evidence.stderr].map(tail).filter((text) => text !== '');
    return [`## ${result.id}: ${result.title}`, result.reason, ...output].join('\n');
  });
  return [`${results.length - failed.length} of ${results.length} hold.`, ...lines, ...details].join('\n');
}

export function revisionMessage(results: readonly CriterionResult[], left: number): string {
  const tries = left === 1 ? 'This is the last try.' : `${left} tries are left.`;
  return `The criteria were checked: not all of them hold. ${tries}\n\n${reportCriteria(results)}\n\nMend what fails and end your turn again.`;
}

const TAIL_CHARACTERS = 4000;

function tail(excerpt: { head: string; tail: string }): string {
  const text = (excerpt.tail === '' ? excerpt.head : excerpt.tail).trimEnd();
  return text.length <= TAIL_CHARACTERS ? text : `…${text.slice(-TAIL_CHARACTERS)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
