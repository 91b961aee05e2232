import { resolve } from 'node:path';
import type { CoachingEdit } from '../../shared/coaching/edit-file.ts';
import { listCoaching } from '../cli/list-coaching.ts';
import type { Output } from '../cli/output.ts';
import { EXIT, list } from '../cli/usage.ts';
import { importRules } from './import-rules.ts';
import { findCoaching } from '../specs/coaching-file.ts';
import { editProjectCoaching } from '../specs/edit-coaching.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import type { AddCommand, CommonOptions } from './command.ts';

type ProjectOptions = CommonOptions & { project: string };

/** What concerns the coaching of a repository: its file alone, no log, no sandbox, no model. */
export function addCoachingCommands(command: AddCommand, output: Output): void {
  const ofProject = (nameAndArguments: string, description: string): ReturnType<AddCommand> =>
    command(nameAndArguments, description).option('--project <dir>', 'the repository', '.');

  ofProject('list', 'Lists the entries of the coaching file, and says what is wrong with it, by line.').action(
    async (options: ProjectOptions) => {
      process.exitCode = await listCoaching(await findCoaching(await rootOf(options)), options, output);
    },
  );

  const edit = async (options: ProjectOptions, wanted: CoachingEdit): Promise<void> => {
    const { path, changed } = await editProjectCoaching(await rootOf(options), wanted);
    const ids = changed.map(({ id }) => id);
    if (options.json) await output.json({ file: path, ids });
    else for (const id of ids) await output.line(id ?? '(no id)');
    process.exitCode = EXIT.ok;
  };

  ofProject('add <text>', 'Adds an entry, Markdown that can be one bullet, and prints its id.')
    .option('--paths <globs>', 'files that it is about, with commas', list)
    .option('--kinds <kinds>', 'kinds of task that it is about, with commas', list)
    .option('--models <models>', 'models that are told it, names or globs, with commas', list)
    .action(
      (
        text: string,
        { paths = [], kinds = [], models = [], ...options }: ProjectOptions & { paths?: string[]; kinds?: string[]; models?: string[] },
      ) => edit(options, { do: 'add', text, scope: { paths, kinds, models } }),
    );
  ofProject('import [file]', 'Adds the bullets of a file of rules that are no entries yet; without a file, lists such files.').action(
    async (file: string | undefined, options: ProjectOptions) => {
      process.exitCode = await importRules(await rootOf(options), file, options, output);
    },
  );
  ofProject('prune <id>', 'Moves an entry to the archive of the file: nobody is told it any more.')
    .requiredOption('--reason <text>', 'why: it is kept beside the entry')
    .action((id: string, options: ProjectOptions & { reason: string }) => edit(options, { do: 'prune', id, evidence: options.reason }));
  ofProject('restore <id>', 'Takes an entry out of the archive.').action((id: string, options: ProjectOptions) =>
    edit(options, { do: 'restore', id }),
  );
  ofProject('ids', 'Gives an id to each entry that has none, or one that another entry has.').action((options: ProjectOptions) =>
    edit(options, { do: 'ids' }),
  );
}

async function rootOf({ dataDir, project }: ProjectOptions): Promise<string> {
  const workspaces = createWorkspaces({ dataDir });
  try {
    return (await workspaces.describeRepository(resolve(project))).root;
  } finally {
    workspaces.close();
  }
}
