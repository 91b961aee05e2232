import type { CriterionResult } from '../../shared/criteria.ts';
import type { GateFinding } from '../../shared/verdict.ts';

/** Passed means: every `must` criterion held, and there was at least one to hold. */
export function rule(results: readonly CriterionResult[], findings: readonly GateFinding[] = []): { passed: boolean; explanation: string } {
  const must = results.filter((result) => result.weight === 'must');
  const failed = must.filter((result) => !result.passed);
  const missed = results.filter((result) => result.weight === 'should' && !result.passed);
  const held = results.length - failed.length - missed.length;
  if (must.length === 0) return { passed: false, explanation: 'No criterion must hold, so nothing is proved.' };
  const said = [
    `${held} of ${results.length} criteria hold on a fresh checkout.`,
    failed.length === 0 ? '' : `Failed: ${failed.map((result) => result.id).join(', ')}.`,
    missed.length === 0 ? '' : `Not held, but only wished for: ${missed.map((result) => result.id).join(', ')}.`,
    leftOut(findings),
  ];
  return { passed: failed.length === 0, explanation: said.filter((part) => part !== '').join(' ') };
}

function leftOut(findings: readonly GateFinding[]): string {
  const count = findings.filter(({ action, kind }) => action !== 'noted' && kind !== 'changed_by_check').length;
  if (count === 0) return '';
  return count === 1
    ? 'One change of the patch was not judged: see what the gate found.'
    : `${count} changes of the patch were not judged: see what the gate found.`;
}
