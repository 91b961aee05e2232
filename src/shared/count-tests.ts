/**
 * How many tests an output says were run. Pure, and the output is hostile: a number is only taken where exactly one summary
 * of one known runner is there and its parts add up. `ran` counts tests that were executed, so that a skip makes it smaller.
 */
import type { TestCount } from './criteria.ts';

export type Runner = 'node' | 'tap' | 'vitest' | 'jest' | 'mocha' | 'pytest' | 'unittest' | 'go' | 'cargo';

export type CountedTests =
  | { state: 'counted'; runner: Runner; count: TestCount }
  /** No summary of a runner that is known here. */
  | { state: 'none' }
  /** More than one summary, or one whose parts contradict each other. */
  | { state: 'contradictory' };

type Found = { runner: Runner; count: TestCount | null };

/** @param output what a command printed, both streams; colours may be in it */
export function countTests(output: string): CountedTests {
  const text = plain(output);
  const found = [
    ...node(text),
    ...vitest(text),
    ...jest(text),
    ...mocha(text),
    ...pytest(text),
    ...unittest(text),
    ...cargo(text),
    ...go(text),
  ];
  const summaries = found.length > 0 ? found : tap(text);
  const [first] = summaries;
  if (first === undefined) return { state: 'none' };
  if (summaries.length > 1 || first.count === null) return { state: 'contradictory' };
  return { state: 'counted', runner: first.runner, count: first.count };
}

/** Without colours, and with what a carriage return would have overwritten. */
function plain(output: string): string {
  // The escape character begins every sequence that is looked for.
  // oxlint-disable-next-line no-control-regex
  return output.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '').replaceAll(/\r\n?/g, '\n');
}

function counted(runner: Runner, { passed = 0, failed = 0, skipped = 0, total }: Parts): Found {
  const ran = passed + failed;
  const addsUp = total === undefined || total === ran + skipped;
  return { runner, count: addsUp && Number.isSafeInteger(ran + skipped) ? { ran, failed, skipped } : null };
}

interface Parts {
  passed?: number;
  failed?: number;
  skipped?: number;
  total?: number;
}

