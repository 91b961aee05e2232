/** Trials of coaching in a terminal: what is due and what it would cost, and the trials themselves, driven here. */
import { resolve } from 'node:path';
import { pairsIn } from '../../shared/coaching/effect.ts';
import { entryRows, type EntryRow } from '../../shared/coaching/entry-rows.ts';
import type { TrialPlan } from '../../shared/ipc-coaching.ts';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Drover } from '../app/drover.ts';
import { coachedModel } from '../cli/coaching-worker.ts';
import { dollars, rowWords } from '../cli/coaching-words.ts';
import { exitOf, followTrials, type Followed } from '../cli/follow-trials.ts';
import type { Output } from '../cli/output.ts';
import { planWords, printPlan } from '../cli/plan-coaching.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { EXIT, positive } from '../cli/usage.ts';
import { coachingLogId } from '../coaching/trial-log.ts';
import type { AddCommand } from './command.ts';
import { chooseHere, withDrover, type Places, type WorkerOptions } from './with-drover.ts';

type TrialOptions = WorkerOptions & { project: string };
type TestOptions = TrialOptions & { budget?: number; confirm: boolean };

export function addTrialCommands(command: AddCommand, output: Output, places: Places): void {
  const ofWorker = (nameAndArguments: string, description: string): ReturnType<AddCommand> =>
    command(nameAndArguments, description)
      .option('--project <dir>', 'the repository', '.')
      .option('--provider <id>', 'whose model')
      .option('--model <id>', 'which model; without it, that of the newest dispatch')
      .option('--target <id>', 'where; without it, where the newest dispatch ran');

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
        const session = coachingLogId(root);
        const from = drover.log.head(session) + 1;
        const stop = stopOnSignals();
        const { run } = await drover.testCoaching({ project: root, kind, worker, entries, budgetUsd: options.budget ?? null });
        const trialing = {
          ...{ log: drover.log, session, run },
          awaitTrials: (signal: AbortSignal) => drover.awaitTrials(root, run, signal),
          stopTrials: () => drover.stopTrials(root, run),
        };
        const followed = await followTrials(trialing, from, options, output, stop);
        const rows = entryRows(await drover.readCoaching(root), worker).filter(({ key }) => entries.includes(key));
        await printResult(followed, rows, worker, options, output);
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

/** @param require what becomes of a choice: that it can work here is asked for before trials alone */
async function planOf(
  drover: Drover,
  ids: readonly string[],
  options: TrialOptions,
  require: (choice: WorkerChoice) => WorkerChoice,
): Promise<Planned> {
  const { root } = await drover.workspaces.describeRepository(resolve(options.project));
  await drover.board.ready();
  const { newest, records } = await drover.readCoaching(root);
  const { provider, model, target } = options;
  const asked = { ...(provider !== undefined && { provider }), ...(model !== undefined && { model }) };
  const { providers, targets } = drover.settingsView();
  const chosen = coachedModel(asked, { newest, records, providers });
  const where = target ?? newest?.target ?? targets[0]?.id ?? 'local';
  const worker = chosen === null ? chooseHere(drover, { ...asked, target: where }) : require({ ...chosen, target: where });
  const plan = await drover.planCoaching({ project: root, worker, ...(ids.length > 0 && { entries: ids }) });
  return { root, worker, plan };
}

async function printResult(
  followed: Followed,
  rows: readonly EntryRow[],
  worker: WorkerChoice,
  options: TestOptions,
  output: Output,
): Promise<void> {
  const { view, left } = followed;
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
    for (const row of rows) if (!answers.has(row.key)) await output.line(`${row.key}  ${rowWords(row, rows.length)}`);
    await output.line(`${view.ended?.explanation ?? 'The trials are left as they are.'} ${dollars(view.spentUsd)} spent.`);
  }
  if (left) output.note('The window goes on with them when it is opened.');
}

function stateDocument({ state, stands, record }: EntryRow) {
  const { counts, broken, effect } = record?.judgement ?? { counts: null, broken: 0, effect: null };
  const judged = counts === null ? 0 : pairsIn(counts);
  return { state, stands, effect: judged === 0 ? null : effect, pairs: { judged, broken, running: record?.running ?? 0 } };
}
