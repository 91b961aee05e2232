import { expect, test } from 'vitest';
import { callSummary } from './call-summary.ts';

test('a call is summed up in one line', () => {
  const ok = (text: string) => ({ text, isError: false, lost: false });
  const bad = (text: string) => ({ text, isError: true, lost: false });
  expect(callSummary('bash', { command: 'npm test' }, bad('FAIL\n[exit 1]'))).toEqual({
    subject: 'npm test',
    outcome: 'exit 1',
    tone: 'failed',
  });
  expect(callSummary('bash', { command: 'ls' }, ok('a')).outcome).toBe('exit 0');
  expect(callSummary('bash', { command: 'x' }, bad('…\n[ended by SIGKILL]')).outcome).toBe('exit SIGKILL');
  expect(callSummary('edit', { path: 'a.ts', old_text: 'a\nb', new_text: 'a\nb\nc\n' }, ok('done')).outcome).toBe('+3 −2');
  expect(callSummary('read', { path: 'a', offset: 10, limit: 5 }, ok('1\n2\n3'))).toMatchObject({ subject: 'a:10–14', outcome: '3 lines' });
  expect(callSummary('grep', { pattern: 'x', glob: '*.ts' }, ok('a:1:x'))).toMatchObject({ subject: 'x in *.ts', outcome: '1 hit' });
  expect(callSummary('glob', { pattern: '**' }, ok('(no output)')).outcome).toBe('0 files');
  expect(callSummary('check_criteria', {}, bad('3 of 5 hold.\nFAIL x')).outcome).toBe('3/5');
  expect(callSummary('bash', { command: 'x' }, null)).toMatchObject({ outcome: '', tone: 'running' });
  expect(callSummary('bash', { command: 'x' }, { text: '', isError: true, lost: true })).toMatchObject({ outcome: 'lost', tone: 'lost' });
  expect(callSummary('teleport', { to: 1 }, ok('')).subject).toBe('{"to":1}');
  expect(callSummary('bash', {}, null).subject).toBe('""');
});
