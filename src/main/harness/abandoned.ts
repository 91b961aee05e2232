import type { NewEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';

/** The end of a request whose answer nobody will ever know. */
export function abandonedRequest({ startId, purpose }: NonNullable<SessionState['openRequest']>): NewEvent {
  return {
    type: 'span.model_request_end',
    purpose,
    model_request_start_id: startId,
    is_error: true,
    model_usage: { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
    cost_usd: 0,
    stop_reason: null,
    duration_ms: 0,
  };
}