/** `node --test`: TAP's `# tests 3` or the spec reporter's `ℹ tests 3`, one line a number. */
function node(text: string): Found[] {
  const blocks = text.matchAll(/^(?:#|ℹ) tests (\d+)\n((?:(?:#|ℹ) (?!tests )\w+ [\d.]+\n?)*)/gm);
  return [...blocks].map(([, total, rest = '']) => {
    const of = (name: string): number => Number(new RegExp(`^(?:#|ℹ) ${name} (\\d+)$`, 'm').exec(rest)?.[1] ?? 0);
    return counted('node', {
      passed: of('pass'),
      failed: of('fail') + of('cancelled'),
      skipped: of('skipped') + of('todo'),
      total: Number(total),
    });
  });
}

/** `      Tests  1 failed | 2 passed | 1 skipped (4)` */
function vitest(text: string): Found[] {
  return [...text.matchAll(/^ *Tests {2}(\d+ \w+(?: \| \d+ \w+)*) \((\d+)\)$/gm)].map(([, list = '', total]) => {
    const of = named(list);
    return counted('vitest', { passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo'), total: Number(total) });
  });
}

/** `Tests:       1 failed, 1 skipped, 2 passed, 4 total` */
function jest(text: string): Found[] {
  return [...text.matchAll(/^Tests: +((?:\d+ \w+, )*)(\d+) total$/gm)].map(([, list = '', total]) => {
    const of = named(list);
    return counted('jest', { passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo'), total: Number(total) });
  });
}

/** `  2 passing (5ms)`, then perhaps `  1 pending` and `  1 failing`. */
function mocha(text: string): Found[] {
  return [...text.matchAll(/^ +(\d+) passing \([\d.]+\w+\)\n((?: +\d+ \w+\n?)*)/gm)].map(([, passed, rest = '']) => {
    const of = named(rest);
    return counted('mocha', { passed: Number(passed), failed: of('failing'), skipped: of('pending') });
  });
}

/** `==== 1 failed, 2 passed, 1 skipped in 0.12s ====`; with `-q` without the frame. */
function pytest(text: string): Found[] {
  const lines = text.matchAll(
    /^(?:=+ )?((?:\d+ (?:passed|failed|skipped|errors?|xfailed|xpassed|deselected|warnings?|rerun)(?:, )?)+|no tests ran) in [\d.]+s(?: \([\d:]+\))?(?: =+)?$/gm,
  );
  return [...lines].map(([, list = '']) => {
    const of = named(list);
    const passed = of('passed') + of('xfailed') + of('xpassed');
    return counted('pytest', { passed, failed: of('failed') + of('errors?'), skipped: of('skipped') });
  });
}

/** `Ran 3 tests in 0.001s`, a blank line, `OK (skipped=1)` or `FAILED (failures=1, errors=1)`. */
function unittest(text: string): Found[] {
  return [...text.matchAll(/^Ran (\d+) tests? in [\d.]+s\n\n(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$/gm)].map(([, total, list = '']) => {
    const of = (name: string): number => Number(new RegExp(`\\b${name}=(\\d+)`).exec(list)?.[1] ?? 0);
    const skipped = of('skipped');
    const failed = of('(?<!expected )failures') + of('errors') + of('unexpected successes');
    const passed = Number(total) - skipped - failed;
    return passed < 0 ? { runner: 'unittest', count: null } : counted('unittest', { passed, failed, skipped });
  });
}

/** A line for each binary: `test result: ok. 3 passed; 0 failed; 1 ignored; …`, each below its `running 4 tests`. */
function cargo(text: string): Found[] {
  const lines = [...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/gm)];
  if (lines.length === 0) return [];
  const announced = [...text.matchAll(/^running (\d+) tests?$/gm)].map(([, n]) => Number(n));
  const sum = (column: number): number => lines.reduce((all, line) => all + Number(line[column]), 0);
  const total = announced.reduce((all, n) => all + n, 0);
  if (announced.length !== lines.length) return [{ runner: 'cargo', count: null }];
  return [counted('cargo', { passed: sum(1), failed: sum(2), skipped: sum(3), total })];
}

/** `go test -v`: a line for each test, subtests included. Without `-v` Go prints no count. */
function go(text: string): Found[] {
  const ends = [...text.matchAll(/^ *--- (PASS|FAIL|SKIP): \S+ \([\d.]+s\)$/gm)].map(([, how]) => how);
  if (ends.length === 0) return [];
  const begun = [...text.matchAll(/^=== RUN +\S+$/gm)].length;
  const of = (how: string): number => ends.filter((one) => one === how).length;
  // Without `-v` failures alone have a line; their number is not that of the tests.
  if (begun === 0) return [];
  return [counted('go', { passed: of('PASS'), failed: of('FAIL'), skipped: of('SKIP'), total: begun })];
}

/** Plain TAP: top-level lines against their one plan. */
function tap(text: string): Found[] {
  const plans = [...text.matchAll(/^1\.\.(\d+)/gm)];
  const lines = [...text.matchAll(/^(ok|not ok)\b(.*)$/gm)];
  if (plans.length === 0 || lines.length === 0) return [];
  const skipped = lines.filter(([, , rest = '']) => /# (?:skip|todo)/i.test(rest)).length;
  const failed = lines.filter(([, how, rest = '']) => how === 'not ok' && !/# (?:skip|todo)/i.test(rest)).length;
  const parts = { passed: lines.length - skipped - failed, failed, skipped };
  return plans.map(([, plan]) => counted('tap', { ...parts, total: Number(plan) }));
}

/** `2 passed, 1 failed`: the number before a name. */
function named(list: string): (name: string) => number {
  return (name) => Number(new RegExp(`(\\d+) ${name}\\b`).exec(list)?.[1] ?? 0);
}
