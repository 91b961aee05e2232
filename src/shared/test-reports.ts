/**
 * The gate's own reporters, for runners that take one from the environment, and what they report. What code under test prints
 * it can print as it likes; a runner's report is only there where the runner came to its end.
 */
import { countTests } from './count-tests.ts';
import type { TestCount } from './criteria.ts';

/** Variables that add a reporter to what the runner prints anyway; `$home` is a folder that exists. */
export const REPORTING = [
  'NODE_OPTIONS="--test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination=$home/report.tap"',
  'PYTEST_ADDOPTS="--junitxml=$home/report.xml"',
].join(' ');

const PYTEST = '== report.xml ==';

/** Prints what matters of the reports: the end of node's, the beginning of pytest's. */
export const SHOW_REPORTS = `cd "\${TMPDIR:-/tmp}/home" && { tail -c 4000 report.tap; echo; echo '${PYTEST}'; head -c 2000 report.xml; } 2> /dev/null`;

/** Null: nobody reported, or nobody can say who. */
export function readReports(text: string): TestCount | null {
  const at = text.lastIndexOf(`\n${PYTEST}`);
  const found = [nodeReport(at < 0 ? text : text.slice(0, at)), pytestReport(at < 0 ? '' : text.slice(at))].filter((one) => one !== null);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function nodeReport(tap: string): TestCount | null {
  const counted = countTests(tap);
  return counted.state === 'counted' && counted.runner === 'node' ? counted.count : null;
}

/** The first suite of a JUnit file is all of pytest's. Errors are failures that have no test of their own, or one that passed. */
function pytestReport(xml: string): TestCount | null {
  const suite = /<testsuite [^<>]*>/.exec(xml)?.[0] ?? '';
  const of = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? Number.NaN);
  const [tests, failures, errors, skipped] = [of('tests'), of('failures'), of('errors'), of('skipped')];
  const count = { ran: tests - skipped, failed: failures + errors, skipped };
  return Number.isSafeInteger(count.ran) && Number.isSafeInteger(count.failed) ? count : null;
}
