/**
 * What is to be done next about a run of trials. Pure: the same log and facts give the same action, so that whoever was killed
 * is followed by the next one, and two that go on with the same run at once do nothing twice.
 */
import type { Trial, TrialLedger, TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import type { BodyOf, TrialItem, TrialMode, TrialRun } from '../../shared/events.ts';
import { groupBy } from '../../shared/group-by.ts';
import { armsOf, itemName, type Arm, type TrialFacts } from './facts.ts';
import { dearestRunning, dollars, leftOf, spentBy } from './spending.ts';
import { weighItem } from './weigh-item.ts';

export type TrialAction =
  /** It has ended. */
  | { do: 'rest' }
  /** Something that runs has to change first. */
  | { do: 'wait' }
  /** The file and the probes of these are to be read. */
  | { do: 'look'; items: TrialItem[] }
  /** A trial in the log lacks a session. */
  | { do: 'make'; trial: Trial }
  | { do: 'interrupt'; sessions: string[]; reason: string }
  /** The others are appended to the log of trials. */
  | { do: 'end_trial'; trial: string; with: TrialRun | null; without: TrialRun }
  | { do: 'end_item'; item: TrialItem; reason: BodyOf<'trials.item_ended'>['reason']; explanation: string }
  | { do: 'start'; item: TrialItem; mode: TrialMode; version: string; probe: string }
  | { do: 'end'; reason: BodyOf<'trials.ended'>['reason']; explanation: string };

export function decideTrials(ledger: TrialLedger, id: string, facts: TrialFacts): TrialAction {
  const run = ledger.runs.get(id);
  if (run === undefined || run.ended !== null) return { do: 'rest' };
  const trials = [...ledger.trials.values()].filter((trial) => trial.run === id);
  const open = trials.filter(({ ended }) => ended === null);

  const unmade = open.find((trial) => armsOf(trial).some((session) => facts.arm(session).state === 'missing'));
  if (unmade !== undefined) return { do: 'make', trial: unmade };
  for (const trial of open) {
    const runs = armsOf(trial).map((session) => restOf(facts.arm(session)));
    const [first, last] = [runs[0] ?? null, runs.at(-1) ?? null];
    if (runs.every((rest) => rest !== null) && last !== null)
      return { do: 'end_trial', trial: trial.id, with: trial.sessions.with === null ? null : first, without: last };
  }

  const wanted = wantedItems(run);
  if (wanted.length === 0 && open.length === 0) return { do: 'end', reason: 'done', explanation: 'There is nothing more to try.' };
  const ending = endingOf(run, trials, facts);
  if (ending !== null) return windUp(ending, open, facts);
  return next(ledger, run, wanted, trials, facts);
}

/** Those that have no answer yet. */
function wantedItems({ begun, items }: TrialsRun): TrialItem[] {
  const ended = new Set(items.map(({ item }) => itemName(item)));
  return begun.items.filter((item) => !ended.has(itemName(item)));
}

function restOf(arm: Arm): TrialRun | null {
  return arm.state === 'rested' ? arm.run : null;
}

interface Ending {
  reason: BodyOf<'trials.ended'>['reason'];
  explanation: string;
  /** What runs is stopped; else it ends by itself. */
  stops: boolean;
}

function endingOf({ begun, stopRequested }: TrialsRun, trials: readonly Trial[], facts: TrialFacts): Ending | null {
  if (stopRequested) return { reason: 'stopped', explanation: 'The trials were stopped.', stops: true };
  const { budget_usd: budget } = begun;
  const spent = budget === null ? 0 : spentBy(trials, facts);
  if (budget !== null && spent >= budget) {
    return { reason: 'budget_reached', explanation: `The trials cost the allowed ${dollars(budget)}.`, stops: true };
  }
  // It pauses the sessions itself.
  return facts.dayLimit === null ? null : { reason: 'budget_reached', explanation: facts.dayLimit, stops: false };
}

function windUp({ reason, explanation, stops }: Ending, open: readonly Trial[], facts: TrialFacts): TrialAction {
  if (open.length === 0) return { do: 'end', reason, explanation };
  const running = open.flatMap(armsOf).filter((session) => {
    const arm = facts.arm(session);
    // What nobody drives yet would not hear it.
    return arm.state === 'live' && arm.claimed && !arm.stopping;
  });
  return stops && running.length > 0 ? { do: 'interrupt', sessions: running, reason: explanation } : { do: 'wait' };
}

function next(ledger: TrialLedger, run: TrialsRun, wanted: readonly TrialItem[], trials: readonly Trial[], facts: TrialFacts): TrialAction {
  const free = freePlaces(trials, facts);
  if (!wanted.some(({ target }) => free(target))) return { do: 'wait' };
  const { subjects } = facts;
  // What probes begin from is kept from the beginning on, whoever's turn it is.
  if (subjects === null) return { do: 'look', items: [...wanted] };

  const byEntry = groupBy(ledger.trials.values(), ({ item }) => item.entry);
  const left = run.begun.budget_usd === null ? Infinity : leftOf(run.begun.budget_usd, trials, facts);
  const dearest = dearestRunning(trials, facts);
  let dear: number | null = null;
  for (const item of inTurn(wanted, trials)) {
    if (!free(item.target)) continue;
    const subject = subjects.get(itemName(item));
    if (subject === undefined) return { do: 'look', items: [item] };
    const weighed = weighItem(run, item, subject, byEntry.get(item.entry) ?? [], trials);
    if (weighed.want === 'nothing') return { do: 'end_item', item, reason: weighed.reason, explanation: weighed.explanation };
    if (weighed.want === 'wait' || !subject.ok) continue;
    const cost = weighed.cost === null ? null : Math.max(weighed.cost, dearest);
    if (cost === null || cost <= left) {
      const { mode, version, probe } = subject;
      return { do: 'start', item, mode, version, probe };
    }
    dear = Math.min(cost, dear ?? cost);
  }
  if (dear === null || trials.some(({ ended }) => ended === null)) return { do: 'wait' };
  const explanation = `${dollars(left)} of the budget is left, and the next trial would cost about ${dollars(dear)}.`;
  return { do: 'end', reason: 'budget_reached', explanation };
}

/** In the order of the plan, but those first that have the fewest pairs under way. */
function inTurn(wanted: readonly TrialItem[], trials: readonly Trial[]): TrialItem[] {
  const running = new Map<string, number>();
  for (const { ended, item } of trials) if (ended === null) running.set(itemName(item), (running.get(itemName(item)) ?? 0) + 1);
  return wanted.toSorted((a, b) => (running.get(itemName(a)) ?? 0) - (running.get(itemName(b)) ?? 0));
}

/** Whether another trial may begin at a target: as soon as one of its places is free, and the second arm waits for the next. */
function freePlaces(trials: readonly Trial[], facts: TrialFacts): (target: string) => boolean {
  const live = new Map<string, number>();
  for (const trial of trials) {
    if (trial.ended !== null) continue;
    const running = armsOf(trial).filter((session) => facts.arm(session).state !== 'rested').length;
    live.set(trial.item.target, (live.get(trial.item.target) ?? 0) + running);
  }
  return (target) => (live.get(target) ?? 0) < facts.places(target);
}
