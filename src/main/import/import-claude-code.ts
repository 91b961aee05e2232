/** An import of Claude Code's session files: finds them, reads what is new, brings it into the log. */
import type { ModelUsage } from '../../shared/events.ts';
import { notBegun, type ImportProgress } from '../../shared/instant.ts';
import { ProblemError, toProblem, type Problem } from '../../shared/problem.ts';
import { createCalls, type Calls } from './calls.ts';
import { findFiles, type SessionFile, type SessionFiles } from './find-files.ts';
import { importedSessionId, type SourceSession } from './ids.ts';
import { readEntry } from './record.ts';
import { readLines } from './read-lines.ts';
import type { ReadFiles, ReadPart } from './read-files.ts';
import { digestOfPart } from './read-part.ts';
import { createSink, type ImportLog, type Sink } from './sink.ts';
import { createTranslator } from './translate.ts';

export interface ImportOptions {
  /** Folders to look in. */
  roots: readonly string[];
  log: ImportLog;
  readFiles: ReadFiles;
  cost: (model: string, usage: ModelUsage) => number;
  mask: (text: string) => string;
  onProgress: (progress: Omit<ImportProgress, 'id'>) => void;
  signal: AbortSignal;
}

type Progress = Omit<ImportProgress, 'id'>;

/** Progress is told at most this often. */
const TELL_EVERY_MS = 100;

/** Bytes of a file after which is written down how far it is read: what a killed import has read since is read again. */
const NOTE_EVERY = 32 * 1024 * 1024;

/**
 * What it did is in the progress that it resolves to; it never rejects. Cancelled or killed at any point, it goes on at the
 * next import: a part of a file counts as read once everything in it is in the log.
 */
export async function importClaudeCode(options: ImportOptions): Promise<Progress> {
  const { signal, onProgress } = options;
  const sink = createSink(options.log);
  const progress: Progress = { ...notBegun };
  let told = 0;
  const tell = (): void => {
    told = performance.now();
    onProgress({ ...Object.assign(progress, sink.counts()) });
  };
  const moved = (bytes: number): void => {
    progress.bytesDone += bytes;
    if (performance.now() - told >= TELL_EVERY_MS) tell();
  };
  tell();
  try {
    const sessions = await findFiles(options.roots, signal);
    const files = sessions.flatMap(filesOf);
    progress.files = files.length;
    progress.bytes = files.reduce((sum, file) => sum + file.size, 0);
    for (const session of sessions) {
      if (signal.aborted) break;
      await importSession(session, options, sink, progress, moved).catch((error: unknown) => {
        // A file that cannot be read is told of, and the others are read.
        if (!isOfFile(error)) throw error;
        progress.problem ??= fileProblem(error, session);
      });
    }
    progress.state = signal.aborted ? 'cancelled' : 'done';
    progress.current = '';
  } catch (error) {
    progress.state = 'failed';
    progress.problem = toProblem(error, options.roots.join(', '));
  }
  tell();
  return progress;
}

async function importSession(
  files: SessionFiles,
  options: ImportOptions,
  sink: Sink,
  progress: Progress,
  moved: (bytes: number) => void,
): Promise<void> {
  const { readFiles, log } = options;
  const isDone = (file: SessionFile, source: SourceSession): boolean => readFiles.isRead(file) && log.head(importedSessionId(source)) > 0;
  const source = (agent: string | null): SourceSession => ({ session: files.session, agent });
  const agents = files.agents.filter(({ agent, file }) => !isDone(file, source(agent)));
  const done = files.agents.length - agents.length;
  for (const { agent, file } of files.agents) if (!agents.some((other) => other.agent === agent)) moved(file.size);
  progress.filesDone += done;
  const calls = createCalls();
  if (files.own !== null) {
    const isOwnDone = isDone(files.own, source(null));
    // A new subagent names the call that began it, and that is in its parent's file.
    const known = isOwnDone && agents.length > 0 ? readFiles.part(files.own) : null;
    if (known !== null) calls.know(known.state.calls);
    if (isOwnDone) moved(files.own.size);
    else await importFile(files.own, source(null), calls, options, sink, progress, moved);
    if (!options.signal.aborted) progress.filesDone += 1;
  }
  for (const { agent, file } of agents) {
    if (options.signal.aborted) return;
    await importFile(file, source(agent), calls, options, sink, progress, moved);
    progress.filesDone += 1;
  }
}

async function importFile(
  file: SessionFile,
  source: SourceSession,
  calls: Calls,
  options: ImportOptions,
  sink: Sink,
  progress: Progress,
  moved: (bytes: number) => void,
): Promise<void> {
  const { cost, mask, signal } = options;
  progress.current = file.path;
  const fallbackTime = new Date(file.changedAt).toISOString();
  const before = options.log.head(importedSessionId(source)) === 0 ? null : await partOf(file, options.readFiles);
  const translator = createTranslator({ source, path: file.path, calls, fallbackTime, cost, mask, from: before?.state ?? null });
  const add = async (part: ReturnType<typeof translator.end>[number], characters: number): Promise<void> => {
    progress.malformed += part.events.filter((event) => event.type === 'import.record' && event.kind === 'malformed').length;
    await sink.add(part, characters);
  };
  let offset = before?.offset ?? 0;
  let noted = offset;
  moved(offset);
  const note = async (whole: boolean): Promise<void> => {
    const state = translator.state();
    // Without a state nothing was read but what is still held back.
    if (state !== null) options.readFiles.remember(file, { offset, digest: await digestOfPart(file.path, offset), state }, whole);
    noted = offset;
  };
  for await (const line of readLines(file.path, { from: offset, size: file.size }, signal)) {
    moved(line.offset - offset);
    // Half a line is left to the next import; a whole one that only lacks its end is not.
    if (!line.ended && readEntry(line.text) === null) break;
    offset = line.offset;
    const parts = line.cut ? translator.line(cutText(line.text, file, offset), 'too_long') : translator.line(line.text);
    for (const part of parts) await add(part, line.text.length);
    if (offset - noted < NOTE_EVERY) continue;
    await sink.flush();
    await note(false);
  }
  // A file of a few lines is told whole only here.
  if (!signal.aborted) for (const part of translator.end()) await add(part, 0);
  await sink.flush();
  await note(!signal.aborted);
}

/** What an earlier import has read of the file; null where that part does not stand as it was. */
async function partOf(file: SessionFile, readFiles: ReadFiles): Promise<ReadPart | null> {
  const part = readFiles.part(file);
  if (part === null || part.offset > file.size) return null;
  return (await digestOfPart(file.path, part.offset)) === part.digest ? part : null;
}

const cutText = (text: string, file: SessionFile, end: number): string => `${text}… (the rest is in ${file.path}, before byte ${end})`;

const filesOf = ({ own, agents }: SessionFiles): SessionFile[] => [...(own === null ? [] : [own]), ...agents.map(({ file }) => file)];

function isOfFile(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function fileProblem(error: unknown, { own, agents }: SessionFiles): Problem {
  const what = `A session file could not be read: ${error instanceof Error ? error.message : String(error)}`;
  const where = own?.path ?? agents[0]?.file.path ?? '';
  return new ProblemError({ what, where, todo: 'Make it readable for you, then import again; the other files were read.' }).problem;
}
