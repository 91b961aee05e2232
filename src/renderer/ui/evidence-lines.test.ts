import { expect, test } from 'vitest';
import type { CriterionResult } from '../../shared/criteria.ts';
import { evidenceLines, formatNumber } from './evidence-lines.ts';

const result = (over: Partial<CriterionResult>, stdout = ''): CriterionResult => ({
  id: 'a',
  title: 'a',
  kind: 'command',
  visibility: 'shown',
  weight: 'must',
  passed: false,
  reason: '',
  evidence: {
    subject: '',
    exitCode: 1,
    stdout: { head: stdout, tail: '', bytes: stdout.length },
    stderr: { head: '', tail: '', bytes: 0 },
    durationMs: 1,
  },
  ...over,
});

test('a failed command shows the last three lines of what it printed, a passed one the last', () => {
  const output = '1\n2\n\u001b[31m3\u001b[0m\n4\n';
  expect(evidenceLines(result({}, output))).toEqual(['2', '3', '4']);
  expect(evidenceLines(result({ passed: true }, output))).toEqual(['4']);
  expect(evidenceLines(result({}))).toEqual([]);
});

test('a measure shows its runs', () => {
  const measure = { value: 41.2, values: [40.123456, 41.2, 43], base: null };
  expect(evidenceLines(result({ kind: 'metric', measure }))).toEqual(['runs: 40.12, 41.2, 43']);
});

test('a rubric shows what it quoted, and only what was really there', () => {
  const quotes = [
    { text: 'made up', found: false },
    { text: 'const a = 1;\nconst b = 2;', found: true },
  ];
  expect(evidenceLines(result({ kind: 'rubric', answers: [{ quotes, reasoning: '', ruling: 'yes' }] }))).toEqual(['“const a = 1;”']);
});

test('a number has the figures that tell a difference', () => {
  expect([3, 0.123456, 12_345.678, 1e-9].map(formatNumber)).toEqual(['3', '0.1235', '12350', '1e-9']);
});
