import type { CoachingEdit } from '../../shared/coaching/edit-file.ts';
import { evidenceLine } from '../../shared/coaching/evidence-line.ts';
import { readCoaching } from '../../shared/coaching/read-file.ts';
import { printHistory } from '../cli/coaching-history.ts';
import { listCoaching } from '../cli/list-coaching.ts';
import type { Output } from '../cli/output.ts';
import { pruneOutgrown } from '../cli/prune-outgrown.ts';
import { EXIT, list, UsageError } from '../cli/usage.ts';
import { editProjectCoaching, saveCoaching } from '../specs/edit-coaching.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import { rootOf, withCoaching, type KnownCoaching, type ProjectOptions } from './coaching-known.ts';
import type { AddCommand } from './command.ts';
import { importRules } from './import-rules.ts';

interface ModelOptions {
  provider?: string;
  model?: string;
}

interface PruneOptions extends ProjectOptions, ModelOptions {
  reason?: string;
  outgrown: boolean;
  yes: boolean;
}

/** What concerns the coaching of a repository as it stands: its file and what the log says. No sandbox, no model. */
export function addCoachingCommands(command: AddCommand, output: Output): void {
  const ofProject = (nameAndArguments: string, description: string): ReturnType<AddCommand> =>
    command(nameAndArguments, description).option('--project <dir>', 'the repository', '.');
  const ofModel = (nameAndArguments: string, description: string): ReturnType<AddCommand> =>
    ofProject(nameAndArguments, description)
      .option('--provider <id>', 'whose model')
      .option('--model <id>', 'which model; without it, that of the newest dispatch');

  ofModel('list', 'Lists the entries of the coaching file with what trials say of each, and what is wrong with the file, by line.').action(
    (options: ProjectOptions & ModelOptions) =>
      withCoaching(options, output, ({ file, model, rows }) => {
        const { text, section } = file;
        const worker = model(asked(options));
        const { mistakes } = readCoaching(text ?? '', { section });
        return listCoaching({ path: text === null ? null : file.path, mistakes, worker, rows: rows(worker) }, options, output);
      }),
  );
  ofProject('history', 'What dispatches were told day by day and how many passed, and the last runs of trials.').action(
    (options: ProjectOptions) =>
      withCoaching(options, output, ({ days, runs }) => printHistory({ days: days(), runs: runs() }, options, output)),
  );

  const edit = async (options: ProjectOptions, wanted: CoachingEdit): Promise<number> => {
    const { path, changed } = await editProjectCoaching(await rootOf(options), wanted);
    const ids = changed.map(({ id }) => id);
    if (options.json) await output.json({ file: path, ids });
    else for (const id of ids) await output.line(id ?? '(no id)');
    return EXIT.ok;
  };
  const editing = async (options: ProjectOptions, wanted: CoachingEdit): Promise<void> => {
    process.exitCode = await edit(options, wanted);
  };

  ofProject('add <text>', 'Adds an entry, Markdown that can be one bullet, and prints its id.')
    .option('--paths <globs>', 'files that it is about, with commas', list)
    .option('--kinds <kinds>', 'kinds of task that it is about, with commas', list)
    .option('--models <models>', 'models that are told it, names or globs, with commas', list)
    .action(
      (
        text: string,
        { paths = [], kinds = [], models = [], ...options }: ProjectOptions & { paths?: string[]; kinds?: string[]; models?: string[] },
      ) => editing(options, { do: 'add', text, scope: { paths, kinds, models } }),
    );
  ofModel(
    'prune [id]',
    'Moves an entry to the archive of the file: nobody is told it any more. With --outgrown, all that trials showed so.',
  )
    .option('--reason <text>', 'why: it is kept beside the entry; without it, what trials found')
    .option('--outgrown', 'all that the model has outgrown for certain: shows the diff of the file', false)
    .option('--yes', 'with --outgrown: writes it', false)
    .action((id: string | undefined, options: PruneOptions) =>
      withCoaching(options, output, (known) => {
        if (options.outgrown === (id !== undefined))
          throw new UsageError({
            what: 'One entry is pruned, or all that are outgrown',
            where: 'prune',
            todo: 'Give an id, or --outgrown.',
          });
        if (id === undefined) return pruneAll(known, options, output);
        return edit(options, { do: 'prune', id, evidence: options.reason ?? foundOf(known, id, options) });
      }),
    );
  ofProject('import [file]', 'Adds the bullets of a file of rules that are no entries yet; without a file, lists such files.').action(
    async (file: string | undefined, options: ProjectOptions) => {
      process.exitCode = await importRules(await rootOf(options), file, options, output);
    },
  );
  ofProject('restore <id>', 'Takes an entry out of the archive.').action((id: string, options: ProjectOptions) =>
    editing(options, { do: 'restore', id }),
  );
  ofProject('ids', 'Gives an id to each entry that has none, or one that another entry has.').action((options: ProjectOptions) =>
    editing(options, { do: 'ids' }),
  );
}

/** What trials found of an entry. */
function foundOf({ rows, model }: KnownCoaching, id: string, options: ModelOptions): string {
  const record = rows(model(asked(options))).find(({ key }) => key === id)?.record;
  if (record != null && record.judgement.state !== 'untested') return evidenceLine(record);
  const todo = 'Say why with --reason, or test it first: drover coaching test.';
  throw new UsageError({ what: 'No trial says why it should be pruned', where: id, todo });
}

async function pruneAll({ root, file, rows, model }: KnownCoaching, options: PruneOptions, output: Output): Promise<number> {
  const worker = model(asked(options));
  const { ids, text } = worker === null ? { ids: [], text: file.text ?? '' } : pruneOutgrown(file, rows(worker));
  const workspaces = createWorkspaces({ dataDir: options.dataDir });
  const diff = await workspaces.diffOfTexts(file.path, file.text ?? '', text).finally(() => workspaces.close());
  const written = options.yes && ids.length > 0;
  if (written) await saveCoaching(root, text, file.text);
  if (options.json) await output.json({ file: file.path, worker, ids, diff, written });
  else if (diff !== '') await output.text(diff.trimEnd());
  if (ids.length === 0) output.note('Nothing here is outgrown for certain.');
  else if (!written) output.note('Nothing is written. To write it, say --yes too.');
  if (ids.length > 1) {
    const copy = written ? 'With a copy of the file as it was' : 'Keep a copy of the file first: with it';
    output.note(`What they do together was not tried. ${copy}, this does: drover coaching guard --before <copy>`);
  }
  return ids.length === 0 || written ? EXIT.ok : EXIT.failed;
}

function asked({ provider, model }: ModelOptions): ModelOptions {
  return { ...(provider !== undefined && { provider }), ...(model !== undefined && { model }) };
}
