/** Red first: the criteria on the commit that a dispatch would start from. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { criterionTitle, type Criterion, type CriterionResult } from '../../shared/criteria.ts';
import type { BaseCheck, WorkerChoice } from '../../shared/ipc-judgment.ts';
import { ProblemError, toProblem } from '../../shared/problem.ts';
import { parseSpec } from '../../shared/spec-text.ts';
import type { Spec } from '../../shared/spec.ts';
import { BASE_CHECKS, checkBase } from '../gate/check-base.ts';
import type { GatePorts } from '../gate/ports.ts';
import type { AskJudge } from '../../shared/check-criterion.ts';
import { openBaseResults, type BaseResults } from '../judging/base-results.ts';
import { newEventId } from '../log/ids.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import type { Providers } from './providers.ts';
import type { Targets } from './targets.ts';

/** How long what runs may take to end, in ms. */
const CLOSE_MS = 10_000;

interface BaseCheckPorts {
  dataDir: string;
  workspaces: Workspaces;
  targets: Pick<Targets, 'require'>;
  providers: Pick<Providers, 'require'>;
  gate: Omit<GatePorts, 'ask'>;
  ask: (worker: { provider: string; model: string }, signal: AbortSignal) => AskJudge;
  spend: (costUsd: number) => Promise<void>;
}

export interface TryOnBase extends WorkerChoice {
  job: string;
  project: string;
  text: string;
  criteria?: readonly string[] | undefined;
}

export interface BaseChecks {
  /** Resolves when it is over, whatever came of it. Rejects with a `ProblemError` where it cannot begin. */
  tryOnBase(asked: TryOnBase): Promise<BaseCheck>;
  cancelTry(job: string): null;
  onBase(asked: { project: string; text: string; target: string }): Promise<{ base: string; results: CriterionResult[] }>;
  /** The kept results of all of a spec's criteria; null where one is missing. */
  knownOnBase(key: { base: string; target: string; spec: Spec }): CriterionResult[] | null;
  /** Told of each step. Returns what ends it. */
  onBaseCheck(listener: (check: BaseCheck) => void): () => void;
}

export function createBaseChecks(ports: BaseCheckPorts): BaseChecks & { close(): Promise<void> } {
  const running = new Map<string, AbortController>();
  const underWay = new Set<Promise<unknown>>();
  const listeners = new Set<(check: BaseCheck) => void>();
  let opened: BaseResults | null = null;
  const kept = (): BaseResults => (opened ??= openBaseResults(join(ports.dataDir, 'base-results.db')));

  const known = (spec: Pick<Spec, 'criteria' | 'setup'>, base: string, target: string): CriterionResult[] =>
    spec.criteria.flatMap((criterion) => {
      const result = kept().get({ base, target, setup: spec.setup }, criterion);
      return result === undefined ? [] : [named(result, criterion)];
    });

  async function tryOnBase(asked: TryOnBase): Promise<BaseCheck> {
    const spec = specOf(asked.text);
    const criteria = spec.criteria.filter(({ id }) => asked.criteria === undefined || asked.criteria.includes(id));
    ports.targets.require(asked.target);
    if (criteria.some(({ kind }) => kind === 'rubric')) ports.providers.require(asked.provider, asked.model);
    if (running.has(asked.job)) throw new TypeError(`A check with this name is running: ${asked.job}`);
    const stop = new AbortController();
    running.set(asked.job, stop);
    const { target, job } = asked;
    let check: BaseCheck = { job, target, base: '', state: 'waiting', results: [], problem: null };
    const tell = (change: Partial<BaseCheck>): void => {
      check = { ...check, ...change };
      for (const listener of listeners) listener(check);
    };
    try {
      const { root, head } = await ports.workspaces.describeRepository(asked.project, stop.signal);
      await ports.workspaces.hold({ session: BASE_CHECKS, root, commit: head, signal: stop.signal });
      tell({ base: head, state: 'running' });
      const key = { base: head, target, setup: spec.setup };
      const onCheck = (result: CriterionResult): void => {
        const criterion = criteria.find(({ id }) => id === result.id);
        if (criterion !== undefined && result.doubt !== 'lost') kept().put(key, criterion, result);
        if (result.costUsd !== undefined) void ports.spend(result.costUsd);
        tell({ results: [...check.results, result] });
      };
      const gate = { ...ports.gate, ask: ports.ask(asked, stop.signal) };
      const base = { prefix: newEventId(), root, base: head, spec: { ...spec, criteria }, target };
      await checkBase(base, gate, { signal: stop.signal, onCheck });
      tell({ state: 'done' });
    } catch (error) {
      if (stop.signal.aborted) tell({ state: 'cancelled' });
      else tell({ state: 'failed', problem: toProblem(error, asked.project) });
    } finally {
      running.delete(job);
    }
    return check;
  }

  return {
    tryOnBase(asked) {
      const check = tryOnBase(asked);
      underWay.add(check);
      const over = (): boolean => underWay.delete(check);
      check.then(over, over);
      return check;
    },
    cancelTry(job) {
      running.get(job)?.abort(new Error('cancelled by the user'));
      return null;
    },
    async onBase({ project, text, target }) {
      const { head } = await ports.workspaces.describeRepository(project);
      const parsed = parseSpec(text);
      return { base: head, results: parsed.ok ? known(parsed.spec, head, target) : [] };
    },
    knownOnBase({ base, target, spec }) {
      const results = known(spec, base, target);
      return results.length === spec.criteria.length ? results : null;
    },
    onBaseCheck(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const stop of running.values()) stop.abort(new Error('Drover is closing'));
      // Their sandboxes go while the targets are still there to remove them; what a target does not answer, the next start sweeps.
      await Promise.race([Promise.allSettled(underWay), pause(CLOSE_MS, undefined, { ref: false })]);
      opened?.close();
    },
  };
}

/** A result that was kept, under what the criterion is called now. */
function named(result: CriterionResult, criterion: Criterion): CriterionResult {
  const { id, visibility, weight } = criterion;
  return { ...result, id, visibility, weight, title: criterionTitle(criterion) };
}

function specOf(text: string): Spec {
  const parsed = parseSpec(text);
  if (parsed.ok) return parsed.spec;
  const [mistake] = parsed.mistakes;
  throw new ProblemError({
    what: mistake?.message ?? 'The spec cannot be read',
    where: `line ${mistake?.line ?? 1} of the spec`,
    todo: 'Correct it and try again.',
  });
}
