/** In which order commands run, and where: each run's result by its name. Criteria are ruled on from these alone. */
import { commandRuns, runName, worthAnother } from '../../shared/check-command.ts';
import { metricOperation, metricRuns } from '../../shared/check-metric.ts';
import type { Criterion } from '../../shared/criteria.ts';
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

export interface Runs {
  get(name: string): CallResult | undefined;
}

export interface RunPorts {
  /** The place to use; another one after a run spoilt it. */
  place(): Promise<Place>;
  onSettled(criterion: RunCriterion | null, settled: Settled): void;
  /** All runs of a criterion are there. */
  onDone(criterion: RunCriterion, runs: Runs): Promise<void>;
  signal: AbortSignal;
}

/**
 * Those that share files, in passes: in each pass every command runs once, in the spec's order, on files that begin as the
 * patch has them. So a second run of a command sees what the first one saw, and not what it left.
 */
export async function runShared(criteria: readonly RunCriterion[], ports: RunPorts): Promise<void> {
  const runs = new Map<string, CallResult>();
  const over = new Set<string>();
  const left = (criterion: RunCriterion, pass: number): boolean => !over.has(criterion.id) && timesIn(criterion, pass) > 0;
  for (let pass = 1; criteria.some((criterion) => left(criterion, pass)); pass += 1) {
    if (pass > 1) await clear(`pass-${pass}`, ports);
    const last = criteria.findLastIndex((criterion) => left(criterion, pass));
    for (const [index, criterion] of criteria.entries()) {
      // One that has run often enough leaves files that a later one may need.
      if (index > last || (!left(criterion, pass) && criterion.kind !== 'command')) continue;
      const names = namesIn(criterion, pass);
      await runAll(criterion, names, ports, (name, call) => {
        if (!over.has(criterion.id)) runs.set(name, call);
      });
      if (over.has(criterion.id) || (worthMore(names, runs) && timesIn(criterion, pass + 1) > 0)) continue;
      over.add(criterion.id);
      await ports.onDone(criterion, runs);
    }
  }
}

function worthMore(names: readonly string[], runs: ReadonlyMap<string, CallResult>): boolean {
  return names.every((name) => {
    const call = runs.get(name);
    return call === undefined || worthAnother(call);
  });
}

/** One on a copy of its own: each run begins with the patch's files. */
export async function runOwn(criterion: RunCriterion, ports: RunPorts): Promise<void> {
  const runs = new Map<string, CallResult>();
  for (let pass = 1; timesIn(criterion, pass) > 0; pass += 1) {
    const names = namesIn(criterion, pass);
    await clear(`${criterion.id}-from-${pass}`, ports);
    await runAll(criterion, names, ports, (name, call) => runs.set(name, call));
    if (!worthMore(names, runs)) break;
  }
  await ports.onDone(criterion, runs);
}

/** On the base, before anything of the patch is there: one run of each command, for its tests, and those of each metric. */
export async function runOnBase(criteria: readonly RunCriterion[], ports: Omit<RunPorts, 'onDone'>): Promise<Runs> {
  const runs = new Map<string, CallResult>();
  for (const criterion of criteria) {
    if (criterion.kind === 'file') continue;
    if (isOwn(criterion)) await clear(`base-${criterion.id}-from`, ports);
    await runAll(criterion, namesIn(criterion, 1), ports, (name, call) => runs.set(name, call), 'base-');
  }
  return runs;
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
async function clear(name: string, ports: Omit<RunPorts, 'onDone'>): Promise<void> {
  ports.onSettled(null, await (await ports.place()).settle(name, true));
}

async function runAll(
  criterion: RunCriterion,
  names: readonly string[],
  ports: Omit<RunPorts, 'onDone'>,
  keep: (name: string, call: CallResult) => void,
  prefix = '',
): Promise<void> {
  for (const name of names) {
    const place = await ports.place();
    const call = await place.run(`${prefix}${name}`, operationOf(criterion));
    ports.signal.throwIfAborted();
    keep(name, call);
    // Reading changes nothing.
    if (criterion.kind !== 'file') ports.onSettled(criterion, await place.settle(`${prefix}${name}-after`, false));
    if (!worthAnother(call)) break;
  }
}

function operationOf(criterion: RunCriterion): Operation {
  return criterion.kind === 'metric' ? metricOperation(criterion) : operationFor(criterion);
}
