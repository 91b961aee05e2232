/** In which order commands run, and where: each run's result by its name. Criteria are ruled on from these alone. */
import { commandRuns, runName, worthAnother } from '../../shared/check-command.ts';
import { metricOperation, metricRuns } from '../../shared/check-metric.ts';
import { countTests } from '../../shared/count-tests.ts';
import { excerptText, type Criterion, type TestCount } from '../../shared/criteria.ts';
import { operationFor } from '../../shared/judge-call.ts';
import type { CallResult, Operation } from '../../shared/sandbox.ts';
import type { Place, Settled } from './place.ts';

/** Whose evidence is calls. */
export type RunCriterion = Extract<Criterion, { kind: 'command' | 'file' | 'metric' }>;

export function isRun(criterion: Criterion): criterion is RunCriterion {
  return criterion.kind === 'command' || criterion.kind === 'file' || criterion.kind === 'metric';
}

/** On a copy of its own, at the same time as others. */
export function isOwn(criterion: RunCriterion): boolean {
  return criterion.kind !== 'file' && criterion.workspace === 'own';
}

/** What was run, each by its name. */
export interface Runs {
  calls: Map<string, CallResult>;
  /** What the gate's own reporters counted; null: they should have reported, and did not. Of other runs there is nothing. */
  reports: Map<string, TestCount | null>;
}

export function noRuns(): Runs {
  return { calls: new Map(), reports: new Map() };
}

export interface RunPorts {
  /** The place to use; another one after a run spoilt it. */
  place(): Promise<Place>;
  onSettled(criterion: RunCriterion | null, settled: Settled): void;
  /** All runs of a criterion are there. */
  onDone(criterion: RunCriterion, runs: Runs): Promise<void>;
  /** Whether the gate's own reporters work with it: they did on the base. */
  reporting(criterion: RunCriterion): boolean;
  signal: AbortSignal;
}

/**
 * Those that share files, in passes: in each pass every command runs once, in the spec's order, on files that begin as the
 * patch has them. So a second run of a command sees what the first one saw, and not what it left.
 */
export async function runShared(criteria: readonly RunCriterion[], ports: RunPorts): Promise<void> {
  const runs = noRuns();
  const over = new Set<string>();
  const left = (criterion: RunCriterion, pass: number): boolean => !over.has(criterion.id) && timesIn(criterion, pass) > 0;
  for (let pass = 1; criteria.some((criterion) => left(criterion, pass)); pass += 1) {
    if (pass > 1) await clear(`pass-${pass}`, ports);
    const last = criteria.findLastIndex((criterion) => left(criterion, pass));
    for (const [index, criterion] of criteria.entries()) {
      // One that has run often enough leaves files that a later one may need.
      if (index > last || (!left(criterion, pass) && criterion.kind !== 'command')) continue;
      const names = namesIn(criterion, pass);
      await runAll(criterion, names, ports, { runs: over.has(criterion.id) ? noRuns() : runs, clear: index === last });
      if (over.has(criterion.id) || (worthMore(names, runs) && timesIn(criterion, pass + 1) > 0)) continue;
      over.add(criterion.id);
      await ports.onDone(criterion, runs);
    }
  }
}

function worthMore(names: readonly string[], { calls }: Runs): boolean {
  return names.every((name) => {
    const call = calls.get(name);
    return call === undefined || worthAnother(call);
  });
}

/** One on a copy of its own: each run begins with the patch's files. */
export async function runOwn(criterion: RunCriterion, ports: RunPorts): Promise<void> {
  const runs = noRuns();
  for (let pass = 1; timesIn(criterion, pass) > 0; pass += 1) {
    const names = namesIn(criterion, pass);
    await clear(`${criterion.id}-from-${pass}`, ports);
    await runAll(criterion, names, ports, { runs, clear: true });
    if (!worthMore(names, runs)) break;
  }
  await ports.onDone(criterion, runs);
}

/**
 * On the base, before anything of the patch is there: one run of each command, for its tests, and those of each metric. The
 * gate's reporters are tried here, where nobody lies: `reports` has those that agree with what the runner printed.
 */
