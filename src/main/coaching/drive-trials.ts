/** Drives a run of trials to its end: reads the log, decides, acts, appends. Holds nothing that cannot be had again. */
import type { Trial, TrialLedger, TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import type { NewEvent, TrialItem, TrialRun } from '../../shared/events.ts';
import { toProblem, UnwritableLogError, type Problem } from '../../shared/problem.ts';
import { decideTrials, type TrialAction } from './decide-trials.ts';
import { armsOf, type Arm, type Subject, type TrialFacts } from './facts.ts';
import type { TrialLog } from './trial-log.ts';
import { neverBegan } from './trial-run.ts';

export interface TrialPorts {
  arm(session: string): Arm;
  places(target: string): number;
  dayLimit(): string | null;
  /** Reads the file and the probes of these items, and keeps what the probes begin from. By `itemName`. */
  look(run: TrialsRun, items: readonly TrialItem[], signal: AbortSignal): Promise<Map<string, Subject>>;
  /** Makes the sessions of a trial that are not there yet. Repeatable. @returns null, or why they cannot be made any more */
  make(run: TrialsRun, trial: Trial, signal: AbortSignal): Promise<string | null>;
  wake(session: string): void;
  interrupt(session: string, reason: string): Promise<void>;
  /** `grown` resolves when something has changed since it last did, or the signal aborts. */
  watch(): { grown(signal: AbortSignal): Promise<void>; end(): void };
  newTrialId(): string;
  newTrialSessionId(): string;
  onProblem(problem: Problem): void;
}

/** A log that takes no events is tried again, in ms. */
const RETRY_LOG_MS = 5000;

/** Resolves when the run has ended, or the signal aborts. Never rejects: a bug ends the run, and is told. */
export async function driveTrials(log: TrialLog, run: string, ports: TrialPorts, signal: AbortSignal): Promise<void> {
  const unmade = new Map<string, string>();
  const rested = new Map<string, Arm>();
  let held = false;
  while (!signal.aborted) {
    try {
      await turns(log, run, ports, signal, { unmade, rested });
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof UnwritableLogError)) return fail(log, run, ports, error);
      if (!held) ports.onProblem(error.problem);
      held = true;
      await pause(RETRY_LOG_MS, signal);
    }
  }
}

/** `unmade`: trials whose sessions cannot be made, and why. `rested`: arms that are over. */
interface Known {
  unmade: Map<string, string>;
  rested: Map<string, Arm>;
}

async function turns(log: TrialLog, id: string, ports: TrialPorts, signal: AbortSignal, known: Known): Promise<void> {
  const watch = ports.watch();
  let subjects: ReadonlyMap<string, Subject> | null = null;
  try {
    while (!signal.aborted) {
      const ledger = log.ledger();
      const { head } = ledger;
      const facts = { ...factsOf(ledger, ports, known), subjects };
      const action = decideTrials(ledger, id, facts);
      const run = ledger.runs.get(id);
      if (action.do === 'rest' || run === undefined) return;
      switch (action.do) {
        case 'look':
          subjects = new Map([...(subjects ?? []), ...(await ports.look(run, action.items, signal))]);
          break;
        case 'make': {
          const fault = await ports.make(run, action.trial, signal);
          if (fault !== null) known.unmade.set(action.trial.id, fault);
          break;
        }
        case 'interrupt':
          await Promise.all(action.sessions.map((session) => ports.interrupt(session, action.reason)));
          action.sessions.forEach((session) => ports.wake(session));
          break;
        case 'wait':
          for (const session of unclaimed(ledger, id, facts)) ports.wake(session);
          await watch.grown(signal);
          if (log.ledger().head !== head) subjects = new Map();
          break;
        default:
          // Decided anew on what the log says by then: another process may have been first.
          await log.append((now) => eventsOf(decideTrials(now, id, facts), id, ports));
          // Before each trial the file is read as it is then.
          if (action.do !== 'end_item') subjects = new Map();
      }
    }
  } finally {
    watch.end();
  }
}

function factsOf(ledger: TrialLedger, ports: TrialPorts, { unmade, rested }: Known): Omit<TrialFacts, 'subjects'> {
  const seen = new Map<string, Arm>();
  const lost = new Map<string, string>();
  for (const [trial, why] of unmade) for (const session of armsOfTrial(ledger, trial)) lost.set(session, why);
  return {
    places: (target) => ports.places(target),
    dayLimit: ports.dayLimit(),
    arm(session) {
      const known = rested.get(session) ?? seen.get(session);
      if (known !== undefined) return known;
      const now = ports.arm(session);
      const why = lost.get(session);
      const arm = now.state === 'missing' && why !== undefined ? neverBegan(why) : now;
      (arm.state === 'rested' ? rested : seen).set(session, arm);
      return arm;
    },
  };
}

function armsOfTrial({ trials }: TrialLedger, id: string): string[] {
  const trial = trials.get(id);
  return trial === undefined ? [] : armsOf(trial);
}

/** Sessions that are made and that nobody drives: new ones, or those of a process that was killed before it could. */
function unclaimed({ trials }: TrialLedger, run: string, { arm }: Pick<TrialFacts, 'arm'>): string[] {
  return [...trials.values()]
    .filter((trial) => trial.run === run && trial.ended === null)
    .flatMap(armsOf)
    .filter((session) => {
      const now = arm(session);
      return now.state === 'live' && !now.claimed;
    });
}

function eventsOf(action: TrialAction, run: string, ports: TrialPorts): NewEvent[] | null {
  switch (action.do) {
    case 'end_trial':
      return [{ type: 'trial.ended', trial: action.trial, with: action.with, without: action.without }];
    case 'end_item':
      return [{ type: 'trials.item_ended', run, ...action.item, reason: action.reason, explanation: action.explanation }];
    case 'start': {
      const { item, mode, version, probe } = action;
      const sessions = { with: mode === 'confirm' ? null : ports.newTrialSessionId(), without: ports.newTrialSessionId() };
      return [{ type: 'trial.started', run, trial: ports.newTrialId(), ...item, mode, version, probe, sessions }];
    }
    case 'end':
      return [{ type: 'trials.ended', run, reason: action.reason, explanation: action.explanation }];
    default:
      return null;
  }
}

/** Trials that have no end would hold up what later ones say. */
async function fail(log: TrialLog, id: string, ports: TrialPorts, error: unknown): Promise<void> {
  const problem = toProblem(error, 'trials of coaching');
  ports.onProblem(problem);
  const nothing: TrialRun = { passed: null, reason: `The trials failed: ${problem.what}`, cost_usd: 0, tokens: 0, turns: 0, active_ms: 0 };
  const open = (ledger: TrialLedger): Trial[] => [...ledger.trials.values()].filter(({ run, ended }) => run === id && ended === null);
  const left = open(log.ledger()).flatMap(armsOf);
  try {
    await log.append((ledger) => {
      const run = ledger.runs.get(id);
      if (run === undefined || run.ended !== null) return null;
      const ends = open(ledger).map(({ id: trial, sessions }): NewEvent => {
        return { type: 'trial.ended', trial, with: sessions.with === null ? null : nothing, without: nothing };
      });
      return [...ends, { type: 'trials.ended', run: id, reason: 'failed', explanation: problem.what }];
    });
    for (const session of left) {
      const arm = ports.arm(session);
      if (arm.state === 'live') await ports.interrupt(session, 'The trials that it belongs to failed.');
      if (arm.state === 'live') ports.wake(session);
    }
  } catch (again) {
    ports.onProblem(toProblem(again, 'trials of coaching'));
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
