/** What a decision about trials depends on beside their log. */
import type { TrialItem, TrialMode, TrialRun } from '../../shared/events.ts';
import type { Trial } from '../../shared/coaching/trial-ledger.ts';

/** A session that is an arm of a trial, as it is now. */
export type Arm =
  /** The trial is in the log, the session is not yet. */
  | { state: 'missing' }
  /** `claimed`: somebody drives it. `stopping`: it was asked to stop. */
  | { state: 'live'; claimed: boolean; stopping: boolean; costUsd: number }
  | { state: 'rested'; run: TrialRun };

/** What the coaching file and the probe say of an item now. */
export type Subject =
  { ok: true; mode: TrialMode; version: string; probe: string } | { ok: false; reason: 'gone' | 'not_testable'; explanation: string };

export interface TrialFacts {
  arm(session: string): Arm;
  /** How many sandboxes a target holds. */
  places(target: string): number;
  /** Which limit of the day is reached, in words; null: none. */
  dayLimit: string | null;
  /** By `itemName`, of those items that were looked at since something was last begun or ended; null: nobody ever looked. */
  subjects: ReadonlyMap<string, Subject> | null;
}

export const armsOf = ({ sessions }: Pick<Trial, 'sessions'>): string[] =>
  sessions.with === null ? [sessions.without] : [sessions.with, sessions.without];

export const itemName = ({ entry, provider, model, target }: TrialItem): string => JSON.stringify([entry, provider, model, target]);
