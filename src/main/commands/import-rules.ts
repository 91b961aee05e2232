/** `drover coaching import`: rules that other tools read in a repository, as entries of its coaching. */
import { ProblemError } from '../../shared/problem.ts';
import type { Output } from '../cli/output.ts';
import { EXIT } from '../cli/usage.ts';
import { editProjectCoaching } from '../specs/edit-coaching.ts';
import { findNewRules, noEntryYet, readRules } from '../specs/rule-files.ts';

/** A rule that cannot be written as one bullet is told of and left out; the exit code says so. */
export async function importRules(root: string, file: string | undefined, options: { json: boolean }, output: Output): Promise<number> {
  if (file === undefined) {
    const files = await findNewRules(root);
    if (options.json) await output.json({ files });
    else
      for (const { path, entries } of files) await output.line(`${path}  ${entries.length === 1 ? '1 rule' : `${entries.length} rules`}`);
    return EXIT.ok;
  }

  const rules = await readRules(root, file);
  if (rules.length === 0)
    throw new ProblemError({
      what: 'There is no bullet in this file',
      where: file,
      todo: 'Name a file in the repository by its path in it.',
    });
  const ids: (string | null)[] = [];
  const refused: { line: number; message: string }[] = [];
  for (const { text, paths, line } of rules.filter(await noEntryYet(root))) {
    try {
      const { changed } = await editProjectCoaching(root, { do: 'add', text, scope: { paths, kinds: [], models: [] } });
      ids.push(...changed.map(({ id }) => id));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refused.push({ line, message: error.problem.what });
    }
  }
  if (options.json) await output.json({ ids, refused });
  else for (const id of ids) await output.line(id ?? '(no id)');
  for (const { line, message } of refused) output.note(`${file}:${line}: ${message}`);
  return refused.length === 0 ? EXIT.ok : EXIT.failed;
}
