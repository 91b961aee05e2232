/** What the check of a pruned file found. Pure. */
import type { Trial } from '../../../shared/coaching/trial-ledger.ts';
import type { RunView } from '../../../shared/ipc-coaching.ts';

export interface GuardAnswer {
  /** Passed with the file as it was, and failed with the pruned one. */
  worse: Trial[];
  same: number;
  /** A run of the pair was not judged. */
  silent: number;
  /** Entries that the file told before and does not now, by id. */
  pruned: string[];
}

/** @param trials of the run, guards alone */
export function guardAnswer({ begun: { guard } }: Pick<RunView, 'begun'>, trials: readonly Trial[]): GuardAnswer {
  const ended = trials.flatMap((trial) =>
    trial.ended === null ? [] : [{ trial, before: trial.ended.with?.passed ?? null, now: trial.ended.without.passed }],
  );
  const after = new Set(guard?.after.map(({ id }) => id));
  const worse = ended.filter(({ before, now }) => before === true && now === false).map(({ trial }) => trial);
  const silent = ended.filter(({ before, now }) => before === null || now === null).length;
  return {
    worse,
    silent,
    same: ended.length - worse.length - silent,
    pruned: (guard?.before ?? []).flatMap(({ id }) => (id === null || after.has(id) ? [] : [id])),
  };
}
