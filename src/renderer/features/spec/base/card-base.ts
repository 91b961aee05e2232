/** What is known of each criterion on the base. Pure. */
import type { CriterionResult } from '../../../../shared/criteria.ts';
import type { BaseCheck } from '../../../../shared/ipc-judgment.ts';
import type { Problem } from '../../../../shared/problem.ts';
import type { DraftCriterion } from '../../../../shared/spec-draft.ts';

export type CardBase =
  /** Not tried since it was written or changed. */
  | { state: 'unknown' }
  | { state: 'waiting'; job: string }
  | { state: 'known'; result: CriterionResult }
  | { state: 'failed'; problem: Problem };

/** A check that this screen asked for. `check` is null before anything was heard of it. */
export interface Job {
  job: string;
  /** The commit and the target that it is about. */
  of: string;
  /** What was checked, as it was defined then, by id. */
  definitions: ReadonlyMap<string, string>;
  check: BaseCheck | null;
}

export const unknown: CardBase = { state: 'unknown' };

/** What its result on the base depends on; undefined without an id. */
export function definitionOf({ id, kind, values }: Pick<DraftCriterion, 'id' | 'kind' | 'values'>): string | undefined {
  if (id === undefined || kind === undefined) return undefined;
  const { title: _title, proves: _proves, weight: _weight, visibility: _visibility, guard: _guard, ...rest } = values;
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The newest of what is known, by definition. The same result gives the same object. */
export function basesOf(known: ReadonlyMap<string, CardBase>, jobs: readonly Job[]): Map<string, CardBase> {
  const found = new Map(known);
  for (const { job, definitions, check } of jobs) {
    const going = check === null || check.state === 'waiting' || check.state === 'running';
    const results = new Map(check?.results.map((result) => [result.id, result]));
    for (const [id, definition] of definitions) {
      const result = results.get(id);
      if (result !== undefined) found.set(definition, keepKnown(result));
      else if (going) found.set(definition, waitingFor(job));
      else if (check.problem !== null) found.set(definition, failedBy(check.problem));
    }
  }
  return found;
}

/** `red`: it fails, and so can prove something. `green`: it holds already. Guards are meant to. */
export type BaseRuling = 'red' | 'green' | 'guard' | 'guard_red' | 'doubt';

export function rulingOf(result: CriterionResult, guard: boolean): BaseRuling {
  if (result.doubt !== undefined) return 'doubt';
  if (guard) return result.passed ? 'guard' : 'guard_red';
  return result.passed ? 'green' : 'red';
}

export interface BaseSummary {
  /** Of those that are no guards and are known. */
  red: number;
  of: number;
  waiting: number;
  /** Must hold, hold already, and are no guards: their ids. */
  proveNothing: string[];
}

export function summaryOfBase(criteria: readonly DraftCriterion[], bases: ReadonlyMap<string, CardBase>): BaseSummary {
  const summary: BaseSummary = { red: 0, of: 0, waiting: 0, proveNothing: [] };
  for (const criterion of criteria) {
    const base = baseOf(criterion, bases);
    if (base.state === 'waiting') summary.waiting += 1;
    if (base.state !== 'known') continue;
    const guard = criterion.values['guard'] === true;
    const ruling = rulingOf(base.result, guard);
    if (!guard) summary.of += 1;
    if (ruling === 'red') summary.red += 1;
    if (ruling === 'green' && criterion.values['weight'] !== 'should') summary.proveNothing.push(criterion.id ?? '');
  }
  return summary;
}

export function baseOf(criterion: DraftCriterion, bases: ReadonlyMap<string, CardBase>): CardBase {
  const definition = definitionOf(criterion);
  return (definition === undefined ? undefined : bases.get(definition)) ?? unknown;
}

const kept = new WeakMap<object, CardBase>();

export function keepKnown(result: CriterionResult): CardBase {
  return keep(result, { state: 'known', result });
}

function failedBy(problem: Problem): CardBase {
  return keep(problem, { state: 'failed', problem });
}

function keep(of: object, base: CardBase): CardBase {
  const same = kept.get(of) ?? base;
  kept.set(of, same);
  return same;
}

const waits = new Map<string, CardBase>();

function waitingFor(job: string): CardBase {
  const same = waits.get(job) ?? { state: 'waiting', job };
  waits.set(job, same);
  return same;
}
