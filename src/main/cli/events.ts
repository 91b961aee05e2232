/** `drover events`: a slice of a session, filtered, and what comes after it. */
import { eventLine } from '../../shared/event-line.ts';
import { eventText } from '../../shared/event-text.ts';
import { eventTypes, type SessionEvent } from '../../shared/events.ts';
import type { LogReader } from './log-reader.ts';
import type { Output } from './output.ts';
import { EXIT, UsageError } from './usage.ts';

export interface EventsOptions {
  from?: number;
  to?: number;
  type?: string[];
  grep?: string;
  tail?: number;
  follow: boolean;
  json: boolean;
}

/** Events read at a time, so that a long session costs no memory. */
const AT_ONCE = 500;

export async function printEvents(
  log: LogReader,
  session: string,
  options: EventsOptions,
  output: Output,
  stop: AbortSignal,
): Promise<number> {
  const fits = filterOf(options);
  const print = (event: SessionEvent): Promise<void> => (options.json ? output.jsonLine(event) : output.line(printedLine(event)));
  const to = options.to ?? Number.MAX_SAFE_INTEGER;
  const end = AbortSignal.any([stop, output.unread]);
  const head = log.head(session);
  let next = options.from ?? 1;
  if (options.tail !== undefined) {
    const last = lastEvents(log, session, { from: next, to: Math.min(to, head), count: options.tail }, fits);
    for (const event of last) await print(event);
    next = Math.max(next, head + 1);
  }
  while (next <= to && !end.aborted) {
    const events = log.getEvents(session, { from: next, to, limit: AT_ONCE });
    for (const event of events) if (fits(event)) await print(event);
    const last = events.at(-1);
    if (last === undefined) break;
    next = last.seq + 1;
  }
  if (!options.follow) return EXIT.ok;
  for await (const event of log.subscribe(session, next, end)) {
    if (event.seq > to) break;
    if (fits(event)) await print(event);
    if (event.seq === to) break;
  }
  return EXIT.ok;
}

/** The newest events that fit, oldest first. */
function lastEvents(
  log: LogReader,
  session: string,
  { from, to, count }: { from: number; to: number; count: number },
  fits: (event: SessionEvent) => boolean,
): SessionEvent[] {
  const found: SessionEvent[] = [];
  let before = to;
  while (found.length < count && before >= from) {
    const events = log.getEvents(session, { from, to: before, limit: AT_ONCE, order: 'desc' });
    found.push(...events.filter(fits).slice(0, count - found.length));
    const last = events.at(-1);
    if (last === undefined) break;
    before = last.seq - 1;
  }
  return found.toReversed();
}

function filterOf({ type, grep }: EventsOptions): (event: SessionEvent) => boolean {
  for (const one of type ?? []) {
    if (eventTypes.some((known) => isOfType(known, one))) continue;
    const groups = [...new Set(eventTypes.map((known) => known.split('.')[0]))].join(', ');
    throw new UsageError({
      what: `There are no events of type "${one}"`,
      where: '--type',
      todo: `Give a whole type, or its beginning: ${groups}.`,
    });
  }
  const pattern = grep === undefined ? null : patternOf(grep);
  return (event) => {
    const name = event.type === 'unknown' ? event.originalType : event.type;
    if (type !== undefined && !type.some((one) => isOfType(name, one))) return false;
    return pattern === null || pattern.test(eventText(event));
  };
}

/** `agent` means `agent.message` and the rest of its kind. */
function isOfType(name: string, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}.`);
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, 'imu');
  } catch (cause) {
    const what = `The pattern cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new UsageError({
      what,
      where: '--grep',
      todo: 'Write a JavaScript regular expression; put \\ before a sign that is meant as it is.',
    });
  }
}

/** `  12  2026-11-26 12:01:02  agent.tool_use  bash npm test` */
export function printedLine(event: SessionEvent): string {
  return `${String(event.seq).padStart(5)}  ${event.processed_at.slice(0, 19).replace('T', ' ')}  ${eventLine(event)}`;
}
