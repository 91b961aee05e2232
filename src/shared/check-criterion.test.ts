import { describe, expect, it } from 'vitest';
import { checkCriterion, type CheckPorts } from './check-criterion.ts';
import { Criterion, type CriterionInput } from './criteria.ts';
import type { DiffFile } from './diff.ts';
import type { CallResult } from './sandbox.ts';

const call = (stdout: string, more: Partial<CallResult> = {}): CallResult => ({
  ...{ state: 'done', exitCode: 0, signal: null, timedOut: false, cancelled: false, durationMs: 5, error: null, snapshot: null },
  stdout: { head: stdout, tail: '', bytes: stdout.length },
  stderr: { head: '', tail: '', bytes: 0 },
  ...more,
});
const pytest = (passed: number, more: Partial<CallResult> = {}) => call(`=== ${passed} passed in 0.01s ===\n`, more);

/** Answers run after run, the last one again. */
function ports(runs: CallResult[], more: Partial<CheckPorts> & { base?: CallResult[]; files?: DiffFile[] } = {}): CheckPorts {
  const { base, files = [], ...rest } = more;
  let [here, there] = [0, 0];
  const answer = (list: readonly CallResult[], at: number): CallResult => list[Math.min(at, list.length - 1)] ?? call('');
  return {
    matches: (pattern, text) => new RegExp(pattern, 'm').test(text),
    capture: (pattern, text) => ({ found: new RegExp(pattern, 'm').exec(text)?.[1] ?? null }),
    mask: (text) => text,
    thorough: true,
    run: async () => answer(runs, here++),
    runOnBase: base === undefined ? null : async () => answer(base, there++),
    changes: async () => ({ files, patch: '' }),
    earlier: () => [],
    ask: null,
    ...rest,
  };
}
const check = async (criterion: CriterionInput, using: CheckPorts) => {
  const { passed, reason, doubt } = await checkCriterion(Criterion.parse(criterion), using);
  return `${passed ? 'passed' : (doubt ?? 'failed')}: ${reason}`;
};

