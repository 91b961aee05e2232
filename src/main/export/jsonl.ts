/**
 * A session as a file that another log takes in: a line that says what the file is, the rows of the log exactly as they are
 * stored (the session's ancestors first), and a line that says that it is whole.
 */
import { z } from 'zod';
import { ProblemError } from '../../shared/problem.ts';

const Header = z.object({ drover: z.literal('session'), version: z.number().int(), session: z.string() });
const End = z.object({ kind: z.literal('end'), rows: z.number().int() });

const Row = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('session'),
    id: z.string(),
    parent: z.object({ session: z.string(), seq: z.number().int() }).nullable(),
    madeAt: z.number(),
  }),
  z.object({
    kind: z.literal('event'),
    id: z.string(),
    session: z.string(),
    seq: z.number().int(),
    ts: z.number(),
    type: z.string(),
    /** The body's JSON, character for character: its hash is in the chain. */
    text: z.string(),
    hash: z.string(),
  }),
]);
export type Row = z.infer<typeof Row>;

const VERSION = 1;

export function* jsonlLines(session: string, rows: Iterable<Row>): Generator<string> {
  yield `${JSON.stringify({ drover: 'session', version: VERSION, session } satisfies z.infer<typeof Header>)}\n`;
  let count = 0;
  for (const row of rows) {
    count += 1;
    yield `${JSON.stringify(row)}\n`;
  }
  yield `${JSON.stringify({ kind: 'end', rows: count } satisfies z.infer<typeof End>)}\n`;
}

/**
 * The rows of such a file. Throws a `ProblemError` at the first line that is none, and where the file ends before its last
 * line: what came before is given by then.
 * @param name of the file, for what is said about it
 */
export async function* readJsonl(lines: AsyncIterable<string>, name: string): AsyncGenerator<Row> {
  let number = 0;
  let rows = 0;
  let ended = false;
  for await (const line of lines) {
    number += 1;
    const value = parseJson(line);
    if (number === 1) {
      checkHeader(value, name);
    } else if (ended) {
      throw notARow(name, number);
    } else if (End.safeParse(value).success) {
      ended = true;
      if (End.parse(value).rows !== rows) throw notWhole(name, rows);
    } else {
      const row = Row.safeParse(value);
      if (!row.success) throw notARow(name, number);
      rows += 1;
      yield row.data;
    }
  }
  if (number === 0) checkHeader(undefined, name);
  if (!ended) throw notWhole(name, rows);
}

function checkHeader(value: unknown, name: string): void {
  const header = Header.safeParse(value);
  const todo = 'Choose a file that "drover export --format jsonl" or the window has written.';
  if (!header.success) throw new ProblemError({ what: 'This is not a session that Drover exported', where: name, todo });
  if (header.data.version <= VERSION) return;
  throw new ProblemError({
    what: 'This session was exported by a newer version of Drover',
    where: name,
    todo: 'Update Drover, then import it.',
  });
}

function notARow(name: string, line: number): ProblemError {
  const todo = 'Export the session again. The events before this line were taken in.';
  return new ProblemError({ what: 'The file is damaged: a line of it is no part of a session', where: `${name}, line ${line}`, todo });
}

function notWhole(name: string, rows: number): ProblemError {
  const todo = 'Export the session again. What is here was taken in.';
  return new ProblemError({ what: `The file ends early, after ${rows} rows`, where: name, todo });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
