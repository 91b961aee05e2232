/** What can be wrong with the log's file, as a person reads it. */
import Database from 'better-sqlite3';
import { ProblemError, UnwritableLogError, type Problem } from '../../shared/problem.ts';

export const newerVersion = (file: string, found: number, known: number): Problem => ({
  what: `The log was written by a newer version of Drover (schema ${found}; this one knows ${known}). It is open for reading only.`,
  where: file,
  todo: 'Update Drover to go on working. Until then nothing new can be dispatched.',
});

export const olderVersion = (file: string): Problem => ({
  what: 'The log was written by an older version of Drover and has to be brought up to date before it can be read here.',
  where: file,
  todo: 'Start Drover once, or run "drover sessions".',
});

export const noLog = (file: string): Problem => ({
  what: 'There is no log here yet.',
  where: file,
  todo: 'Run something with Drover first, or name the folder where it keeps its data.',
});

export const forReading = (file: string): Problem => ({
  what: 'The log was opened for reading only.',
  where: file,
  todo: 'Use the window or the command line to change something.',
});

export const damaged = (file: string, detail: string, readable: string): Problem => ({
  what: `The log is damaged: ${detail}. It is open for reading only. ${readable}`,
  where: file,
  todo: 'Move the file away to start a new log, or put back a copy of it from a backup.',
});

export const notWritable = (file: string): Problem => ({
  what: 'The log cannot be written. It is open for reading only.',
  where: file,
  todo: 'Make the file and its folder writable for you, then start Drover again.',
});

export const notALog = (file: string, what: string): Problem => ({
  what,
  where: file,
  todo: 'Move the file away, or choose another place for the log. Drover has not changed it.',
});

export const locked = (file: string): Problem => ({
  what: 'Another program keeps the log locked, so nothing could be stored.',
  where: file,
  todo: 'Close other copies of Drover and tools that have the file open, then try again.',
});

export const closed = (file: string): Problem => ({
  what: 'The log was closed before the events were stored.',
  where: file,
  todo: 'Start Drover again; the session goes on from its last stored event.',
});

export const outcomeUnknown = (file: string): Problem => ({
  what: 'The part of Drover that writes the log ended. The last events may or may not have been stored.',
  where: file,
  todo: 'Resume the session; it goes on from its last stored event.',
});

export const noSuchEvent = (session: string, seq: number, head: number): Problem => ({
  what: head === 0 ? 'There is no such session to fork.' : `The session has no event ${seq}; it ends at ${head}.`,
  where: `session ${session}`,
  todo: 'Choose an event that the session has.',
});

export const tooLarge = (what: string): Problem => ({
  what: 'An event of more than 64 million characters is not kept in the log, so nothing was stored.',
  where: what,
  todo: 'Let the step give less output, or write it to a file; then resume the session.',
});

export const foreignRow = (what: string, session: string, seq: number): Problem => ({
  what,
  where: seq === 0 ? `session ${session}` : `session ${session}, event ${seq}`,
  todo: 'Export the session again from the log that it comes from. What came before this stays; nothing here was changed.',
});

const failedWrite = (file: string, message: string): Problem => ({
  what: `The disk is full or cannot be written, so the events were not stored (${message}).`,
  where: file,
  todo: 'Make room on this disk. What was running goes on by itself, from its last stored event.',
});

const failed = (file: string, message: string): Problem => ({
  what: `The log could not be used (${message}).`,
  where: file,
  todo: 'Try again; if it happens again, check the disk and restart Drover.',
});

/** SQLite's code of an error, such as `SQLITE_BUSY`; empty for any other error. */
export function sqliteCode(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : '';
}

export const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error));

/** An error of a commit as a Problem; nothing of the commit was stored. */
export function commitProblem(error: unknown, file: string): ProblemError {
  const message = error instanceof Error ? error.message : String(error);
  const code = sqliteCode(error);
  if (isDamage(error)) return new ProblemError(damaged(file, message, 'Nothing was changed.'), { cause: error });
  if (/^SQLITE_(FULL|IOERR|READONLY)/.test(code)) return new UnwritableLogError(failedWrite(file, message), { cause: error });
  return new ProblemError(failed(file, message), { cause: error });
}
