/** Every part of Drover, built once and handed to whoever shows it: the window (`main.ts`) or the terminal (`cli.ts`). */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultRule } from '../../shared/coaching/judge-entry.ts';
import type { Outputs } from '../../shared/ipc.ts';
import { toProblem, type Problem } from '../../shared/problem.ts';
import { PLACES } from '../../shared/settings.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import { isNoTrial } from '../../shared/trial-session.ts';
import { judge } from '../gate/gate.ts';
import { createTrialLogs } from '../coaching/trial-log.ts';
import { createHarness } from '../harness/harness.ts';
import type { Point } from '../harness/points.ts';
import type { LiveDelta, RetryPolicy } from '../harness/ports.ts';
import type { Ended } from '../harness/wake.ts';
import { askJudge } from '../judging/ask-judge.ts';
import type { AskJudge } from '../../shared/check-criterion.ts';
import { newEventId, newOutcomeId } from '../log/ids.ts';
import { openLog, type Log } from '../log/log.ts';
import { createModelPort } from '../model/client.ts';
import { testProvider } from '../model/test-provider.ts';
import type { Limits } from '../model/watch.ts';
import { createBoard, type Board } from '../sessions/board.ts';
import { createPlaces } from '../sessions/places.ts';
import { openSettings, type SettingsStore } from '../settings/settings.ts';
import { createSpecFiles } from '../specs/spec-files.ts';
import { createVault, type Cipher, type Vault } from '../vault/vault.ts';
import { createWorkspaces, type Workspaces } from '../workspace/workspaces.ts';
import { createStopLosers } from './attempts.ts';
import { createDailyBudget, type DailyBudgets } from './daily-budget.ts';
import { createCoachingAdvice, type CoachingAdvice } from './coaching-advice.ts';
import { createCoaching, type Coaching } from './coaching.ts';
import { createBaseChecks, type BaseChecks } from './base-checks.ts';
import { createDispatches, type Dispatches } from './dispatches.ts';
import { createFork, type Fork } from './forks.ts';
import { createImports, type Imports } from './imports.ts';
import { capturePattern, matchPattern } from './match-pattern.ts';
import { readProjectCoaching } from './project-coaching.ts';
import { createProjects, type Projects } from './projects.ts';
import { createPullRequests, type PullRequests } from './pull-requests.ts';
import { openProviders } from './providers.ts';
import { createSnapshotFinder } from './snapshot-finder.ts';
import { createSteering, type Steering } from './steering.ts';
import { sweep } from './sweep.ts';
import { createTargets, type Targets } from './targets.ts';
import { createTrials, type Trials } from './trials.ts';
import { createSuggestions, type Suggestions } from './suggestions.ts';
import { createVerdicts, type Verdicts } from './verdicts.ts';

export interface DroverOptions {
  dataDir: string;
  /** The folder that ships with the application. */
  resources: string;
  /** The system's keyring; null keeps keys in memory for this run only. */
  cipher: Cipher | null;
  /** The built script of the log's own thread; without it commits run on this one. */
  logWorker?: URL;
  /** The built script of the thread that indexes the log; without it that happens on this one, once somebody searches. */
  indexWorker?: URL;
  /** The built script of the thread that imports; without it that happens on this one. */
  importWorker?: URL;
  retry?: RetryPolicy;
  /** Lets the rehearsal model answer at once. */
  hurry?: boolean;
  /** How long a model may be silent. */
  limits?: Partial<Limits>;
  /** Told of each append and act on the world before and after it: tests of crashes end the process there. */
  onPoint?: (name: Point) => void;
}

