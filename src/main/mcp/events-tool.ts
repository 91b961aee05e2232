import { z } from 'zod';
import { eventText } from '../../shared/event-text.ts';
import { eventTypes, type EventType, type SessionEvent } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import { cut } from './answer.ts';
import type { McpPorts } from './ports.ts';

export const eventsInput = {
  session: z.string().min(1).max(60).describe('Id of the session, whole or its beginning or end'),
  from: z.number().int().min(1).default(1).describe('First position, from 1'),
  to: z.number().int().min(1).optional().describe('Last position, included'),
  types: z.array(z.string().max(60)).max(40).optional().describe('Only these types; `agent` means agent.message and the rest of its kind'),
  text: z.string().max(200).optional().describe('Only events with a text that has this in it; case does not count'),
  limit: z.number().int().min(1).max(200).default(50),
  max_characters: z.number().int().min(100).max(20_000).default(2_000).describe('Of each event, at most so much text'),
};

/** Of all events of an answer together; a model has to read it. */
const MOST_CHARACTERS = 80_000;
/** Events looked at for one answer where a text is asked for; it says where to go on. */
const MOST_READ = 20_000;
const AT_ONCE = 200;

type Input = z.infer<z.ZodObject<typeof eventsInput>>;

/** @returns the events and, as `next`, where to go on; null at the end */
export function getEvents(ports: McpPorts, input: Input) {
  const session = ports.session(input.session);
  const head = ports.head(session);
  const to = Math.min(input.to ?? head, head);
  const types = input.types === undefined ? undefined : typesOf(input.types);
  const wanted = input.text?.toLowerCase();
  const found: ReturnType<typeof shown>[] = [];
  let characters = 0;
  let next = input.from;
  for (let read = 0; read < MOST_READ && next <= to;) {
    const events = ports.getEvents(session, { from: next, to, limit: AT_ONCE, ...(types && { types }) });
    for (const event of events) {
      if (found.length >= input.limit || characters >= MOST_CHARACTERS) return { session, head, events: found, next: event.seq };
      next = event.seq + 1;
      const text = eventText(event);
      if (wanted !== undefined && !text.toLowerCase().includes(wanted)) continue;
      found.push(shown(event, cut(text, input.max_characters)));
      characters += Math.min(text.length, input.max_characters);
    }
    read += events.length;
    if (events.length < AT_ONCE) next = to + 1;
  }
  return { session, head, events: found, next: next <= to ? next : null };
}

function shown(event: SessionEvent, text: string) {
  const type = event.type === 'unknown' ? event.originalType : event.type;
  return { seq: event.seq, id: event.id, type, time: event.processed_at, text };
}

function typesOf(wanted: readonly string[]): EventType[] {
  const types = eventTypes.filter((type) => wanted.some((one) => type === one || type.startsWith(`${one}.`)));
  if (types.length > 0) return types;
  throw new ProblemError({
    what: 'There are no events of these types',
    where: wanted.join(', '),
    todo: `Types are: ${eventTypes.join(', ')}.`,
  });
}
