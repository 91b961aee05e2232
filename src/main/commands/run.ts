/** `drover run`: a spec from its dispatch to its verdict, once or several times at once. */
import type { Budget } from '../../shared/spec.ts';
import { summarize } from '../../shared/summary.ts';
import { driveAttempts } from '../cli/drive-attempts.ts';
import { findSpec } from '../cli/find-spec.ts';
import type { Output } from '../cli/output.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { list, positive, wholeNumber } from '../cli/usage.ts';
import type { AddCommand } from './command.ts';
import { chooseHere, driveHere, withDrover, type Places, type WorkerOptions } from './with-drover.ts';

/** As many as the window dispatches at once. */
const MOST_ATTEMPTS = 16;

interface RunOptions extends Omit<WorkerOptions, 'model'> {
  project?: string;
  model?: string[];
  attempts?: number;
  stopLosers: boolean;
  tokens?: number;
  usd?: number;
  minutes?: number;
  tries?: number;
}

export function addRunCommand(command: AddCommand, output: Output, places: Places): void {
  command('run <spec>', 'Dispatches a spec and drives it to its verdict. Exit code 0 only if it passed. Ctrl-C stops it.')
    .option('--project <folder>', 'the repository, where the spec is given by its name alone')
    .option('--provider <id>', 'whose model; without it, the first provider that has a key')
    .option('--model <id>', "which model; without it, the provider's first; several, with commas, take turns", list)
    .option('--target <id>', 'where; without it, the first target')
    .option('--attempts <n>', 'so many tries at once, the best told last; exit code 0 if one passed', wholeNumber(1, MOST_ATTEMPTS))
    .option('--stop-losers', 'stop the others as soon as one passes', false)
    .option('--tokens <n>', "a limit of each try, in place of the spec's: tokens", wholeNumber(1))
    .option('--usd <n>', 'the same: US dollars', positive())
    .option('--minutes <n>', 'the same: minutes of running', positive(24 * 60))
    .option('--tries <n>', 'the same: how often it is checked', wholeNumber(1, 20))
    .action((spec: string, options: RunOptions) =>
      withDrover(options, places, output, async (drover) => {
        const { project, slug } = findSpec(spec, options.project);
        const { root } = await drover.workspaces.describeRepository(project);
        const { provider, target, stopLosers } = options;
        const models = options.model ?? [undefined];
        const workers = Array.from({ length: options.attempts ?? models.length }, (_, i) => {
          const model = models[i % models.length];
          return chooseHere(drover, { ...(provider && { provider }), ...(target && { target }), ...(model && { model }) });
        });
        const sessions = await drover.dispatchAll({ project: root, slug, workers, stopLosers, budget: budgetOf(options) });
        const stop = stopOnSignals();
        const drive = (session: string, out: Output): Promise<number> => driveHere(drover, session, 1, options, out, stop);
        const [first = ''] = sessions;
        if (sessions.length === 1) return drive(first, output);
        return driveAttempts(sessions, drive, (session) => summarize(session, drover.log.stateAt(session)), options, output);
      }),
    );
}

function budgetOf({ tokens, usd, minutes, tries }: RunOptions): Partial<Budget> {
  return { ...(tokens && { tokens }), ...(usd && { usd }), ...(minutes && { minutes }), ...(tries && { iterations: tries }) };
}