describe('a command', () => {
  const command = (more: object = {}): CriterionInput => ({ id: 'c', kind: 'command', run: 'make test', ...more });

  it('is run twice by the gate, and once elsewhere', async () => {
    const names: string[] = [];
    const run = async (name: string) => (names.push(name), call(''));
    await checkCriterion(Criterion.parse(command()), ports([], { run }));
    await checkCriterion(Criterion.parse(command()), ports([], { run, thorough: false }));
    await checkCriterion(Criterion.parse(command({ repeats: 3 })), ports([], { run }));
    expect(names).toEqual(['c', 'c_2', 'c', 'c', 'c_2', 'c_3']);
  });
  it('passes where all runs agree', async () => expect(await check(command(), ports([call('')]))).toBe('passed: Exit 0.'));
  it('is flaky, not passed, where they do not', async () => {
    const flaky = [call(''), call('', { exitCode: 1 })];
    expect(await check(command(), ports(flaky))).toBe('flaky: 1 of 2 runs passed: Exit 1, expected 0.');
    expect(await check(command(), ports(flaky.toReversed()))).toBe('flaky: 1 of 2 runs passed: Exit 1, expected 0.');
    expect(await checkCriterion(Criterion.parse(command()), ports(flaky))).toMatchObject({ runs: [{ passed: true }, { passed: false }] });
  });
  it('is flaky where its runs count different tests', async () =>
    expect(await check(command(), ports([pytest(3), pytest(2)]))).toBe('flaky: Its runs passed, but counted different tests: 3, 2.'));
  it('is not run again where the first run took all its time', async () => {
    const result = await checkCriterion(Criterion.parse(command()), ports([call('', { timedOut: true, exitCode: null }), call('')]));
    expect(result).toMatchObject({ passed: false, reason: 'Still running after 300 s.' });
    expect(result.doubt).toBeUndefined();
  });
  it('fails with fewer tests than on the base', async () => {
    const base = [pytest(3)];
    expect(await check(command(), ports([pytest(3)], { base }))).toBe('passed: Exit 0.');
    expect(await check(command(), ports([pytest(4)], { base }))).toBe('passed: Exit 0.');
    expect(await check(command(), ports([pytest(2)], { base }))).toBe('failed: Fewer tests ran than on the base: 2 of 3.');
    expect(await check(command(), ports([call('=== 2 passed, 1 skipped in 0.01s ===\n')], { base }))).toBe(
      'failed: Fewer tests ran than on the base: 2 of 3, 1 skipped.',
    );
    expect(await checkCriterion(Criterion.parse(command()), ports([pytest(2)], { base }))).toMatchObject({
      tests: { now: { ran: 2 }, base: { ran: 3 } },
    });
  });
  it('fails where the base had a count and there is none now, or none to be trusted', async () => {
    const base = [pytest(3)];
    expect(await check(command(), ports([call('all good')], { base }))).toBe(
      'failed: On the base 3 tests ran; here the output has no count of tests.',
    );
    expect(await check(command(), ports([call('9 passed in 0.1s\n3 passed in 0.2s\n')], { base }))).toBe(
      'failed: On the base 3 tests ran; here the output has counts that contradict each other.',
    );
  });
  it('counts what failed on the base as well', async () =>
    expect(await check(command(), ports([pytest(1)], { base: [call('=== 1 failed, 1 passed in 0.1s ===\n', { exitCode: 1 })] }))).toBe(
      'failed: Fewer tests ran than on the base: 1 of 2.',
    ));
  it('may have fewer where it says so, and then the base is not asked', async () => {
    const runOnBase = async (): Promise<CallResult> => Promise.reject(new Error('asked'));
    expect(await check(command({ fewerTests: 'allow' }), ports([pytest(1)], { runOnBase }))).toBe('passed: Exit 0.');
  });
  it('is held to what a reporter of the gate’s own counted', async () => {
    const base = [pytest(3)];
    const count = (ran: number) => ({ ran, failed: 0, skipped: 0 });
    const with_ = (report: ReturnType<typeof count> | null) => ports([pytest(3)], { base, reported: () => report });
    expect(await check(command(), with_(count(3)))).toBe('passed: Exit 0.');
    expect(await check(command(), with_(count(2)))).toBe(
      'failed: On the base 3 tests ran; here the output has counts that contradict each other.',
    );
    expect(await check(command(), with_(null))).toBe(
      'failed: On the base 3 tests ran; here the runner did not come to its end: it has no report for the gate.',
    );
  });
  it('fails where tests failed and it ended with 0 nevertheless, unless it does so on the base', async () => {
    const failing = call('=== 1 failed, 2 passed in 0.1s ===\n');
    expect(await check(command(), ports([failing], { base: [pytest(3)] }))).toBe('failed: It ended with 0, but 1 test failed.');
    expect(await check(command(), ports([failing], { base: [failing] }))).toBe('passed: Exit 0.');
  });
  it('is lost with its sandbox', async () =>
    expect(await check(command(), ports([call(''), call('', { state: 'lost' })]))).toBe('lost: The check was lost with its sandbox.'));
});

