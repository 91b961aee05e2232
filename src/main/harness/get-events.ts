/** The worker's view of its own log: what was taken out of its window can be read again. */
import type { EventType, SessionEvent } from '../../shared/events.ts';
import { coachingText } from './coaching-text.ts';
import type { LogPort } from './ports.ts';
import { sentBackText } from './sent-back-text.ts';
import { taskText } from './task-text.ts';

/** What a worker may read. Verdicts and the spec as it is written name criteria that are held out. */
const READABLE = [
  'coaching.applied',
  'user.define_outcome',
  'user.message',
  'system.message',
  'agent.message',
  'agent.thinking',
  'agent.tool_use',
  'agent.tool_result',
  'workspace.snapshot',
  'sandbox.provisioned',
  'sandbox.lost',
  'session.error',
  'context.compacted',
  'verdict.sent_back',
] as const satisfies EventType[];

export interface EventsQuery {
  from?: number | undefined;
  to?: number | undefined;
  /** Types, or beginnings of types such as `agent`. */
  types?: string[] | undefined;
  /** Only events in whose text this occurs, in any case. */
  text?: string | undefined;
  limit?: number | undefined;
}

const DEFAULT_LIMIT = 50;
/** Characters of one event among others, and of a whole answer. */
const EVENT_CHARACTERS = 2000;
const ANSWER_CHARACTERS = 24_000;
/** Events that one call looks through for a text, and how many at a time. */
const LOOKED_THROUGH = 20_000;
const SLICE = 500;

/** Always answers within its bounds, and says where to go on. @param head the newest event that is shown */
export function readEvents(log: Pick<LogPort, 'getEvents'>, session: string, head: number, query: EventsQuery): string {
  const { from = 1, to = head, limit = DEFAULT_LIMIT, text } = query;
  const last = Math.min(to, head);
  const types = READABLE.filter((type) => query.types === undefined || query.types.some((prefix) => isOfType(type, prefix)));
  if (types.length === 0) return `There are no events of these types. The types are: ${READABLE.join(', ')}.`;
  const wanted = text?.toLowerCase();
  const parts: string[] = [];
  let length = 0;
  let seen = 0;
  let next = from;
  const tail = (goOn: boolean): string =>
    goOn && next <= last ? [...parts, `(There may be more: go on with from = ${next}.)`].join('\n\n') : answer(parts, last);
  while (next <= last && seen < LOOKED_THROUGH) {
    const slice = log.getEvents(session, { from: next, to: last, types, limit: SLICE });
    if (slice.length === 0) return tail(false);
    for (const event of slice) {
      seen += 1;
      next = event.seq + 1;
      const content = contentOf(event);
      // Only what is shown may be found: a search must not tell what a spec holds out.
      if (wanted !== undefined && !content.toLowerCase().includes(wanted)) continue;
      const most = from === last ? ANSWER_CHARACTERS : EVENT_CHARACTERS;
      const part = `#${event.seq} ${event.type}\n${excerpt(content, most, wanted)}`;
      if (parts.length > 0 && length + part.length > ANSWER_CHARACTERS) {
        next = event.seq;
        return tail(true);
      }
      parts.push(part);
      length += part.length;
      if (parts.length >= limit) return tail(true);
    }
  }
  return tail(true);
}

function answer(parts: readonly string[], last: number): string {
  return parts.length === 0 ? `No such events up to event ${last}.` : parts.join('\n\n');
}

function isOfType(type: string, prefix: string): boolean {
  return type === prefix || type.startsWith(`${prefix}.`);
}

/** The beginning and the end, or what is around the text that was looked for. */
function excerpt(text: string, most: number, wanted: string | undefined): string {
  if (text.length <= most) return text;
  const at = wanted === undefined ? -1 : text.toLowerCase().indexOf(wanted);
  if (at > most / 2) {
    const start = Math.max(0, at - most / 2);
    return `… ${text.slice(start, start + most)}${start + most < text.length ? ' …' : ''}`;
  }
  const left = Math.floor(most * 0.7);
  return `${text.slice(0, left)}\n… ${text.length - most} characters are left out: ask for this event alone …\n${text.slice(left - most)}`;
}

function contentOf(event: SessionEvent): string {
  switch (event.type) {
    case 'coaching.applied':
      return coachingText(event.entries);
    case 'user.define_outcome':
      return taskText(event.spec);
    case 'user.message':
    case 'system.message':
    case 'agent.message':
    case 'agent.tool_result':
      return event.content.map((block) => block.text).join('\n');
    case 'agent.thinking':
      return event.block.type === 'thinking' ? event.block.thinking : '(not readable)';
    case 'agent.tool_use':
      return `${event.name} ${JSON.stringify(event.input)}`;
    case 'workspace.snapshot':
      return event.paths.map(({ path, change }) => `${change} ${path}`).join('\n');
    case 'sandbox.provisioned':
      return event.setup === undefined ? 'a new sandbox' : `a new sandbox, set up by: ${event.setup.run}\n${event.setup.output}`;
    case 'sandbox.lost':
      return event.reason;
    case 'session.error':
      return event.error.message;
    case 'context.compacted':
      return event.summary;
    case 'verdict.sent_back':
      return sentBackText(event);
    default:
      return '';
  }
}
