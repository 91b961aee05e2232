import { describe, expect, it } from 'vitest';
import { Criterion, excerptText, type CriterionOf } from './criteria.ts';
import { judgeCall, operationFor, type CallCriterion, type JudgePorts } from './judge-call.ts';
import type { CallResult } from './sandbox.ts';

const ports: JudgePorts = {
  matches: (pattern, text) => new RegExp(pattern, 'm').test(text),
  mask: (text) => text.replaceAll('s3cret', '•••'),
};
const excerpt = (head: string, tail = '') => ({ head, tail, bytes: head.length + tail.length });
const done = (more: Partial<CallResult> = {}): CallResult => ({
  state: 'done',
  exitCode: 0,
  signal: null,
  timedOut: false,
  cancelled: false,
  stdout: excerpt(''),
  stderr: excerpt(''),
  durationMs: 5,
  error: null,
  snapshot: null,
  ...more,
});
// Of the kind that it was given.
const command = (more: object = {}) => Criterion.parse({ id: 'c', kind: 'command', run: 'make test', ...more }) as CriterionOf<'command'>;
const file = (more: object = {}) => Criterion.parse({ id: 'f', kind: 'file', path: 'a.txt', ...more }) as CriterionOf<'file'>;
const judge = (criterion: CallCriterion, call: CallResult) => {
  const { passed, reason } = judgeCall(criterion, call, ports);
  return `${passed ? 'passed' : 'failed'}: ${reason}`;
};

describe('a command criterion', () => {
  it('passes on its exit code', () => expect(judge(command(), done())).toBe('passed: Exit 0.'));
  it('may expect another exit code', () => expect(judge(command({ exitCode: 3 }), done({ exitCode: 3 }))).toBe('passed: Exit 3.'));
  it('fails on another exit code', () => expect(judge(command(), done({ exitCode: 1 }))).toBe('failed: Exit 1, expected 0.'));
  it('says that its command does not exist', () =>
    expect(judge(command(), done({ exitCode: 127 }))).toBe('failed: Exit 127, expected 0. The command was not found in the sandbox.'));
  it('fails when a signal ended it', () =>
    expect(judge(command(), done({ exitCode: null, signal: 'SIGKILL' }))).toBe('failed: Exit by signal, expected 0.'));
  it('fails at its time limit', () =>
    expect(judge(command({ timeoutSeconds: 7 }), done({ timedOut: true, exitCode: null }))).toBe('failed: Still running after 7 s.'));
  it('looks for its pattern in both streams, also behind the part that was left out', () => {
    expect(judge(command({ output: '^ok$' }), done({ stderr: excerpt('ok') }))).toBe('passed: The output matches /^ok$/.');
    expect(judge(command({ output: '^ok$' }), done({ stdout: excerpt('start', 'end\nok') }))).toBe('passed: The output matches /^ok$/.');
    expect(judge(command({ output: '^ok$' }), done({ stdout: excerpt('not ok') }))).toBe('failed: The output does not match /^ok$/.');
  });
  it('fails with a pattern that takes for ever', () => {
    const slow: JudgePorts = { ...ports, matches: () => 'timeout' };
    expect(judgeCall(command({ output: '(a+)+b' }), done(), slow)).toMatchObject({ passed: false });
  });
  it('is never passed by a call that was lost', () => expect(judge(command(), done({ state: 'lost' }))).toMatch(/^failed/));
  it('keeps its evidence without known secrets', () =>
    expect(judgeCall(command(), done({ stdout: excerpt('key s3cret') }), ports).evidence.stdout.head).toBe('key •••'));
});

describe('a file criterion', () => {
  const missing = done({ error: { code: 'not_found', message: 'There is no a.txt.' } });
  it('reads the file', () => expect(operationFor(file())).toEqual({ op: 'read', path: 'a.txt' }));
  it('passes where the file exists', () => expect(judge(file(), done())).toBe('passed: The file exists.'));
  it('fails where it does not', () => expect(judge(file(), missing)).toBe('failed: The file does not exist.'));
  it('may ask that it does not', () => {
    expect(judge(file({ exists: false }), missing)).toBe('passed: The file is not there, as it should be.');
    expect(judge(file({ exists: false }), done())).toBe('failed: The file exists and should not.');
  });
  it('matches its text', () => {
    expect(judge(file({ matches: 'two' }), done({ stdout: excerpt('one\ntwo') }))).toBe('passed: The file matches /two/.');
    expect(judge(file({ matches: 'two' }), done({ stdout: excerpt('one') }))).toBe('failed: The file does not match /two/.');
  });
  it('fails with the reason where it cannot be read', () =>
    expect(judge(file(), done({ error: { code: 'not_text', message: 'a.txt is not a text file.' } }))).toBe(
      'failed: a.txt is not a text file.',
    ));
  it('stays inside the project', () => {
    expect(() => file({ path: '/etc/passwd' })).toThrow('inside the project');
    expect(() => file({ path: 'a/../../b' })).toThrow('inside the project');
  });
});

it('says where the middle of an output was left out', () =>
  expect(excerptText(excerpt('head', 'tail'))).toBe('head\n… 8 bytes in all, the middle is left out …\ntail'));
