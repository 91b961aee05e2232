/** Model requests, told from the lines of their responses: a response has a line for each of its blocks. */
import type { ModelUsage } from '../../shared/events.ts';
import { requestEventId } from './ids.ts';
import type { ImportedEvent } from './imported-event.ts';
import type { AssistantMessage } from './record.ts';
import type { OpenRequest, RequestsState } from './translator-state.ts';

export interface Requests {
  /** A line of the response `id`: begins its request at its first line, and ends the one before. */
  line(id: string, message: AssistantMessage, at: string): ImportedEvent[];
  /** Something else happened. A response that has said why it stopped has no more lines. */
  other(at: string): ImportedEvent[];
  /** Ends the request that is open, whatever it has said. */
  end(): ImportedEvent[];
  state(): RequestsState;
}

const noUsage: ModelUsage = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

/** @param cost in US dollars; 0 for a model whose prices are not known */
export function createRequests(cost: (model: string, usage: ModelUsage) => number, from: RequestsState | null): Requests {
  const begun = new Set(from?.begun);
  let open: OpenRequest | null = from?.open ?? null;
  /** Milliseconds since 1970 of the newest line. */
  let newest = from?.newest ?? 0;

  const end = (): ImportedEvent[] => {
    if (open === null) return [];
    const { message, model, usage, stopReason, startedAt, lastAt } = open;
    open = null;
    return [
      {
        type: 'span.model_request_end',
        id: requestEventId(message, 'end'),
        // Results of its calls may stand before it; its time is no earlier than theirs.
        processed_at: new Date(newest).toISOString(),
        model_request_start_id: requestEventId(message, 'start'),
        is_error: false,
        model_usage: usage,
        cost_usd: cost(model, usage),
        stop_reason: stopReason,
        duration_ms: Math.max(0, lastAt - startedAt),
      },
    ];
  };

  const begin = (id: string, model: string, at: string): ImportedEvent[] => {
    const ended = end();
    // A response whose lines stand apart, or twice, was asked for once.
    if (begun.has(id)) return ended;
    begun.add(id);
    const startedAt = newest === 0 ? Date.parse(at) : newest;
    open = { message: id, model, usage: noUsage, stopReason: null, startedAt, lastAt: startedAt };
    const start = new Date(startedAt).toISOString();
    return [...ended, { type: 'span.model_request_start', id: requestEventId(id, 'start'), processed_at: start, model }];
  };

  return {
    line(id, message, at) {
      const events = open?.message === id ? [] : begin(id, message.model, at);
      newest = Math.max(newest, Date.parse(at));
      if (open?.message === id) {
        open.usage = most(open.usage, message.usage ?? noUsage);
        open.stopReason = message.stop_reason ?? open.stopReason;
        open.lastAt = Date.parse(at);
      }
      return events;
    },
    other(at) {
      const events = open?.stopReason == null ? [] : end();
      newest = Math.max(newest, Date.parse(at));
      return events;
    },
    end,
    state: () => ({ begun: [...begun], open: open === null ? null : { ...open }, newest }),
  };
}

/** Each line repeats the usage as it was known by then: it only grows. */
function most(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    input_tokens: Math.max(a.input_tokens, b.input_tokens),
    output_tokens: Math.max(a.output_tokens, b.output_tokens),
    cache_creation_input_tokens: Math.max(a.cache_creation_input_tokens, b.cache_creation_input_tokens),
    cache_read_input_tokens: Math.max(a.cache_read_input_tokens, b.cache_read_input_tokens),
  };
}
