import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTests } from './count-tests.ts';

const said = (output: string) => {
  const counted = countTests(output);
  if (counted.state !== 'counted') return counted.state;
  const { ran, failed, skipped } = counted.count;
  return `${counted.runner}: ${ran} ran, ${failed} failed, ${skipped} skipped`;
};
const nodeSummary = (mark: string, pass: number, fail: number, skipped: number) =>
  [
    `tests ${pass + fail + skipped}`,
    'suites 1',
    `pass ${pass}`,
    `fail ${fail}`,
    'cancelled 0',
    `skipped ${skipped}`,
    'todo 0',
    'duration_ms 6.2',
  ]
    .map((line) => `${mark} ${line}\n`)
    .join('');

describe('the summary of', () => {
  it.each([
    ['node --test', `TAP version 13\nok 1 - a\n1..1\n${nodeSummary('#', 3, 1, 2)}`, 'node: 4 ran, 1 failed, 2 skipped'],
    ['node --test, the spec reporter', `✔ a (0.5ms)\n${nodeSummary('ℹ', 5, 0, 0)}`, 'node: 5 ran, 0 failed, 0 skipped'],
    ['TAP', 'TAP version 14\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP later\n1..3\n', 'tap: 2 ran, 1 failed, 1 skipped'],
    ['vitest', ' Test Files  1 failed (1)\n      Tests  1 failed | 2 passed | 1 skipped (4)\n', 'vitest: 3 ran, 1 failed, 1 skipped'],
    [
      'vitest in colours',
      '\u001B[2m      Tests \u001B[22m \u001B[1m\u001B[32m2 passed\u001B[39m\u001B[22m\u001B[90m (2)\u001B[39m\n',
      'vitest: 2 ran, 0 failed, 0 skipped',
    ],
    [
      'jest',
      'Test Suites: 1 failed, 1 total\nTests:       1 failed, 1 skipped, 2 passed, 4 total\nSnapshots:   0 total\n',
      'jest: 3 ran, 1 failed, 1 skipped',
    ],
    ['mocha', '\n\n  2 passing (5ms)\n  1 pending\n  1 failing\n\n  1) a\n', 'mocha: 3 ran, 1 failed, 1 skipped'],
    ['pytest', '=== 1 failed, 2 passed, 1 skipped, 1 warning in 0.12s ===\n', 'pytest: 3 ran, 1 failed, 1 skipped'],
    ['pytest -q', '...\n3 passed in 0.01s\n', 'pytest: 3 ran, 0 failed, 0 skipped'],
    ['pytest, an error while it collects', '= 2 passed, 1 error in 0.05s =\n', 'pytest: 3 ran, 1 failed, 0 skipped'],
    ['pytest without a test', '= no tests ran in 0.01s =\n', 'pytest: 0 ran, 0 failed, 0 skipped'],
    ['unittest', '...\n----\nRan 3 tests in 0.001s\n\nOK\n', 'unittest: 3 ran, 0 failed, 0 skipped'],
    ['unittest that failed', 'Ran 4 tests in 0.001s\n\nFAILED (failures=1, errors=1, skipped=1)\n', 'unittest: 3 ran, 2 failed, 1 skipped'],
    [
      'go test -v',
      '=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB\n--- FAIL: TestB (0.01s)\nFAIL\n',
      'go: 2 ran, 1 failed, 0 skipped',
    ],
    [
      'cargo, one line a binary',
      'running 2 tests\ntest a ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\nrunning 1 test\ntest result: ok. 0 passed; 0 failed; 1 ignored; 0 measured\n',
      'cargo: 2 ran, 0 failed, 1 skipped',
    ],
  ])('%s', (_runner, output, expected) => expect(said(output)).toBe(expected));
});

describe('an output that is not to be trusted', () => {
  it.each([
    ['two summaries of one runner', `${nodeSummary('#', 9, 0, 0)}${nodeSummary('#', 1, 0, 0)}`],
    ['a summary that the code under test printed', `9 passed in 0.01s\n=== 1 passed in 0.02s ===\n`],
    ['summaries of two runners', `${nodeSummary('ℹ', 2, 0, 0)}Tests:       2 passed, 2 total\n`],
    ['parts that do not add up', 'Tests:       2 passed, 9 total\n'],
    ['more failures than tests', 'Ran 1 test in 0.001s\n\nFAILED (failures=3)\n'],
    ['a result without its binary', 'test result: ok. 9 passed; 0 failed; 0 ignored; 0 measured\n'],
    ['two plans', '1..1\nok 1 - a\n1..9\n'],
    ['a number that no computer counts to', `${'9'.repeat(40)} passed in 0.01s\n`],
  ])('%s', (_what, output) => expect(said(output)).toBe('contradictory'));
  it('has no count where no runner is known', () => expect(said('All is well.\nexit 0\n')).toBe('none'));
  it('is read in time whatever it is', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Tests  ', '1 passed', ' | ', '9', '1..', 'ok ', '\n', '# tests 1', ', ', ' in 0.1s', '=== RUN ', ' '), {
          maxLength: 4000,
        }),
        (words) => {
          const started = performance.now();
          countTests(words.join(''));
          return performance.now() - started < 2000;
        },
      ),
      { numRuns: 50 },
    ));
});
