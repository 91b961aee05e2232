/** What a list keeps of an event: one line, never its body. Pure. */
import { eventText } from '../../../shared/event-line.ts';
import type { SessionEvent } from '../../../shared/events.ts';
import { eventKind, type EventIconName } from '../../ui/event-kind.ts';

export interface EventRow {
  seq: number;
  icon: EventIconName;
  word: string;
  text: string;
  /** Failed: a call, a check, a request. Passed: what was checked. Null: neither. */
  outcome: 'passed' | 'failed' | null;
}

export function eventRow(event: SessionEvent): EventRow {
  const { icon, word } = eventKind(event.type);
  return {
    seq: event.seq,
    icon,
    word: event.type === 'unknown' ? event.originalType : word,
    text: eventText(event),
    outcome: outcomeOf(event),
  };
}

function outcomeOf(event: SessionEvent): EventRow['outcome'] {
  switch (event.type) {
    case 'agent.tool_result':
    case 'span.model_request_end':
      return event.is_error ? 'failed' : null;
    case 'session.error':
    case 'sandbox.lost':
      return 'failed';
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      return event.criterion.passed ? 'passed' : 'failed';
    case 'span.outcome_evaluation_end':
      return event.result === 'satisfied' ? 'passed' : 'failed';
    case 'verdict.ended':
      return event.passed ? 'passed' : 'failed';
    default:
      return null;
  }
}
