/** Imports: one at a time, in the background, to be watched and cancelled. */
import { randomUUID } from 'node:crypto';
import { notBegun, type ImportProgress } from '../../shared/instant.ts';
import { ProblemError, toProblem } from '../../shared/problem.ts';
import type { Provider } from '../../shared/settings.ts';
import { defaultRoots } from '../import/find-files.ts';
import type { Log } from '../log/log.ts';
import { runImport, type Progress } from './import-job.ts';
import { importInThread } from './import-thread.ts';

export interface Imports {
  /**
   * Begins an import of a folder, or of Claude Code's own places.
   * @returns its id, and what it came to; never rejects
   */
  claudeCode(folder: string | null): { id: string; ended: Promise<ImportProgress> };
  cancel(id: string): void;
  onProgress(listener: (progress: ImportProgress) => void): () => void;
  /** Cancels what runs and waits for it. */
  close(): Promise<void>;
}

/** @param options.worker the built `import-worker.ts`; without it everything is read on the calling thread */
export function createImports(options: {
  dataDir: string;
  log: Log;
  providers: () => readonly Provider[];
  secrets: () => readonly string[];
  worker?: URL;
}): Imports {
  const { dataDir, log, worker } = options;
  const listeners = new Set<(progress: ImportProgress) => void>();
  let running: { id: string; cancel: AbortController; ended: Promise<ImportProgress> } | null = null;

  const run = async (id: string, roots: readonly string[], signal: AbortSignal): Promise<ImportProgress> => {
    let newest: Progress = notBegun;
    const onProgress = (progress: Progress): void => {
      newest = progress;
      listeners.forEach((listener) => listener({ id, ...progress }));
    };
    const job = { dataDir, roots, providers: options.providers(), secrets: options.secrets() };
    try {
      const carryOut = worker === undefined ? runImport(job, log, onProgress, signal) : importInThread(worker, job, onProgress, signal);
      return { id, ...(await carryOut) };
    } catch (error) {
      onProgress({ ...newest, state: 'failed', problem: toProblem(error, 'Import') });
      return { id, ...newest };
    } finally {
      running = null;
    }
  };

  return {
    claudeCode(folder) {
      if (options.log.readOnly !== null) throw new ProblemError(options.log.readOnly);
      if (running !== null) {
        throw new ProblemError({ what: 'An import is under way', where: 'Import', todo: 'Wait until it is done, or cancel it.' });
      }
      const id = randomUUID();
      const cancel = new AbortController();
      const ended = run(id, folder === null ? defaultRoots() : [folder], cancel.signal);
      running = { id, cancel, ended };
      return { id, ended };
    },
    cancel(id) {
      if (running?.id === id) running.cancel.abort();
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      running?.cancel.abort();
      await running?.ended;
    },
  };
}
