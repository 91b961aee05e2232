/** Edits of a project's coaching file, as another editor would make them: the file is written whole, or not at all. */
import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beginSection, editCoaching, type CoachingEdit } from '../../shared/coaching/edit-file.ts';
import type { CoachingEntry, CoachingMistake } from '../../shared/coaching/place-entry.ts';
import { readCoaching } from '../../shared/coaching/read-file.ts';
import { ProblemError } from '../../shared/problem.ts';
import { COACHING_PATH, coachingPlaces, findCoaching } from './coaching-file.ts';
import { createFile, readFileOrNothing, replaceFile } from './whole-files.ts';

export interface EditedCoaching {
  /** In the project, with `/`. */
  path: string;
  /** Entries that are otherwise than before, or new. */
  changed: CoachingEntry[];
}

/** A project without coaching gets a file for its first entry. `ProblemError` where the edit cannot be made; nothing is written then. */
export async function editProjectCoaching(root: string, edit: CoachingEdit): Promise<EditedCoaching> {
  const found = await findCoaching(root);
  const { path, section, text } = found ?? { path: COACHING_PATH, section: false, text: '' };
  const edited = editCoaching(text, edit, { section });
  if (!edited.ok) throw refused(path, edited.mistakes);
  const file = join(root, ...path.split('/'));
  if (found === null) {
    await makeFolder(dirname(file));
    await createFile(file, edited.text);
  } else if (edited.text !== text) {
    if ((await readFileOrNothing(file)) !== text) {
      const todo = 'Look at what stands there now, and do it again.';
      throw new ProblemError({ what: 'Another program wrote the file at the same moment', where: path, todo });
    }
    await replaceFile(file, edited.text);
  }
  const before = new Set(readCoaching(text, { section }).entries.map(saysOf));
  return { path, changed: readCoaching(edited.text, { section }).entries.filter((entry) => !before.has(saysOf(entry))) };
}

/** Makes an empty coaching file, or an empty section at the end of a file that is there. `ProblemError` where there is coaching already. */
export async function beginCoaching(root: string, place: string): Promise<void> {
  const found = await findCoaching(root);
  const refusal = (what: string): ProblemError => new ProblemError({ what, where: found?.path ?? place, todo: 'Open the coaching again.' });
  if (found !== null) throw refusal('This project has coaching already');
  if (!(await coachingPlaces(root)).includes(place)) throw refusal('Coaching cannot be kept there');
  const file = join(root, place);
  if (place === COACHING_PATH) {
    await makeFolder(dirname(file));
    return createFile(file, '# Coaching\n');
  }
  const edited = beginSection((await readFileOrNothing(file)) ?? '');
  if (!edited.ok) throw refused(place, edited.mistakes);
  await replaceFile(file, edited.text);
}

/** Writes the file whole. `expected` is the text that was read, null: there was none. `ProblemError` where it is otherwise by now. */
export async function saveCoaching(root: string, text: string, expected: string | null): Promise<void> {
  const found = await findCoaching(root);
  const path = found?.path ?? COACHING_PATH;
  const file = join(root, ...path.split('/'));
  if ((found?.text ?? null) !== expected) {
    const todo = 'Look at what stands there now, and do it again.';
    throw new ProblemError({ what: 'Another program has changed the coaching', where: path, todo });
  }
  if (found === null) {
    await makeFolder(dirname(file));
    await createFile(file, text);
  } else if (found.text !== text) await replaceFile(file, text);
}

function saysOf({ id, text, scope, archived, evidence }: CoachingEntry): string {
  return JSON.stringify([id, text, scope, archived, evidence]);
}

function refused(path: string, mistakes: readonly CoachingMistake[]): ProblemError {
  const [first] = mistakes;
  const what = (first?.message ?? 'The coaching cannot be edited').replace(/\.$/, '');
  return new ProblemError({
    what,
    where: `${path}, line ${first?.line ?? 1}`,
    todo: 'Look at `drover coaching list`, or correct the file in an editor.',
  });
}

/** A link is refused: a repository from elsewhere could point it anywhere. */
async function makeFolder(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  if (found !== undefined)
    throw new ProblemError({
      what: 'Coaching is kept in a real folder, and this is none',
      where: path,
      todo: 'Replace it by a folder inside the project, then try again.',
    });
  await mkdir(path).catch((cause: Error) => {
    const todo = 'Correct the rights of the project folder and try again.';
    throw new ProblemError({ what: `The folder for coaching could not be made: ${cause.message}`, where: path, todo }, { cause });
  });
}