describe('a metric', () => {
  const metric = (more: object = {}): CriterionInput => ({ id: 'm', kind: 'metric', run: 'size', ...more });

  it('holds the median of its runs against its bounds', async () => {
    const runs = [call('10'), call('30'), call('20')];
    expect(await check(metric({ atMost: 20, unit: 'ms' }), ports(runs))).toBe('passed: 20 ms (10 to 30 in 3 runs).');
    expect(await check(metric({ atMost: 19 }), ports(runs))).toBe('failed: 20 (10 to 30 in 3 runs), at most 19.');
    expect(await check(metric({ atLeast: 21 }), ports(runs))).toBe('failed: 20 (10 to 30 in 3 runs), at least 21.');
  });
  it.each([
    ['v2\nsize: 12.5 kB\n', 12.5],
    ['-3', -3],
    ['1e3 bytes', 1000],
    ['version 1.2.3, 7 files', 7],
  ])('takes the number of %j', async (output, value) =>
    expect(await checkCriterion(Criterion.parse(metric()), ports([call(output)]))).toMatchObject({ passed: true, measure: { value } }),
  );
  it('takes no number among others unless it is said which', async () =>
    expect(await check(metric(), ports([call('31.5\n0.001\n')]))).toBe(
      'failed: It printed 2 numbers: say with "number" which of them counts.',
    ));
  it('takes what its pattern captures', async () =>
    expect(await check(metric({ number: 'total (\\d+)' }), ports([call('total 12 of 99')]))).toBe('passed: 12.'));
  it('fails where it prints no number', async () => {
    expect(await check(metric(), ports([call('all good')]))).toBe('failed: It printed no number.');
    expect(await check(metric({ number: 'total (.*)' }), ports([call('total lots')]))).toBe(
      'failed: Nothing that it printed is a number by /total (.*)/.',
    );
    expect(await check(metric({ number: 'total(.*)' }), ports([call('total')]))).toMatch(/^failed/);
  });
  it('fails where the command does', async () =>
    expect(await check(metric(), ports([call('5', { exitCode: 2 })]))).toBe('failed: Exit 2, so its number does not count.'));
  it('may be bound to the base', async () => {
    const ratio = metric({ of: 'ratio_to_base', atMost: 1.5, unit: 'ms' });
    expect(await check(ratio, ports([call('30')], { base: [call('20')] }))).toBe('passed: 1.5 times the base (30 ms to 20 ms).');
    expect(await check(ratio, ports([call('31')], { base: [call('20')] }))).toBe(
      'failed: 1.55 times the base (31 ms to 20 ms), at most 1.5.',
    );
    expect(await check(ratio, ports([call('31')], { base: [call('0')] }))).toBe('failed: On the base it is 0, so there is no ratio.');
    expect(await check(ratio, ports([call('31')], { base: [call('none')] }))).toBe('unclear: On the base: It printed no number.');
    expect(await check(ratio, ports([call('31')]))).toBe('passed: 31 ms; only the gate holds it against the base.');
  });
});

describe('a diff', () => {
  const diff = (more: object): CriterionInput => ({ id: 'd', kind: 'diff', ...more });
  const file = (path: string, more: Partial<DiffFile> = {}): DiffFile => ({
    ...{ path, oldPath: null, status: 'modified', insertions: 3, deletions: 1, binary: false },
    ...more,
  });
  const files = [file('src/a.ts'), file('docs/new.md', { oldPath: 'README.md', status: 'renamed' }), file('.github/ci.yml')];
  const with_ = ports([], { files });

  it('must change what it says', async () => {
    expect(await check(diff({ mustChange: ['src/**', '**/*.md'] }), with_)).toBe('passed: 3 files changed, 12 lines.');
    expect(await check(diff({ mustChange: ['lib/**'] }), with_)).toBe('failed: Nothing changed that matches lib/**.');
  });
  it('must not change what it says, a name of dots included, on neither side of a rename', async () => {
    expect(await check(diff({ mustNotChange: ['**/*.yml'] }), with_)).toBe('failed: Changed, though **/*.yml must not: .github/ci.yml.');
    expect(await check(diff({ mustNotChange: ['README.md'] }), with_)).toBe('failed: Changed, though README.md must not: README.md.');
    expect(await check(diff({ mustNotChange: ['docs/*'] }), with_)).toBe('failed: Changed, though docs/* must not: docs/new.md.');
  });
  it('may be no larger than it says', async () => {
    expect(await check(diff({ maxFiles: 3, maxLines: 12 }), with_)).toBe('passed: 3 files changed, 12 lines.');
    expect(await check(diff({ maxFiles: 2 }), with_)).toBe(
      'failed: 3 files changed, at most 2 may: src/a.ts, docs/new.md, .github/ci.yml.',
    );
    expect(await check(diff({ maxLines: 11 }), with_)).toMatch(/^failed: 12 lines changed, at most 11 may; most in src\/a\.ts/);
  });
  it('says of a glob that matches nothing that nothing matches it', async () =>
    expect(await check(diff({ mustChange: ['nowhere/**'] }), ports([]))).toBe('failed: Nothing changed that matches nowhere/**.'));
});
