/** Trials of coaching in a terminal: what is due and what it would cost, and the trials themselves, driven here. */
import { pairsIn } from '../../shared/coaching/effect.ts';
import { entryRows, type EntryRow } from '../../shared/coaching/entry-rows.ts';
import type { TrialPlan } from '../../shared/ipc-coaching.ts';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Drover } from '../app/drover.ts';
import { dollars, rowWords, testedIn } from '../cli/coaching-words.ts';
import { exitOf, type Followed } from '../cli/follow-trials.ts';
import type { Output } from '../cli/output.ts';
import { planWords, printPlan } from '../cli/plan-coaching.ts';
import { EXIT, positive } from '../cli/usage.ts';
import type { AddCommand } from './command.ts';
import { followHere, withWorkerOptions, workerOf, type TrialOptions } from './trials-here.ts';
import { chooseHere, withDrover, type Places } from './with-drover.ts';

type TestOptions = TrialOptions & { budget?: number; confirm: boolean };

export function addTrialCommands(command: AddCommand, output: Output, places: Places): void {
  const ofWorker = (nameAndArguments: string, description: string) => withWorkerOptions(command(nameAndArguments, description));

  ofWorker(
    'plan [ids...]',
    'What is due for a model, or these entries, cheapest information first, and what it would cost. Runs nothing.',
  ).action((ids: string[], options: TrialOptions) =>
    withDrover(options, places, output, async (drover) => {
      const { worker, plan } = await planOf(drover, ids, options, (choice) => choice);
      await printPlan(plan, worker, options, output);
      return askedInVain(ids, plan) ? EXIT.failed : EXIT.ok;
    }),
  );

  ofWorker(
    'test [ids...]',
    'Tries these entries with and without, or what is due, until each has its answer. Ctrl-C stops; what has ended counts.',
  )
    .option('--budget <usd>', 'what all of it may cost, in US dollars', positive())
    .option('--confirm', 'run each probe once without its entry: does it show the fault?', false)
    .action((ids: string[], options: TestOptions) =>
      withDrover(options, places, output, async (drover) => {
        const { root, worker, plan } = await planOf(drover, ids, options, (choice) => chooseHere(drover, choice));
        for (const { entry, why } of plan.untestable) output.note(`${entry}: cannot be tested. ${why}`);
        const entries = plan.items.map(({ entry }) => entry);
        if (entries.length === 0 && ids.length > 0)
          throw new ProblemError({
            what: 'None of these can be tested',
            where: ids.join(', '),
            todo: 'See why with: drover coaching list',
          });
        const kind = options.confirm ? 'confirm' : 'entries';
        if (!options.confirm || entries.length === 0) output.note(planWords(plan, worker));
        if (entries.length === 0) {
          const explanation = planWords(plan, worker);
          if (options.json) await output.jsonLine({ ...nothing, kind, worker, explanation });
          return EXIT.ok;
        }
        const begin = () => drover.testCoaching({ project: root, kind, worker, entries, budgetUsd: options.budget ?? null });
        const followed = await followHere(drover, root, begin, options, output);
        const rows = entryRows(await drover.readCoaching(root), worker);
        await printResult(followed, rows, entries, worker, options, output);
        return askedInVain(ids, plan) ? EXIT.failed : exitOf(followed);
      }),
    );
}

/** What a command that tries nothing comes to. */
const nothing = { type: 'result', run: null, ended: 'done', cost_usd: 0, entries: [] };

/** Whether entries were named that cannot be tested. */
const askedInVain = (ids: readonly string[], { untestable }: TrialPlan): boolean => ids.length > 0 && untestable.length > 0;

interface Planned {
  root: string;
  worker: WorkerChoice;
  plan: TrialPlan;
}

async function planOf(
  drover: Drover,
  ids: readonly string[],
  options: TrialOptions,
  require: (choice: WorkerChoice) => WorkerChoice,
): Promise<Planned> {
  const { root, worker } = await workerOf(drover, options, require);
  const plan = await drover.planCoaching({ project: root, worker, ...(ids.length > 0 && { entries: ids }) });
  return { root, worker, plan };
}

async function printResult(
  followed: Followed,
  all: readonly EntryRow[],
  tried: readonly string[],
  worker: WorkerChoice,
  options: TestOptions,
  output: Output,
): Promise<void> {
  const { view, left } = followed;
  const rows = all.filter(({ key }) => tried.includes(key));
  const answers = new Map(view.items.map(({ item, reason, explanation }) => [item.entry, { reason, explanation }]));
  if (options.json) {
    const entries = rows.map((row) => ({ entry: row.key, ...stateDocument(row), answer: answers.get(row.key) ?? null }));
    const ended = view.ended?.reason ?? null;
    const explanation = view.ended?.explanation ?? null;
    await output.jsonLine({
      type: 'result',
      run: view.id,
      kind: view.begun.kind,
      worker,
      ended,
      explanation,
      cost_usd: view.spentUsd,
      entries,
    });
  } else {
    for (const row of rows) if (!answers.has(row.key)) await output.line(`${row.key}  ${rowWords(row, testedIn(all))}`);
    await output.line(`${view.ended?.explanation ?? 'The trials are left as they are.'} ${dollars(view.spentUsd)} spent.`);
  }
  if (left) output.note('The window goes on with them when it is opened.');
}

function stateDocument({ state, stands, record }: EntryRow) {
  const { counts, broken, effect } = record?.judgement ?? { counts: null, broken: 0, effect: null };
  const judged = counts === null ? 0 : pairsIn(counts);
  return { state, stands, effect: judged === 0 ? null : effect, pairs: { judged, broken, running: record?.running ?? 0 } };
}
