/** What an event is, in a word or two: for lists, hovers and screen readers. Pure. */
import type { EventType } from '../../../shared/events.ts';
import { SkeletonFlag } from '../../../shared/skeleton.ts';
import type { Columns } from '../../../shared/columns/columns.ts';
import { kindName } from '../../../shared/columns/event-kinds.ts';
import type { Gist } from './list/gist.ts';
import { callOutcome } from './call-summary.ts';

const words: Record<EventType | 'unknown', string> = {
  'session.created': 'Dispatched',
  'user.define_outcome': 'Spec',
  'outcome.checked_on_base': 'Checked on the base',
  'user.message': 'You',
  'user.interrupt': 'You pressed Stop',
  'user.tool_confirmation': 'You answered',
  'agent.message': 'Worker',
  'agent.thinking': 'Thinking',
  'agent.tool_use': 'Call',
  'agent.tool_result': 'Result',
  'system.message': 'Drover to the worker',
  'session.status_running': 'Running',
  'session.status_idle': 'Rests',
  'session.status_rescheduled': 'Waits to try again',
  'session.status_terminated': 'The session ended',
  'session.error': 'Error',
  'session.updated': 'Budget changed',
  'session.usage': 'Usage',
  'span.model_request_start': 'The model is asked',
  'span.model_request_end': 'The model has answered',
  'span.outcome_evaluation_start': 'Self-check',
  'span.outcome_evaluation_ongoing': 'Criterion',
  'span.outcome_evaluation_end': 'Self-check ended',
  'sandbox.provisioned': 'Sandbox ready',
  'sandbox.lost': 'Sandbox lost',
  'sandbox.destroyed': 'Sandbox removed',
  'workspace.snapshot': 'Files saved',
  'workspace.collected': 'Files arrived here',
  'context.compacted': 'Compacted',
  'context.restored': 'Compaction undone',
  'session.forked': 'Forked',
  'session.imported': 'Imported',
  'import.record': 'Record',
  'verdict.started': 'Gate',
  'verdict.check': 'Criterion',
  'verdict.ended': 'Verdict',
  'verdict.accepted': 'Accepted',
  'verdict.rejected': 'Rejected',
  'verdict.pull_request': 'Pull request',
  'verdict.sent_back': 'Sent back',
  unknown: 'Of a newer version',
};

export const kindWords = (type: EventType | 'unknown'): string => words[type];

/** As `kindWords`, and how it ended where that is known. */
export function entryWords({ kind, flags }: Columns, entry: number): string {
  const word = words[kindName(kind[entry] ?? 0)];
  const flag = flags[entry] ?? 0;
  if ((flag & SkeletonFlag.lost) !== 0) return word.endsWith('lost') ? word : `${word}, lost`;
  if ((flag & SkeletonFlag.error) !== 0) return word === 'Error' ? word : `${word}, failed`;
  if ((flag & SkeletonFlag.failed) !== 0) return word === 'Rejected' ? word : `${word}, failed`;
  return (flag & SkeletonFlag.passed) === 0 ? word : `${word}, passed`;
}

/** One line of what the event says; empty where its kind says all. */
export function gistWords(gist: Gist): string {
  switch (gist.kind) {
    case 'text':
      return gist.text;
    case 'call':
      return `${gist.name} ${gist.subject}`;
    case 'result':
      return callOutcome('bash', { added: 0, removed: 0 }, gist.facts).outcome;
    case 'asked':
      return gist.model;
    case 'answered':
      return '';
    case 'check':
      return gist.try === null ? 'a fresh checkout' : `try ${gist.try}`;
    case 'checked':
      return `${gist.held}/${gist.of} ${gist.word}`;
    case 'criterion':
      return gist.title;
    case 'error':
      return gist.what;
    case 'note':
      return gist.note.aside;
  }
}