export interface Drover
  extends BaseChecks, Coaching, CoachingAdvice, Suggestions, DailyBudgets, Dispatches, PullRequests, Steering, Trials, Verdicts {
  dataDir: string;
  log: Log;
  board: Board;
  settings: SettingsStore;
  vault: Vault;
  targets: Targets;
  projects: Projects;
  imports: Imports;
  workspaces: Workspaces;
  settingsView(): SettingsView;
  /** Plain words where something is not as it should be. */
  notes: string[];
  /** Wakes what was running when the application last ended, and removes sandboxes that nobody owns. */
  resume(): Promise<void>;
  /** The computer woke up: what waits for its next attempt goes on at once. */
  hurry(): void;
  /** Takes a session up and drives it until it rests, or another process takes it over. */
  drive(session: string): Promise<Ended>;
  /** A new session that shares everything up to an event, with the files of that instant. It is woken. @returns its id */
  fork: Fork;
  testProvider(id: string, model: string): Promise<Outputs['provider.test']>;
  /** What streams and is never stored. Returns what ends it; so does `onProblem`. */
  onDelta(listener: (session: string, delta: LiveDelta) => void): () => void;
  /** What went wrong outside any call: a session whose driver crashed, a sandbox that could not be removed. */
  onProblem(listener: (problem: Problem) => void): () => void;
  /** Lets go of everything; what runs on a target goes on. */
  close(): Promise<void>;
}

const RETRY: RetryPolicy = { attempts: 8, baseMs: 1000, maxMs: 60_000 };
/** Seven minutes of waiting, and what each attempt takes: a box that restarts is back by then. */
const RETRY_TARGET: RetryPolicy = { attempts: 13, baseMs: 1000, maxMs: 60_000 };

