/** Runs of trials in words: what they do, how far they are, how they ended. Pure. */
import type { RunView } from '../../../shared/ipc-coaching.ts';
import { formatCount } from '../../ui/format-count.ts';

export function runTitle({ begun: { kind, items } }: RunView): string {
  const model = items[0]?.model ?? '';
  const count = formatCount(items.length);
  switch (kind) {
    case 'entries':
      return `Testing ${count} ${items.length === 1 ? 'entry' : 'entries'} with ${model}`;
    case 'confirm':
      return `Confirming ${count} ${items.length === 1 ? 'probe' : 'probes'} with ${model}`;
    case 'guard':
      return `Checking the pruned file on ${count} ${items.length === 1 ? 'probe' : 'probes'} with ${model}`;
  }
}

export interface RunProgress {
  ended: number;
  running: number;
  /** Items that want no more trials. */
  answers: number;
}

export function runProgress({ progress, items }: Pick<RunView, 'progress' | 'items'>): RunProgress {
  return {
    ended: progress.reduce((sum, { ended }) => sum + ended, 0),
    running: progress.reduce((sum, { running }) => sum + running, 0),
    answers: items.length,
  };
}

type Ending = NonNullable<RunView['ended']>['reason'];

const endings: Record<Ending, string> = {
  done: 'All trials are done.',
  budget_reached: 'The budget was reached; what was found so far is kept.',
  stopped: 'Stopped; what was found so far is kept.',
  failed: 'The trials failed.',
};

/** How a run ended, with why each item that has no answer has none. */
export function endWords({ ended, items }: Pick<RunView, 'ended' | 'items'>): string {
  if (ended === null) return '';
  const failing = items.filter(({ reason }) => reason === 'failing').length;
  const gone = items.filter(({ reason }) => reason === 'gone').length;
  return [
    endings[ended.reason],
    ...(ended.reason === 'failed' ? [ended.explanation] : []),
    ...(failing === 0 ? [] : [`Of ${formatCount(failing)} the runs ended by errors.`]),
    ...(gone === 0 ? [] : [`${formatCount(gone)} were taken out of the file meanwhile.`]),
  ].join(' ');
}

/** Those that ended after the last one that somebody put away, the newest first; `seen` is when that one ended, ISO 8601. */
export function endedSince(runs: readonly RunView[], seen: string | null): RunView[] {
  return runs.filter(({ ended }) => ended !== null && (seen === null || ended.at > seen));
}
