/** What commands print. Text of sessions is hostile: it reaches a terminal as visible characters alone. */
import { once } from 'node:events';
import { problemText, type Problem } from '../../shared/problem.ts';
import { visibleLine, visibleText } from '../../shared/visible-text.ts';

export interface Output {
  /** One line, made plain. Resolves when there is room for more. */
  line(text: string): Promise<void>;
  /** Text of more lines, made plain. */
  text(text: string): Promise<void>;
  /** As it is, e.g. a file on its way into a pipe. */
  raw(text: string): Promise<void>;
  /** The one document of a command. */
  json(value: unknown): Promise<void>;
  /** A line of a stream of documents. */
  jsonLine(value: unknown): Promise<void>;
  /** On stderr. */
  problem(problem: Problem): void;
  /** On stderr, e.g. how far it is. */
  note(text: string): void;
  /** Aborts when nobody reads any more (`| head`): there is nothing left to do, and nothing went wrong. */
  readonly unread: AbortSignal;
}

export function openOutput(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
  const unread = new AbortController();
  const swallow = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    unread.abort();
  };
  stdout.on('error', swallow);
  stderr.on('error', swallow);

  const write = async (text: string): Promise<void> => {
    if (unread.signal.aborted || stdout.write(text)) return;
    await once(stdout, 'drain', { signal: unread.signal }).catch(() => {});
  };

  return {
    line: (text) => write(`${visibleLine(text)}\n`),
    text: (text) => write(`${visibleText(text)}\n`),
    raw: write,
    json: (value) => write(`${JSON.stringify(value, null, 2)}\n`),
    jsonLine: (value) => write(`${JSON.stringify(value)}\n`),
    problem: (problem) => void stderr.write(visibleText(problemText(problem))),
    note: (text) => void stderr.write(`${visibleLine(text)}\n`),
    unread: unread.signal,
  };
}