/** Rejects with a `ProblemError` where the data folder cannot be used. */
export async function openDrover(options: DroverOptions): Promise<Drover> {
  const { dataDir, resources } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const deltas = new Set<(session: string, delta: LiveDelta) => void>();
  const problems = new Set<(problem: Problem) => void>();
  const tell = (problem: Problem): void => problems.forEach((listener) => listener(problem));

  const log = openLog(join(dataDir, 'log.db'), {
    ...(options.logWorker && { worker: options.logWorker }),
    ...(options.indexWorker && { indexWorker: options.indexWorker }),
  });
  const board = createBoard(log, tell);
  const settings = openSettings(join(dataDir, 'settings.json'));
  const vault = createVault({ file: join(dataDir, 'vault.json'), cipher: options.cipher });
  const workspaces = createWorkspaces({ dataDir });
  const targets = createTargets({ dataDir, resources, settings });
  const providers = await openProviders({ scripts: join(resources, 'rehearsal'), hurry: options.hurry ?? false, settings, vault });
  const projects = createProjects({ settings, specs: createSpecFiles(), workspaces, onProblem: tell });
  const mask = (text: string): string => vault.mask(text);
  const imports = createImports({
    ...{ dataDir, log, providers: () => settings.get().providers, secrets: () => vault.secrets() },
    ...(options.importWorker && { worker: options.importWorker }),
  });

  const dailyBudget = createDailyBudget({ log, board, settings });
  const placesOf = (id: string): number => settings.get().targets.find((target) => target.id === id)?.places ?? PLACES;
  const trialLogs = createTrialLogs(log);
  const mayRun = (): { id: string }[] => [...log.sessions(isNoTrial), ...trialLogs.openArms().map((id) => ({ id }))];
  const places = createPlaces({ ...log, sessions: mayRun }, (session) => board.state(session), placesOf);

  const shared = { target: (id: string) => targets.get(id), matches: matchPattern, capture: capturePattern, mask };
  const model = createModelPort({ provider: (id) => providers.access(id), ...(options.limits && { limits: options.limits }) });
  const askFor = (session: string, signal: AbortSignal): AskJudge => {
    const { dispatch } = board.state(session);
    return askJudge(model, { provider: dispatch?.provider ?? '', model: dispatch?.model ?? '' }, signal);
  };
  const spend = (costUsd: number): Promise<void> => dailyBudget.spend(costUsd);
  const baseChecks = createBaseChecks({
    ...{ dataDir, workspaces, targets, providers, spend },
    gate: { ...shared, workspace: workspaces },
    ask: (worker, signal) => askJudge(model, worker, signal),
  });
  const suggestions = createSuggestions({ log, board, model, providers, workspaces, spend });

  const harness = createHarness(
    {
      ...shared,
      log,
      model,
      ask: askFor,
      workspace: workspaces,
      gate: { judge: (job, watch) => judge(job, { ...shared, workspace: workspaces, ask: askFor(job.session, watch.signal) }, watch) },
      newEventId,
      onDelta: (session, delta) => deltas.forEach((listener) => listener(session, delta)),
      retry: options.retry ?? RETRY,
      retryTarget: options.retry ?? RETRY_TARGET,
      contextTokens: (provider, model) => providers.contextTokens(provider, model),
      dayLimit: () => dailyBudget.reached(),
      places,
      onVerdict: (session) => stopLosers(session),
      onPoint: options.onPoint,
    },
    {
      onCrash: (session, error) => tell(toProblem(error, `session ${session}`)),
      onHeld: (session, problem) => {
        board.hold(session, problem);
        tell(problem);
      },
    },
  );

  const coaching = createCoaching({ log, board, settings, providers, workspaces, trialLogs });

  const wake = (session: string): void => harness.wake(session);
  const stopLosers = createStopLosers({ log, board, wake });

  const { resumeTrials, closeTrials, ...trials } = createTrials({
    ...{ log, trialLogs, board, settings, providers, targets, workspaces, wake },
    places: placesOf,
    dayLimit: () => dailyBudget.reached(),
    onProblem: tell,
  });

  const notes = [settings.problem, ...vault.problems].flatMap((problem) =>
    problem === null ? [] : [`${problem.what} (${problem.where}). ${problem.todo}`],
  );

  return {
    ...createDispatches({ knownOnBase: baseChecks.knownOnBase, dataDir, resources, log, projects, providers, targets, workspaces, wake }),
    ...createSteering({ log, board, wake }),
    ...baseChecks,
    ...suggestions,
    ...coaching,
    ...createCoachingAdvice({ log, board, settings, workspaces, trialLogs, readCoaching: coaching.readCoaching }),
    ...trials,
    ...createVerdicts({ log, board, workspaces, mask, wake }),
    ...createPullRequests({ log, board, workspaces, mask }),
    today: () => dailyBudget.today(),
    onToday: (listener) => dailyBudget.onToday(listener),
    spend,
    dataDir,
    notes,
    log,
    board,
    settings,
    vault,
    targets,
    projects,
    imports,
    workspaces,
    settingsView: () => ({
      ...settings.get(),
      dailyBudget: settings.get().dailyBudget ?? {},
      trials: settings.get().trials ?? defaultRule,
      providers: providers.views(),
      targets: settings.get().targets.map((target) => ({ ...target, builtIn: target.id === 'local' })),
      keyring: vault.keyring(),
    }),
    async resume() {
      if (log.readOnly !== null) return;
      await board.ready();
      // In parts: what comes next needs all of them.
      for (const trialLog of trialLogs.all()) await trialLog.read();
      // Trials that are under way run and own sandboxes like any other.
      const sessions = () => [...board.list(), ...trialLogs.openArms().flatMap((id) => board.summary(id) ?? [])];
      for (const { id, column } of sessions()) if (column === 'running') wake(id);
      // Who was killed between a verdict and what follows from it.
      for (const { id, dispatch, verdict } of board.list())
        if (dispatch.attempt?.stop_losers === true && verdict === 'passed') await stopLosers(id);
      resumeTrials();
      await sweep({ sessions, board, targets, onProblem: tell });
    },
    hurry: () => harness.hurry(),
    drive: (session) => harness.drive(session),
    fork: createFork({
      log,
      files: createSnapshotFinder({ log, target: (id) => targets.get(id), workspace: workspaces }),
      describeRepository: (path) => workspaces.describeRepository(path),
      hold: (job) => workspaces.hold(job),
      coaching: readProjectCoaching,
      requireModel: (provider, model) => providers.require(provider, model),
      requireTarget: (target) => targets.require(target),
      newOutcomeId,
      wake,
      onPoint: options.onPoint,
    }),
    async testProvider(id, model) {
      const access = providers.require(id, model);
      const result = await testProvider(access, { model });
      return result.ok ? { ok: true, latencyMs: result.latencyMs } : { ok: false, problem: result.problem };
    },
    onDelta: (listener) => subscribe(deltas, listener),
    onProblem: (listener) => subscribe(problems, listener),
    async close() {
      await imports.close();
      await baseChecks.close();
      suggestions.close();
      await closeTrials();
      dailyBudget.close();
      await harness.close();
      places.close();
      await targets.close();
      workspaces.close();
      await providers.close();
      await board.close();
      await log.close();
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
