/** Trials of coaching, begun, driven, stopped and awaited: through the ordinary harness, gate and sandboxes. */
import { defaultRule } from '../../shared/coaching/judge-entry.ts';
import { toldEntries } from '../../shared/coaching/told-entries.ts';
import type { TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import type { BodyOf, TrialItem } from '../../shared/events.ts';
import type { RunView } from '../../shared/ipc-coaching.ts';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { driveTrials, type TrialPorts } from '../coaching/drive-trials.ts';
import { itemName, type Subject } from '../coaching/facts.ts';
import type { TrialLog, TrialLogs } from '../coaching/trial-log.ts';
import { armOf } from '../coaching/trial-run.ts';
import { budgetReached } from '../harness/decide.ts';
import { newTrialId, newTrialSessionId, newTrialsRunId } from '../log/ids.ts';
import type { Log } from '../log/log.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';
import type { Board } from '../sessions/board.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { listProbes } from '../specs/probe-files.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { applied, entriesOf, readEntries } from './project-coaching.ts';
import type { Providers } from './providers.ts';
import { viewOfRun } from './run-views.ts';
import type { Targets } from './targets.ts';
import { isOf, makeArms } from './trial-arms.ts';
import { createBases, planTrials, type Planned } from './trial-plans.ts';
import { watchGrowth } from './watch-growth.ts';

interface TrialsPorts {
  log: Pick<Log, 'head' | 'append' | 'getEvents' | 'onGrowth'>;
  trialLogs: TrialLogs;
  board: Pick<Board, 'state'>;
  settings: Pick<SettingsStore, 'get' | 'onChange'>;
  providers: Pick<Providers, 'require'>;
  targets: Pick<Targets, 'require'>;
  workspaces: Pick<Workspaces, 'describeRepository' | 'hold' | 'smallRepository'>;
  places(target: string): number;
  dayLimit(): string | null;
  wake(session: string): void;
  onProblem(problem: Problem): void;
}

/** Each rejects with a `ProblemError`, and has begun nothing, where what was asked for is not there. */
export interface Trials {
  /** Begins trials of entries, or runs their probes once without them (`confirm`). @returns the run's id, at once */
  testCoaching(job: {
    project: string;
    kind: 'entries' | 'confirm';
    worker: WorkerChoice;
    entries: readonly string[];
    /** US dollars; null: none but the day's. */
    budgetUsd: number | null;
  }): Promise<{ run: string }>;
  /** One trial of each probe: the file as it was (`before`, its text) against the file as it is. */
  guardCoaching(job: { project: string; worker: WorkerChoice; before: string; budgetUsd: number | null }): Promise<{ run: string }>;
  /** What runs is interrupted and says nothing; what has ended counts. */
  stopTrials(project: string, run: string): Promise<null>;
  /** Resolves when the run has ended, or the signal aborts: `ended` says which. */
  awaitTrials(project: string, run: string, signal: AbortSignal): Promise<RunView>;
}

export interface DrivenTrials extends Trials {
  /** Goes on with every run that has no end. */
  resumeTrials(): void;
  /** Lets go of them; they go on at the next start. */
  closeTrials(): Promise<void>;
}

export function createTrials(ports: TrialsPorts): DrivenTrials {
  const { log, trialLogs, board, settings, workspaces } = ports;
  const closing = new AbortController();
  const drivers = new Map<string, Promise<void>>();
  const bases = createBases(workspaces);
  /** What was read last of a run's items: a trial begins with that, whatever is written meanwhile. */
  const read = new Map<string, Planned>();
  const readName = ({ id }: TrialsRun, item: TrialItem): string => `${id} ${itemName(item)}`;

  const driven: TrialPorts = {
    arm: (session) => {
      if (log.head(session) === 0) return { state: 'missing' };
      const state = board.state(session);
      return armOf(state, budgetReached(state));
    },
    places: ports.places,
    dayLimit: ports.dayLimit,
    async look(run, items, signal) {
      const plan = await planTrials(run, bases);
      const subjects = new Map<string, Subject>();
      for (const item of items) {
        const planned = await plan(item, signal);
        read.set(readName(run, item), planned);
        subjects.set(itemName(item), planned.subject);
      }
      return subjects;
    },
    make: (run, trial, signal) =>
      makeArms(log, run, trial, async () => {
        const kept = read.get(readName(run, trial.item));
        return kept !== undefined && isOf(kept, trial) ? kept : (await planTrials(run, bases))(trial.item, signal);
      }),
    wake: ports.wake,
    async interrupt(session, reason) {
      await appendAsUser(log, session, [{ type: 'user.interrupt', reason }]);
    },
    watch: () => watchGrowth(log, settings),
    newTrialId,
    newTrialSessionId,
    onProblem: ports.onProblem,
  };

  const drive = (trialLog: TrialLog, run: string): void => {
    if (drivers.has(run) || closing.signal.aborted) return;
    const driver = driveTrials(trialLog, run, driven, closing.signal).finally(() => {
      drivers.delete(run);
      for (const name of read.keys()) if (name.startsWith(`${run} `)) read.delete(name);
    });
    drivers.set(run, driver);
  };

  const begin = async (begun: Omit<BodyOf<'trials.begun'>, 'type' | 'run' | 'smallest' | 'max_pairs'>): Promise<{ run: string }> => {
    const { smallest, maxPairs } = settings.get().trials ?? defaultRule;
    const run = newTrialsRunId();
    const trialLog = trialLogs.of(begun.project.path);
    await trialLog.append(() => [{ type: 'trials.begun', run, ...begun, smallest, max_pairs: maxPairs }]);
    drive(trialLog, run);
    return { run };
  };

  const runOf = async (project: string, id: string): Promise<{ trialLog: TrialLog; run: TrialsRun }> => {
    const { root } = await workspaces.describeRepository(project);
    const trialLog = trialLogs.of(root);
    const run = trialLog.ledger().runs.get(id);
    if (run !== undefined) return { trialLog, run };
    throw new ProblemError({
      what: 'There are no such trials',
      where: id,
      todo: 'Choose one that the coaching screen shows.',
    });
  };

  const requireWorker = ({ provider, model, target }: WorkerChoice): WorkerChoice => {
    ports.providers.require(provider, model);
    ports.targets.require(target);
    return { provider, model, target };
  };

  return {
    async testCoaching({ project, kind, worker, entries, budgetUsd }) {
      const { root, name } = await workspaces.describeRepository(project);
      const chosen = requireWorker(worker);
      const items = [...new Set(entries)].map((entry) => ({ entry, ...chosen }));
      return begin({ project: { path: root, name }, kind, items, budget_usd: budgetUsd });
    },
    async guardCoaching({ project, worker, before, budgetUsd }) {
      const { root, name } = await workspaces.describeRepository(project);
      const chosen = requireWorker(worker);
      const now = await readEntries(root);
      const was = entriesOf({ ...now, text: before });
      const [old, after] = [was, now.entries].map((entries) => toldEntries(entries, worker.model).map(applied));
      const usable = (await listProbes(root)).filter(({ problem }) => problem === null);
      if (usable.length === 0)
        throw new ProblemError({
          what: 'There is no probe that could be run',
          where: root,
          todo: 'Give an entry a probe first: a small spec that shows its fault.',
        });
      const items = usable.map(({ entry }) => ({ entry, ...chosen }));
      const guard = { path: now.path, before: old ?? [], after: after ?? [] };
      return begin({ project: { path: root, name }, kind: 'guard', items, budget_usd: budgetUsd, guard });
    },
    async stopTrials(project, id) {
      const { trialLog } = await runOf(project, id);
      await trialLog.append((ledger) => {
        const run = ledger.runs.get(id);
        return run === undefined || run.ended !== null || run.stopRequested ? null : [{ type: 'trials.stop_requested', run: id }];
      });
      // Whoever drove it may be gone.
      drive(trialLog, id);
      return null;
    },
    async awaitTrials(project, id, signal) {
      const { trialLog, run } = await runOf(project, id);
      const either = AbortSignal.any([signal, closing.signal]);
      const watch = watchGrowth(log, settings);
      try {
        while (run.ended === null && !either.aborted) {
          trialLog.ledger();
          if (run.ended === null) await watch.grown(either);
        }
      } finally {
        watch.end();
      }
      return viewOfRun(trialLog.ledger(), run);
    },
    resumeTrials() {
      for (const trialLog of trialLogs.all())
        for (const run of trialLog.ledger().runs.values()) if (run.ended === null) drive(trialLog, run.id);
    },
    async closeTrials() {
      closing.abort();
      await Promise.all(drivers.values());
    },
  };
}
