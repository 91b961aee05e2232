/** What the commands that try coaching have in common: with which worker, and the trials driven here. */
import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import type { Drover } from '../app/drover.ts';
import { readEntries } from '../app/project-coaching.ts';
import { coachedModel } from '../cli/coaching-worker.ts';
import { followTrials, type Followed } from '../cli/follow-trials.ts';
import type { Output } from '../cli/output.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { coachingLogId } from '../coaching/trial-log.ts';
import { chooseHere, type WorkerOptions } from './with-drover.ts';

export type TrialOptions = WorkerOptions & { project: string };

export function withWorkerOptions(command: Command): Command {
  return command
    .option('--project <dir>', 'the repository', '.')
    .option('--provider <id>', 'whose model')
    .option('--model <id>', 'which model; without it, that of the newest dispatch')
    .option('--target <id>', 'where; without it, where the newest dispatch ran');
}

/** @param require what becomes of a choice: that it can work here is asked for before trials alone */
export async function workerOf(
  drover: Drover,
  options: TrialOptions,
  require: (choice: WorkerChoice) => WorkerChoice,
): Promise<{ root: string; worker: WorkerChoice }> {
  const { root } = await drover.workspaces.describeRepository(resolve(options.project));
  // In words where the file cannot be read as a whole: it would look as if nothing were due.
  await readEntries(root);
  await drover.board.ready();
  const { newest, records } = await drover.readCoaching(root);
  const { provider, model, target } = options;
  const asked = { ...(provider !== undefined && { provider }), ...(model !== undefined && { model }) };
  const { providers, targets } = drover.settingsView();
  const chosen = coachedModel(asked, { newest, records, providers });
  const where = target ?? newest?.target ?? targets[0]?.id ?? 'local';
  return { root, worker: chosen === null ? chooseHere(drover, { ...asked, target: where }) : require({ ...chosen, target: where }) };
}

/** From the first event of the run that `begin` begins to its end. */
export async function followHere(
  drover: Drover,
  root: string,
  begin: () => Promise<{ run: string }>,
  options: TrialOptions,
  output: Output,
): Promise<Followed> {
  const session = coachingLogId(root);
  const from = drover.log.head(session) + 1;
  const stop = stopOnSignals();
  const { run } = await begin();
  const trialing = {
    ...{ log: drover.log, session, run },
    awaitTrials: (signal: AbortSignal) => drover.awaitTrials(root, run, signal),
    stopTrials: () => drover.stopTrials(root, run),
  };
  return followTrials(trialing, from, options, output, stop);
}
