/** An import of Claude Code's sessions, whole, for whichever thread carries it out. */
import { join } from 'node:path';
import type { ModelUsage } from '../../shared/events.ts';
import type { ImportProgress } from '../../shared/instant.ts';
import type { Provider } from '../../shared/settings.ts';
import { importClaudeCode } from '../import/import-claude-code.ts';
import { openReadFiles } from '../import/read-files.ts';
import type { Log } from '../log/log.ts';
import { costUsd } from '../model/cost.ts';
import { maskWith } from '../vault/mask-with.ts';

/** Nothing but data, so that it can be handed to a thread. */
export interface ImportJob {
  dataDir: string;
  roots: readonly string[];
  /** As they are when the import begins: for their prices. */
  providers: readonly Provider[];
  /** What must not stand in an event: every form of every key that is known when the import begins. */
  secrets: readonly string[];
}

/** How far it is; whoever began the import knows its id. */
export type Progress = Omit<ImportProgress, 'id'>;

/** Never rejects because of a file; what it came to is in what it resolves to. */
export async function runImport(
  { dataDir, roots, providers, secrets }: ImportJob,
  log: Log,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Progress> {
  const readFiles = openReadFiles(join(dataDir, 'imports.db'));
  try {
    const cost = (model: string, usage: ModelUsage): number => importedCost(providers, model, usage);
    return await importClaudeCode({ roots, log, readFiles, cost, mask: maskWith(secrets), onProgress, signal });
  } finally {
    readFiles.close();
  }
}

/** By the prices in the settings; a model that is not there costs nothing that is known. Ids may carry their day: `-20261001`. */
function importedCost(providers: readonly Provider[], model: string, usage: ModelUsage): number {
  const plain = model.replace(/-\d{8}$/, '');
  const known = providers.flatMap((provider) => provider.models).find(({ id }) => id === model || id === plain);
  return known === undefined ? 0 : costUsd(usage, known.prices);
}
