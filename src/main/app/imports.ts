/** Imports: one at a time, in the background, to be watched and cancelled. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ModelUsage } from '../../shared/events.ts';
import type { ImportProgress } from '../../shared/instant.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Provider } from '../../shared/settings.ts';
import { defaultRoots } from '../import/find-files.ts';
import { importClaudeCode } from '../import/import-claude-code.ts';
import { openReadFiles } from '../import/read-files.ts';
import type { Log } from '../log/log.ts';
import { costUsd } from '../model/cost.ts';

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

export function createImports(options: {
  dataDir: string;
  log: Log;
  providers: () => readonly Provider[];
  mask: (text: string) => string;
}): Imports {
  const listeners = new Set<(progress: ImportProgress) => void>();
  let running: { id: string; cancel: AbortController; ended: Promise<ImportProgress> } | null = null;

  const run = async (id: string, roots: readonly string[], signal: AbortSignal): Promise<ImportProgress> => {
    const readFiles = openReadFiles(join(options.dataDir, 'imports.db'));
    try {
      const onProgress = (progress: Omit<ImportProgress, 'id'>): void => listeners.forEach((listener) => listener({ id, ...progress }));
      const cost = (model: string, usage: ModelUsage): number => importedCost(options.providers(), model, usage);
      return { id, ...(await importClaudeCode({ ...options, roots, readFiles, cost, onProgress, signal })) };
    } finally {
      readFiles.close();
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

/** By the prices in the settings; a model that is not there costs nothing that is known. Ids may carry their day: `-20261001`. */
function importedCost(providers: readonly Provider[], model: string, usage: ModelUsage): number {
  const plain = model.replace(/-\d{8}$/, '');
  const known = providers.flatMap((provider) => provider.models).find(({ id }) => id === model || id === plain);
  return known === undefined ? 0 : costUsd(usage, known.prices);
}
