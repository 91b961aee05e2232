import { expect, test } from 'vitest';
import type { CriterionResult } from '../../../shared/criteria.ts';
import { branchName, byHowMuch, verdictFacts } from './verdict-facts.ts';

const nothing = { head: '', tail: '', bytes: 0 };
const result = (passed: boolean, weight: 'must' | 'should'): CriterionResult => ({
  id: 'a',
  title: 'a',
  kind: 'command',
  visibility: 'shown',
  weight,
  passed,
  reason: '',
  evidence: { subject: '', exitCode: 0, stdout: nothing, stderr: nothing, durationMs: 0 },
});
const ended = (criteria: CriterionResult[]) => ({
  type: 'verdict.ended' as const,
  passed: true,
  explanation: '',
  tree: null,
  criteria,
  sandbox: null,
  duration_ms: 1,
});

test('the top line says by how much', () => {
  expect(byHowMuch(ended([result(true, 'must'), result(true, 'should')]))).toBe('2 of 2 criteria hold');
  expect(byHowMuch(ended([result(true, 'must'), result(false, 'should')]))).toBe('1 of 2 criteria hold, all required ones among them');
  expect(byHowMuch(ended([result(false, 'must'), result(false, 'must')]))).toBe('0 of 2 criteria hold; 2 required ones fail');
  const doubtful: CriterionResult = { ...result(false, 'must'), doubt: 'flaky' };
  expect(byHowMuch(ended([result(false, 'must'), doubtful]))).toBe('0 of 2 criteria hold; 1 required one fails, 1 is in doubt');
  expect(byHowMuch(ended([doubtful]))).toBe('0 of 1 criteria hold; 1 required is in doubt');
});

test('the newest verdict counts', () => {
  const at = (seq: number) => ({ id: `sevt_${seq}`, session: 's', seq, processed_at: '' });
  const started = (seq: number, commit: string) => ({ ...at(seq), type: 'verdict.started' as const, base: 'b', commit, target: 't' });
  expect(verdictFacts([started(1, 'old'), { ...ended([]), ...at(2) }, started(3, 'new'), { ...ended([]), ...at(4) }])?.commit).toBe('new');
  expect(verdictFacts([started(1, 'old')])).toBeNull();
});

test('a title becomes a branch', () => {
  expect(branchName('Retry uploads: 3× “fast”')).toBe('drover/retry-uploads-3-fast');
  expect(branchName('修复')).toBe('drover/change');
});
