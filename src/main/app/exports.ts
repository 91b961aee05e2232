/** Sessions on their way out, and in again. */
import { stat } from 'node:fs/promises';
import type { SessionEvent } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import { jsonlLines, readJsonl } from '../export/jsonl.ts';
import { pageChunks } from '../export/page.ts';
import { readLines } from '../import/read-lines.ts';
import type { Log } from '../log/log.ts';
import { slugOf } from '../specs/slug.ts';

export const exportFormats = ['jsonl', 'html'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A body as large as a text can be, in bytes. */
const LONGEST_LINE = 512 * 1024 * 1024;

/** Events read at a time. */
const AT_ONCE = 200;

/**
 * In pieces, so that a long session costs no memory. JSONL is what the log holds, byte for byte: keys were masked when they
 * entered. The page is masked once more. Throws a `ProblemError` where the session cannot be read whole.
 */
export function exportChunks(log: Log, session: string, format: ExportFormat, mask: (text: string) => string): Iterable<string> {
  if (format === 'jsonl') return jsonlLines(session, log.exportRows(session));
  const head = log.head(session);
  return pageChunks({ session, state: log.stateAt(session, head), events: eventsTo(log, session, head), mask });
}

/** A name for the file, made of the session's title. */
export function exportName(log: Log, session: string, format: ExportFormat): string {
  const title = log.stateAt(session, Math.min(log.head(session), 5)).dispatch?.title ?? session;
  return `${slugOf(title)}-${session.slice(-6)}.${format}`;
}

/** Takes in a file that was exported as JSONL. Rejects with a `ProblemError` at the first line that does not fit. */
export async function importJsonl(log: Log, file: string): Promise<{ sessions: string[]; added: number }> {
  try {
    const { size } = await stat(file);
    return await log.takeIn(readJsonl(linesOf(file, size), file));
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new ProblemError({ what: `The file could not be read: ${cause.message}`, where: file, todo: 'Choose another file.' }, { cause });
  }
}

/** Node's own reader of lines takes more for a line's end than JSON does. */
async function* linesOf(file: string, size: number): AsyncGenerator<string> {
  for await (const line of readLines(file, { from: 0, size }, new AbortController().signal, LONGEST_LINE)) yield line.text;
}

function* eventsTo(log: Log, session: string, head: number): Generator<SessionEvent> {
  for (let from = 1; from <= head; from += AT_ONCE) yield* log.getEvents(session, { from, to: Math.min(from + AT_ONCE - 1, head) });
}
