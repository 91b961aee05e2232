/** What an event is, in one word or two: the same wherever events are listed, hovered or read out. Pure. */
import type { EventType } from '../../shared/events.ts';

export type EventIconName =
  | 'person'
  | 'worker'
  | 'thinking'
  | 'call'
  | 'result'
  | 'machine'
  | 'state'
  | 'error'
  | 'model'
  | 'check'
  | 'box'
  | 'files'
  | 'context'
  | 'fork'
  | 'import'
  | 'verdict';

const kinds: Record<EventType | 'unknown', [icon: EventIconName, word: string]> = {
  'session.created': ['state', 'Dispatched'],
  'user.define_outcome': ['person', 'Spec'],
  'outcome.checked_on_base': ['check', 'Base check'],
  'user.message': ['person', 'You'],
  'user.interrupt': ['person', 'Stop'],
  'user.tool_confirmation': ['person', 'Permission'],
  'agent.message': ['worker', 'Worker'],
  'agent.thinking': ['thinking', 'Thinking'],
  'agent.tool_use': ['call', 'Call'],
  'agent.tool_result': ['result', 'Result'],
  'system.message': ['machine', 'Drover'],
  'session.status_running': ['state', 'Running'],
  'session.status_idle': ['state', 'Rests'],
  'session.status_rescheduled': ['state', 'Tries again'],
  'session.status_terminated': ['state', 'Ended'],
  'session.error': ['error', 'Error'],
  'session.updated': ['person', 'Budget'],
  'session.usage': ['model', 'Usage'],
  'span.model_request_start': ['model', 'Request'],
  'span.model_request_end': ['model', 'Answer'],
  'span.outcome_evaluation_start': ['check', 'Self-check'],
  'span.outcome_evaluation_ongoing': ['check', 'Criterion'],
  'span.outcome_evaluation_end': ['check', 'Self-check'],
  'sandbox.provisioned': ['box', 'Sandbox ready'],
  'sandbox.awaited': ['box', 'Waits for a place'],
  'sandbox.setup_started': ['box', 'Sets up'],
  'sandbox.lost': ['box', 'Sandbox lost'],
  'sandbox.destroyed': ['box', 'Sandbox removed'],
  'workspace.snapshot': ['files', 'Files saved'],
  'workspace.collected': ['files', 'Files fetched'],
  'context.compacted': ['context', 'Compacted'],
  'context.restored': ['context', 'Compaction undone'],
  'session.forked': ['fork', 'Rewound'],
  'session.imported': ['import', 'Imported'],
  'import.record': ['import', 'Record'],
  'session.titled': ['import', 'Title'],
  'verdict.started': ['verdict', 'Gate'],
  'verdict.check': ['verdict', 'Gate’s check'],
  'verdict.ended': ['verdict', 'Verdict'],
  'verdict.accepted': ['verdict', 'Accepted'],
  'verdict.rejected': ['verdict', 'Rejected'],
  'verdict.pull_request': ['verdict', 'Pull request'],
  'verdict.sent_back': ['person', 'Sent back'],
  'coaching.applied': ['person', 'Coaching'],
  'trials.begun': ['person', 'Trials'],
  'trial.started': ['check', 'Trial'],
  'trial.ended': ['verdict', 'Trial’s end'],
  'trials.item_ended': ['verdict', 'Answer'],
  'trials.stop_requested': ['person', 'Stop'],
  'trials.ended': ['verdict', 'Trials’ end'],
  unknown: ['state', 'Of a newer version'],
};

export function eventKind(type: EventType | 'unknown'): { icon: EventIconName; word: string } {
  const [icon, word] = kinds[type];
  return { icon, word };
}
