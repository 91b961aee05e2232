/** A command criterion: run as often as it says, and no fewer tests than on the base. */
import type { CheckPorts } from './check-criterion.ts';
import { countTests, type CountedTests } from './count-tests.ts';
import { excerptText, REPEATS, type CriterionOf, type CriterionResult, type TestCount } from './criteria.ts';
import { judgeCall, operationFor, type JudgePorts } from './judge-call.ts';
import type { CallResult } from './sandbox.ts';

/** How often a command is run at most. */
export function commandRuns(criterion: CriterionOf<'command'>, thorough: boolean): number {
  return thorough ? (criterion.repeats ?? REPEATS.command) : 1;
}

/** Whether another run could tell more: one that was stopped, or ran into its limit, would take as long again. */
export function worthAnother(call: CallResult): boolean {
  return call.state === 'done' && !call.timedOut && !call.cancelled && call.error === null;
}

/** What the run with this number, from 1, is called. */
export function runName(id: string, run: number): string {
  return run === 1 ? id : `${id}_${run}`;
}

export async function checkCommand(criterion: CriterionOf<'command'>, ports: CheckPorts): Promise<CriterionResult> {
  const operation = operationFor(criterion);
  const calls: CallResult[] = [];
  for (let run = 1; run <= commandRuns(criterion, ports.thorough); run += 1) {
    const call = await ports.run(runName(criterion.id, run), operation);
    calls.push(call);
    if (!worthAnother(call)) break;
  }
  const base = criterion.fewerTests === 'allow' ? null : ((await ports.runOnBase?.(criterion.id, operation)) ?? null);
  const reports = calls.map((_, index) => ports.reported?.(runName(criterion.id, index + 1)));
  return ruleCommand(criterion, { calls, reports, base }, ports);
}

interface Evidence {
  calls: readonly CallResult[];
  /** What the gate's own reporter counted in each of them. */
  reports: readonly (TestCount | null | undefined)[];
  /** The same command on the base; null where it was not run there. */
  base: CallResult | null;
}

type Count = CountedTests | { state: 'unreported' };

function ruleCommand(criterion: CriterionOf<'command'>, { calls, reports, base }: Evidence, ports: JudgePorts): CriterionResult {
  const results = calls.map((call) => judgeCall(criterion, call, ports));
  const counts = calls.map((call, index) => countOf(call, reports[index]));
  const now: Count = counts.at(-1) ?? { state: 'none' };
  const baseCount = base === null ? null : numbers(countOf(base));
  // What is shown is the run that says most: one that failed.
  const shown = results.find((result) => !result.passed) ?? results[0];
  if (shown === undefined) throw new RangeError('a command is run at least once');
  const runs = results.map(({ passed, reason, evidence }) => ({ passed, reason, durationMs: evidence.durationMs }));
  const known = {
    ...(runs.length > 1 && { runs }),
    ...((now.state !== 'none' || baseCount !== null) && { tests: { now: numbers(now), base: baseCount } }),
  };
  if (shown.doubt === 'lost') return { ...shown, ...known };
  const passes = results.filter((result) => result.passed).length;
  if (passes > 0 && passes < results.length)
    return { ...shown, ...known, passed: false, doubt: 'flaky', reason: `${passes} of ${results.length} runs passed: ${shown.reason}` };
  if (passes === 0) return { ...shown, ...known };
  const differing = new Set(counts.map((count) => JSON.stringify(numbers(count))));
  if (differing.size > 1)
    return { ...shown, ...known, passed: false, doubt: 'flaky', reason: `Its runs passed, but counted different tests: ${told(counts)}.` };
  const fewer = (baseCount === null ? null : fewerTests(now, baseCount)) ?? failedButEndedWell(criterion, numbers(now), base);
  return fewer === null ? { ...shown, ...known } : { ...shown, ...known, passed: false, reason: fewer };
}

/** What the runner printed, which must be what it reported. */
function countOf(call: CallResult, report?: TestCount | null): Count {
  const counted = countTests(`${excerptText(call.stdout)}\n${excerptText(call.stderr)}`);
  if (report === undefined) return counted;
  if (report === null) return { state: 'unreported' };
  const printed = numbers(counted);
  const same = printed !== null && printed.ran === report.ran && printed.failed === report.failed && printed.skipped === report.skipped;
  return same ? counted : { state: 'contradictory' };
}

/** A process that says that tests failed and ends with 0 was made to, unless the command is one that does so on the base as well. */
function failedButEndedWell(criterion: CriterionOf<'command'>, now: TestCount | null, base: CallResult | null): string | null {
  if (base === null || criterion.exitCode !== 0 || now === null || now.failed === 0) return null;
  if (base.exitCode === 0 && (numbers(countOf(base))?.failed ?? 0) > 0) return null;
  return `It ended with 0, but ${now.failed === 1 ? '1 test' : `${now.failed} tests`} failed.`;
}

function numbers(count: Count): TestCount | null {
  return count.state === 'counted' ? count.count : null;
}

function told(counts: readonly Count[]): string {
  return counts.map((count) => numbers(count)?.ran ?? 'none that can be trusted').join(', ');
}

function fewerTests(now: Count, base: TestCount): string | null {
  if (base.ran === 0) return null;
  const ran = base.ran === 1 ? '1 test ran' : `${base.ran} tests ran`;
  if (now.state === 'none') return `On the base ${ran}; here the output has no count of tests.`;
  if (now.state === 'unreported') return `On the base ${ran}; here the runner did not come to its end: it has no report for the gate.`;
  if (now.state === 'contradictory') return `On the base ${ran}; here the output has counts that contradict each other.`;
  const skipped = now.count.skipped > base.skipped ? `, ${now.count.skipped} skipped` : '';
  return now.count.ran < base.ran ? `Fewer tests ran than on the base: ${now.count.ran} of ${base.ran}${skipped}.` : null;
}
