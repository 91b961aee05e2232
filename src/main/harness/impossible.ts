/** The worker gives up, with its reason: a legal end of the loop, and nothing is judged. Pure. */
import type { NewEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { nothingSpent } from '../../shared/fold-spent.ts';

/** One append: the call's answer, those of the calls that came with it, and the end of the outcome. */
export function impossibleEvents(
  state: SessionState,
  callId: string,
  answer: NewEvent,
  reason: string,
  newEventId: () => string,
): NewEvent[] {
  const others = state.pendingCalls.filter(({ id }) => id !== callId);
  const content = [{ type: 'text' as const, text: 'Not run: you reported that the task cannot be done.' }];
  const startId = newEventId();
  const about = { outcome_id: state.outcome?.id ?? '', iteration: state.iterations };
  return [
    answer,
    ...others.map(({ id }): NewEvent => ({
      type: 'agent.tool_result',
      tool_use_id: id,
      content,
      is_error: true,
      lost: false,
      duration_ms: 0,
    })),
    { id: startId, type: 'span.outcome_evaluation_start', ...about },
    {
      type: 'span.outcome_evaluation_end',
      outcome_evaluation_start_id: startId,
      ...about,
      result: 'failed',
      impossible: true,
      explanation: reason,
      usage: nothingSpent.usage,
      criteria: [],
    },
  ];
}
