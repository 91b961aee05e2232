/** What a session is, in one word, one shape and one colour. */
import type { SessionSummary } from '../../shared/summary.ts';

export interface State {
  /** Stable; also the chip's `data-status`. */
  id: 'reading' | 'running' | 'retrying' | 'waiting' | 'passed' | 'failed' | 'accepted' | 'rejected' | 'stopped' | 'ended' | 'imported';
  tone: 'running' | 'waiting' | 'passed' | 'failed' | 'machine';
  shape: 'book' | 'dot' | 'retry' | 'hand' | 'check' | 'cross' | 'clock' | 'down' | 'off' | 'import';
  word: string;
}

const states = {
  reading: { id: 'reading', tone: 'machine', shape: 'book', word: 'Being read' },
  running: { id: 'running', tone: 'running', shape: 'dot', word: 'Running' },
  retrying: { id: 'retrying', tone: 'running', shape: 'retry', word: 'Trying again' },
  waiting: { id: 'waiting', tone: 'waiting', shape: 'hand', word: 'Waiting for you' },
  passed: { id: 'passed', tone: 'passed', shape: 'check', word: 'Passed' },
  failed: { id: 'failed', tone: 'failed', shape: 'cross', word: 'Failed' },
  accepted: { id: 'accepted', tone: 'passed', shape: 'check', word: 'Accepted' },
  rejected: { id: 'rejected', tone: 'machine', shape: 'down', word: 'Rejected' },
  stopped: { id: 'stopped', tone: 'machine', shape: 'off', word: 'Stopped' },
  ended: { id: 'ended', tone: 'machine', shape: 'off', word: 'Ended' },
  imported: { id: 'imported', tone: 'machine', shape: 'import', word: 'Imported' },
} satisfies Record<State['id'], State>;

type Shown = Pick<
  SessionSummary,
  'dispatch' | 'status' | 'column' | 'verdict' | 'decision' | 'imported' | 'readTo' | 'head' | 'stoppedBecause'
>;

export function sessionState(summary: Shown): State {
  if (summary.readTo !== null) return { ...states.reading, word: `Being read ${Math.floor((100 * summary.readTo) / summary.head)} %` };
  if (summary.imported !== null) return states.imported;
  if (summary.status === 'rescheduling') return states.retrying;
  if (summary.column === 'running') return states.running;
  if (isSettledByAnother(summary)) return states.stopped;
  // A trial that was not judged is over: nobody goes on with it.
  if (summary.column === 'waiting' && summary.dispatch.trial !== undefined) return states.ended;
  if (summary.column === 'waiting') return summary.status === 'terminated' ? states.ended : states.waiting;
  if (summary.decision !== null) return states[summary.decision.kind];
  return summary.verdict === 'passed' ? states.passed : states.failed;
}

/** Another attempt passed first: it can be gone on with, and nobody need do anything about it. */
export function isSettledByAnother({ column, stoppedBecause }: Pick<SessionSummary, 'column' | 'stoppedBecause'>): boolean {
  return column === 'waiting' && stoppedBecause !== null;
}

/** Why it waits, in a few words. */
export function waitingFor(summary: Pick<SessionSummary, 'stopReason' | 'stoppedBecause' | 'problem' | 'impossible'>): string {
  if (summary.impossible !== null) return 'Cannot be done as specified';
  switch (summary.stopReason) {
    case 'budget_reached':
      return 'Budget reached';
    case 'interrupted':
      return summary.stoppedBecause === null ? 'Stopped by you' : 'Stopped';
    case 'retries_exhausted':
      return summary.problem?.what ?? 'Gave up after several tries';
    case 'refusal':
      return 'The model refused';
    case 'requires_action':
      return 'Asks for permission';
    case 'end_turn':
      return summary.problem?.what ?? 'Waits for a word from you';
    case null:
      return summary.problem?.what ?? 'Not started';
  }
}
