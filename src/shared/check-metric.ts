/** A metric criterion: a command that prints a number, the median of its runs, and bounds. */
import type { CapturePattern, CheckPorts } from './check-criterion.ts';
import { runName, worthAnother } from './check-command.ts';
import { excerptText, REPEATS, type CriterionOf, type CriterionResult } from './criteria.ts';
import { resultOf } from './judge-call.ts';
import type { CallResult, Operation } from './sandbox.ts';

type Metric = CriterionOf<'metric'>;

/** How often a metric is run. */
export function metricRuns(criterion: Metric): number {
  return criterion.repeats ?? REPEATS.metric;
}

export function metricOperation(criterion: Metric): Operation {
  return { op: 'command', command: criterion.run, timeoutMs: criterion.timeoutSeconds * 1000 };
}

export async function checkMetric(criterion: Metric, ports: CheckPorts): Promise<CriterionResult> {
  const here = await measure(criterion, (name, operation) => ports.run(name, operation), ports.capture);
  const result = resultOf(criterion, here.calls.at(-1) ?? null, ports);
  if ('fault' in here) {
    const lost = here.calls.at(-1)?.state === 'lost';
    return { ...result, passed: false, reason: here.fault, ...(lost && { doubt: 'lost' as const }) };
  }
  const value = median(here.values);
  const measured = { value, values: here.values, base: null };
  if (criterion.of !== 'ratio_to_base') return { ...result, ...bounded(criterion, value, here.values), measure: measured };
  if (ports.runOnBase === null) {
    const reason = `${told(criterion, value, here.values)}; only the gate holds it against the base.`;
    return { ...result, passed: true, reason, measure: measured };
  }
  const there = await measure(criterion, ports.runOnBase, ports.capture);
  if ('fault' in there) return { ...result, passed: false, doubt: 'unclear', reason: `On the base: ${there.fault}`, measure: measured };
  const base = median(there.values);
  const both = { value, values: here.values, base };
  if (base === 0) return { ...result, passed: false, reason: 'On the base it is 0, so there is no ratio.', measure: both };
  return { ...result, ...boundedRatio(criterion, value, base), measure: both };
}

type Measured = { calls: CallResult[] } & ({ values: number[] } | { fault: string });

async function measure(
  criterion: Metric,
  run: (name: string, operation: Operation) => Promise<CallResult>,
  capture: CapturePattern,
): Promise<Measured> {
  const calls: CallResult[] = [];
  const values: number[] = [];
  for (let number = 1; number <= metricRuns(criterion); number += 1) {
    const call = await run(runName(criterion.id, number), metricOperation(criterion));
    calls.push(call);
    const read = readNumber(criterion, call, capture);
    if (typeof read === 'string') return { calls, fault: read };
    values.push(read);
    if (!worthAnother(call)) break;
  }
  return { calls, values };
}

/** The number that a run printed, or why there is none. */
function readNumber(criterion: Metric, call: CallResult, capture: CapturePattern): number | string {
  if (call.state === 'lost') return 'The check was lost with its sandbox.';
  if (call.timedOut) return `Still running after ${criterion.timeoutSeconds} s.`;
  if (call.cancelled) return 'Stopped before it ended.';
  if (call.exitCode !== 0) return `Exit ${call.exitCode ?? 'by signal'}, so its number does not count.`;
  const text = excerptText(call.stdout);
  const numbers = criterion.number === undefined ? (text.match(NUMBERS) ?? []) : [];
  // Whatever the code under test prints beside it could be taken for the measurement.
  if (numbers.length > 1) return `It printed ${numbers.length} numbers: say with "number" which of them counts.`;
  const captured = criterion.number === undefined ? { found: numbers[0] ?? null } : capture(criterion.number, text);
  if (captured === 'timeout') return `The pattern /${criterion.number}/ took too long on this text.`;
  const { found } = captured;
  const value = found === null || found.trim() === '' ? Number.NaN : Number(found);
  if (Number.isFinite(value)) return value;
  return criterion.number === undefined ? 'It printed no number.' : `Nothing that it printed is a number by /${criterion.number}/.`;
}

/** `12`, `-0.5`, `1.2e-3`; not the `2` of `v2` nor a part of `1.2.3`. */
const NUMBERS = /(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\d.]*\d)/g;

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

type Ruling = { passed: boolean; reason: string };

function bounded(criterion: Metric, value: number, values: readonly number[]): Ruling {
  return rule(criterion, value, told(criterion, value, values), criterion.unit);
}

function boundedRatio(criterion: Metric, value: number, base: number): Ruling {
  const ratio = value / base;
  return rule(criterion, ratio, `${short(ratio)} times the base (${withUnit(value, criterion.unit)} to ${withUnit(base, criterion.unit)})`);
}

function rule({ atMost, atLeast }: Metric, value: number, said: string, unit?: string): Ruling {
  if (atMost !== undefined && value > atMost) return { passed: false, reason: `${said}, at most ${withUnit(atMost, unit)}.` };
  if (atLeast !== undefined && value < atLeast) return { passed: false, reason: `${said}, at least ${withUnit(atLeast, unit)}.` };
  return { passed: true, reason: `${said}.` };
}

/** The median, and how far the runs were from each other. */
function told({ unit }: Metric, value: number, values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? withUnit(value, unit) : `${withUnit(value, unit)} (${short(low)} to ${short(high)} in ${values.length} runs)`;
}

function withUnit(value: number, unit?: string): string {
  return unit === undefined ? short(value) : `${short(value)} ${unit}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
