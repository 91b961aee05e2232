/** `drover coaching guard`: after several entries were pruned at once, whether they did something together. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import type { Drover } from '../app/drover.ts';
import { dollars } from '../cli/coaching-words.ts';
import { exitOf, type Followed } from '../cli/follow-trials.ts';
import type { Output } from '../cli/output.ts';
import { EXIT, positive, UsageError } from '../cli/usage.ts';
import type { AddCommand } from './command.ts';
import { followHere, withWorkerOptions, workerOf, type TrialOptions } from './trials-here.ts';
import { chooseHere, withDrover, type Places } from './with-drover.ts';

type GuardOptions = TrialOptions & { budget?: number; before: string };

export function addGuardCommand(command: AddCommand, output: Output, places: Places): void {
  withWorkerOptions(
    command('guard', 'Tries the coaching file as it was against the file as it is now, once on each probe: what the entries do together.'),
  )
    .requiredOption('--before <file>', 'a copy of the file as it was')
    .option('--budget <usd>', 'what all of it may cost, in US dollars', positive())
    .action((options: GuardOptions) =>
      withDrover(options, places, output, async (drover) => {
        const before = readBefore(options.before);
        const { root, worker } = await workerOf(drover, options, (choice) => chooseHere(drover, choice));
        const begin = () => drover.guardCoaching({ project: root, worker, before, budgetUsd: options.budget ?? null });
        const followed = await followHere(drover, root, begin, options, output);
        const dropped = await droppedIn(drover, root, followed);
        await printGuard(followed, dropped, worker, options, output);
        return dropped.length === 0 ? exitOf(followed) : EXIT.failed;
      }),
    );
}

function readBefore(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (cause) {
    const what = `The file as it was cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new UsageError({
      what,
      where: '--before',
      todo: 'Name a file that you can read, e.g. of: git show HEAD:.drover/coaching.md > before.md',
    });
  }
}

/** Entries whose probe passed with the file as it was and does not with the file as it is. */
async function droppedIn(drover: Drover, root: string, { view }: Followed): Promise<string[]> {
  const entries = [...new Set(view.begun.items.map(({ entry }) => entry))];
  const trials = await Promise.all(entries.map((entry) => drover.trialsOf(root, entry)));
  return trials
    .flat()
    .filter(({ run, ended }) => run === view.id && ended?.with?.passed === true && ended.without.passed === false)
    .map(({ item }) => item.entry);
}

async function printGuard(
  { view, left }: Followed,
  dropped: readonly string[],
  worker: WorkerChoice,
  options: GuardOptions,
  output: Output,
): Promise<void> {
  const ended = view.ended?.reason ?? null;
  const explanation = view.ended?.explanation ?? null;
  if (options.json)
    await output.jsonLine({ type: 'result', run: view.id, kind: 'guard', worker, ended, explanation, cost_usd: view.spentUsd, dropped });
  else {
    for (const entry of dropped) await output.line(`${entry}  Its probe passed with the file as it was, and does not any more.`);
    await output.line(`${explanation ?? 'The trials are left as they are.'} ${dollars(view.spentUsd)} spent.`);
  }
  if (left) output.note('The window goes on with them when it is opened.');
}