export async function runOnBase(criteria: readonly RunCriterion[], ports: Omit<RunPorts, 'onDone' | 'reporting'>): Promise<Runs> {
  const runs = noRuns();
  const commands = criteria.filter(({ kind }) => kind !== 'file');
  const inOrder = [...commands.filter((criterion) => !isOwn(criterion)), ...commands.filter(isOwn)];
  for (const [index, criterion] of inOrder.entries()) {
    if (isOwn(criterion)) await clear(`base-${criterion.id}-from`, ports);
    const thenClear = isOwn(criterion) || index === inOrder.length - 1;
    const tried = noRuns();
    const reporting = criterion.kind === 'command';
    const names = namesIn(criterion, 1);
    await runAll(criterion, names, { ...ports, reporting: () => reporting }, { runs: tried, clear: thenClear }, 'base-');
    // A reporter that a runner does not understand may be why it failed.
    if (reporting && names.some((name) => isBarren(tried, name)))
      await runAll(criterion, names, { ...ports, reporting: () => false }, { runs: tried, clear: thenClear }, 'base-plain-');
    for (const [name, call] of tried.calls) runs.calls.set(name, call);
    for (const [name, report] of tried.reports) if (agrees(report, tried.calls.get(name))) runs.reports.set(name, report);
  }
  return runs;
}

function isBarren({ calls, reports }: Runs, name: string): boolean {
  const call = calls.get(name);
  return call !== undefined && call.exitCode !== 0 && worthAnother(call) && reports.get(name) === null && printed(call) === null;
}

function agrees(report: TestCount | null, call: CallResult | undefined): boolean {
  const count = call === undefined ? null : printed(call);
  return (
    report !== null && count !== null && report.ran === count.ran && report.failed === count.failed && report.skipped === count.skipped
  );
}

function printed(call: CallResult): TestCount | null {
  const counted = countTests(`${excerptText(call.stdout)}\n${excerptText(call.stderr)}`);
  return counted.state === 'counted' ? counted.count : null;
}

/** Whether the base has to be measured for it. */
export function needsBase(criterion: Criterion): boolean {
  if (criterion.kind === 'metric') return criterion.of === 'ratio_to_base';
  return criterion.kind === 'command' && criterion.fewerTests !== 'allow';
}

/** A metric's runs are one after the other in the first pass: that they differ is what its median is for. */
function timesIn(criterion: RunCriterion, pass: number): number {
  switch (criterion.kind) {
    case 'command':
      return pass <= commandRuns(criterion, true) ? 1 : 0;
    case 'metric':
      return pass === 1 ? metricRuns(criterion) : 0;
    case 'file':
      return pass === 1 ? 1 : 0;
  }
}

function namesIn(criterion: RunCriterion, pass: number): string[] {
  if (criterion.kind !== 'metric') return [runName(criterion.id, pass)];
  return Array.from({ length: metricRuns(criterion) }, (_, index) => runName(criterion.id, index + 1));
}

/** Removes what runs left. */
async function clear(name: string, ports: Pick<RunPorts, 'place' | 'onSettled'>): Promise<void> {
  ports.onSettled(null, await (await ports.place()).settle(name, true));
}

async function runAll(
  criterion: RunCriterion,
  names: readonly string[],
  ports: Omit<RunPorts, 'onDone'>,
  into: { runs: Runs; clear: boolean },
  prefix = '',
): Promise<void> {
  const reporting = ports.reporting(criterion);
  for (const name of names) {
    const place = await ports.place();
    const call = await place.run(`${prefix}${name}`, operationOf(criterion), reporting);
    ports.signal.throwIfAborted();
    into.runs.calls.set(name, call);
    if (reporting) into.runs.reports.set(name, await place.report(`${prefix}${name}-report`));
    const last = name === names.at(-1) || !worthAnother(call);
    // Reading changes nothing.
    if (criterion.kind !== 'file') ports.onSettled(criterion, await place.settle(`${prefix}${name}-after`, into.clear && last));
    if (last) break;
  }
}

function operationOf(criterion: RunCriterion): Operation {
  return criterion.kind === 'metric' ? metricOperation(criterion) : operationFor(criterion);
}
