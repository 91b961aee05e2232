/** `drover import`: how far it is on stderr, what it came to on stdout. */
import type { ImportProgress } from '../../shared/instant.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

interface Imports {
  claudeCode(folder: string | null): { id: string; ended: Promise<ImportProgress> };
  cancel(id: string): void;
  onProgress(listener: (progress: ImportProgress) => void): () => void;
}

const NOTE_EVERY_MS = 2000;

/** Ctrl-C cancels it; the next import goes on where it stopped. */
export async function importSessions(
  imports: Imports,
  folder: string | null,
  options: { json: boolean },
  output: Output,
  stop: AbortSignal,
): Promise<number> {
  let noted = performance.now();
  const end = imports.onProgress((progress) => {
    if (options.json || performance.now() - noted < NOTE_EVERY_MS) return;
    noted = performance.now();
    output.note(
      `${progress.filesDone} of ${progress.files} files, ${megabytes(progress.bytesDone)} of ${megabytes(progress.bytes)}, ${progress.eventsAdded} events`,
    );
  });
  try {
    const { id, ended } = imports.claudeCode(folder);
    stop.addEventListener('abort', () => imports.cancel(id));
    const result = await ended;
    if (options.json) await output.json(resultDocument(result));
    else await output.line(summary(result));
    if (result.problem !== null) output.problem(result.problem);
    return result.state === 'done' && result.problem === null ? EXIT.ok : EXIT.failed;
  } finally {
    end();
  }
}

/** The names are a promise. */
function resultDocument(progress: ImportProgress) {
  return {
    state: progress.state,
    files: progress.files,
    files_done: progress.filesDone,
    bytes: progress.bytes,
    bytes_done: progress.bytesDone,
    sessions_new: progress.sessionsNew,
    sessions_grown: progress.sessionsGrown,
    events_added: progress.eventsAdded,
    malformed: progress.malformed,
    problem: progress.problem,
  };
}

function summary({ state, sessionsNew, sessionsGrown, eventsAdded, filesDone, files, malformed }: ImportProgress): string {
  const word = { running: 'Running', done: 'Done', cancelled: 'Cancelled; import again to go on', failed: 'Failed' }[state];
  const odd = malformed === 0 ? '' : ` ${malformed} lines could not be read; they are kept as they are.`;
  return `${word}. ${filesDone} of ${files} files, ${sessionsNew} new sessions, ${sessionsGrown} that grew, ${eventsAdded} events.${odd}`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
