import { expect, test } from 'vitest';
import type { CriterionResult } from '../../../../shared/criteria.ts';
import type { BaseCheck } from '../../../../shared/ipc-judgment.ts';
import { draftOf } from '../../../../shared/spec-draft.ts';
import { baseOf, basesOf, definitionOf, summaryOfBase, type Job } from './card-base.ts';
import { tryText } from './try-text.ts';

const criteriaOf = (yaml: string) => draftOf(`---\ntitle: T\ncriteria:\n${yaml}---\n\nA goal.\n`).criteria;
const [tests, readme] = criteriaOf(
  '  - { id: tests, kind: command, run: npm test }\n  - { id: readme, kind: file, path: README.md }\n',
) as [ReturnType<typeof criteriaOf>[number], ReturnType<typeof criteriaOf>[number]]; // two are written

function result(id: string, over: Partial<CriterionResult> = {}): CriterionResult {
  const nothing = { head: '', tail: '', bytes: 0 };
  return {
    ...{ id, title: id, kind: 'command', visibility: 'shown', weight: 'must', passed: false, reason: 'Exit 1, expected 0.' },
    evidence: { subject: 'npm test', exitCode: 1, stdout: nothing, stderr: nothing, durationMs: 5 },
    ...over,
  } as CriterionResult; // the spread widens the literals
}

function job(check: Partial<BaseCheck> | null): Job {
  const definitions = new Map([tests, readme].map((one) => [one.id ?? '', definitionOf(one) ?? '']));
  const whole: BaseCheck = { job: 'j', base: 'c', target: 'local', state: 'running', results: [], problem: null };
  return { job: 'j', of: 'c', definitions, check: check === null ? null : { ...whole, ...check } };
}

test('results come one by one; what has none yet waits, until the check ends', () => {
  expect(baseOf(tests, basesOf(new Map(), [job(null)]))).toEqual({ state: 'waiting', job: 'j' });
  const half = basesOf(new Map(), [job({ results: [result('tests')] })]);
  expect([baseOf(tests, half).state, baseOf(readme, half).state]).toEqual(['known', 'waiting']);
  const over = basesOf(new Map(), [job({ state: 'cancelled', results: [result('tests')] })]);
  expect([baseOf(tests, over).state, baseOf(readme, over).state]).toEqual(['known', 'unknown']);
  const problem = { what: 'No sandbox', where: 'local', todo: 'Install one.' };
  expect(baseOf(readme, basesOf(new Map(), [job({ state: 'failed', problem })]))).toEqual({ state: 'failed', problem });
});

test('a criterion that is changed is not known any more; its title and who sees it change nothing', () => {
  const bases = basesOf(new Map(), [job({ state: 'done', results: [result('tests')] })]);
  const [changed] = criteriaOf('  - { id: tests, kind: command, run: npm run tests }\n');
  const [renamed] = criteriaOf('  - { id: tests, kind: command, run: npm test, title: All, visibility: held_out, guard: true }\n');
  expect(changed && baseOf(changed, bases).state).toBe('unknown');
  expect(renamed && baseOf(renamed, bases).state).toBe('known');
});

test('what must hold, holds already and is no guard proves nothing; what cannot be said is neither red nor green', () => {
  const passes = [result('tests', { passed: true }), result('readme', { passed: false, doubt: 'flaky' })];
  const bases = basesOf(new Map(), [job({ state: 'done', results: passes })]);
  expect(summaryOfBase([tests, readme], bases)).toEqual({ red: 0, of: 2, waiting: 0, proveNothing: ['tests'] });
  const asGuard = { ...tests, values: { ...tests.values, guard: true } };
  expect(summaryOfBase([asGuard, readme], bases)).toMatchObject({ of: 1, proveNothing: [] });
  const asShould = { ...tests, values: { ...tests.values, weight: 'should' } };
  expect(summaryOfBase([asShould], bases).proveNothing).toEqual([]);
});

test('of a spec that is not finished, what is finished can be tried', () => {
  const text =
    "---\ntitle: ''\ncriteria:\n  - { id: tests, kind: command, run: npm test }\n  - { id: empty, kind: command, run: '' }\n---\n\n";
  const sent = tryText(text, draftOf(text), ['tests', 'empty']);
  expect(sent?.ids).toEqual(['tests']);
  expect(draftOf(sent?.text ?? '').spec?.criteria).toMatchObject([{ id: 'tests', run: 'npm test' }]);
  expect(tryText(text, draftOf(text), ['empty'])).toBeUndefined();
});
