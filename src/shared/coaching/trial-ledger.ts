/** What the log of a project's trials says: its runs and trials, in the order in which they were started. */
import type { BodyOf, SessionEvent, TrialItem, TrialMode, TrialRun } from '../events.ts';

export interface Trial {
  id: string;
  run: string;
  item: TrialItem;
  mode: TrialMode;
  version: string;
  probe: string;
  sessions: { with: string | null; without: string };
  /** ISO 8601. */
  startedAt: string;
  ended: { with: TrialRun | null; without: TrialRun; at: string } | null;
}

export interface TrialsRun {
  id: string;
  begun: Omit<BodyOf<'trials.begun'>, 'type' | 'run'>;
  startedAt: string;
  /** Items of which no more trials are wanted. */
  items: { item: TrialItem; reason: BodyOf<'trials.item_ended'>['reason']; explanation: string }[];
  stopRequested: boolean;
  ended: { reason: BodyOf<'trials.ended'>['reason']; explanation: string; at: string } | null;
}

/** Grows in place: a log of ten thousand trials is read once, an event after the other. */
export interface TrialLedger {
  head: number;
  runs: Map<string, TrialsRun>;
  trials: Map<string, Trial>;
}

export function newLedger(): TrialLedger {
  return { head: 0, runs: new Map(), trials: new Map() };
}

/** One step. Never throws; an event that names nothing that is there changes nothing. */
export function takeTrialEvent(ledger: TrialLedger, event: SessionEvent): void {
  ledger.head = event.seq;
  const at = event.processed_at;
  switch (event.type) {
    case 'trials.begun': {
      const { id: _id, session: _session, seq: _seq, processed_at: _at, type: _type, run, ...begun } = event;
      ledger.runs.set(run, { id: run, begun, startedAt: at, items: [], stopRequested: false, ended: null });
      return;
    }
    case 'trial.started': {
      const { entry, provider, model, target, mode, version, probe, sessions, run } = event;
      const item = { entry, provider, model, target };
      ledger.trials.set(event.trial, { id: event.trial, run, item, mode, version, probe, sessions, startedAt: at, ended: null });
      return;
    }
    case 'trial.ended': {
      const trial = ledger.trials.get(event.trial);
      if (trial !== undefined) trial.ended ??= { with: event.with, without: event.without, at };
      return;
    }
    case 'trials.item_ended': {
      const { entry, provider, model, target, reason, explanation } = event;
      ledger.runs.get(event.run)?.items.push({ item: { entry, provider, model, target }, reason, explanation });
      return;
    }
    case 'trials.stop_requested': {
      const run = ledger.runs.get(event.run);
      if (run !== undefined) run.stopRequested = true;
      return;
    }
    case 'trials.ended': {
      const run = ledger.runs.get(event.run);
      if (run !== undefined) run.ended ??= { reason: event.reason, explanation: event.explanation, at };
      return;
    }
    default:
  }
}

export function sameItem(a: TrialItem, b: TrialItem): boolean {
  return a.entry === b.entry && a.provider === b.provider && a.model === b.model && a.target === b.target;
}
