/** Specs as files of a project, `.drover/specs/<slug>.md`: the editor writes the same file that a person would. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpecDocument } from '../../shared/project.ts';
import { ProblemError } from '../../shared/problem.ts';
import { parseSpec, titleOf } from '../../shared/spec-text.ts';
import type { SpecMistake } from '../../shared/spec.ts';
import { specFolder, type SpecFolder } from './spec-folder.ts';
import { createFile, readFileOrNothing, replaceFile } from './whole-files.ts';

export interface SpecFiles {
  /** By slug. A file that cannot be read is listed with the mistake on line 1. */
  list(root: string): Promise<{ slug: string; title: string; mistakes: SpecMistake[] }[]>;
  read(root: string, slug: string): Promise<SpecDocument>;
  /** `expected` is the text that was read, null for a new spec. A file that is otherwise by now is left as it is: `ProblemError`. */
  save(root: string, slug: string, text: string, expected: string | null): Promise<SpecDocument>;
}

export const specPath = (slug: string): string => `.drover/specs/${slug}.md`;

export function createSpecFiles(): SpecFiles {
  return {
    async list(root) {
      const folder = await specFolder(root);
      if (folder === undefined) return [];
      const slugs = (await readdir(folder.path)).flatMap((name) =>
        isSlug(name.replace(/\.md$/, '')) && name.endsWith('.md') ? [name.slice(0, -3)] : [],
      );
      return Promise.all(slugs.toSorted().map((slug) => summary(folder, slug)));
    },
    async read(root, slug) {
      const folder = await specFolder(root);
      const text = folder === undefined ? undefined : await readFileOrNothing(fileIn(folder, slug));
      if (text === undefined)
        throw new ProblemError({
          what: 'There is no such spec',
          where: specPath(slug),
          todo: 'Look for it under another name, or restore it with git.',
        });
      return document(root, slug, text);
    },
    async save(root, slug, text, expected) {
      const folder = await specFolder(root, { create: true });
      const file = fileIn(folder, slug);
      const found = await readFileOrNothing(file);
      if (expected === null && found !== undefined && found !== text) {
        throw new ProblemError({
          what: 'A spec with this name is there already',
          where: specPath(slug),
          todo: 'Choose another title, or open that spec.',
        });
      }
      if (expected !== null && found !== expected && found !== text) {
        const what = found === undefined ? 'The spec was deleted since you opened it' : 'The spec was changed since you opened it';
        throw new ProblemError({ what, where: specPath(slug), todo: 'Copy your text, open the spec again and put your changes in.' });
      }
      if (found === undefined) await createFile(file, text);
      else if (found !== text) await replaceFile(file, text);
      return document(root, slug, text);
    },
  };
}

async function summary(folder: SpecFolder, slug: string): Promise<{ slug: string; title: string; mistakes: SpecMistake[] }> {
  try {
    const text = await readFileOrNothing(fileIn(folder, slug));
    const parsed = parseSpec(text ?? '');
    return { slug, title: titleOf(text ?? '') ?? slug, mistakes: parsed.ok ? [] : parsed.mistakes };
  } catch (error) {
    const message = error instanceof ProblemError ? `${error.problem.what}. ${error.problem.todo}` : 'The file cannot be read.';
    return { slug, title: slug, mistakes: [{ line: 1, message }] };
  }
}

function document(root: string, slug: string, text: string): SpecDocument {
  const parsed = parseSpec(text);
  return { project: root, slug, text, spec: parsed.ok ? parsed.spec : null, mistakes: parsed.ok ? [] : parsed.mistakes };
}

function fileIn(folder: SpecFolder, slug: string): string {
  if (!isSlug(slug)) throw new TypeError(`not a slug: ${JSON.stringify(slug.slice(0, 100))}`);
  return join(folder.path, `${slug}.md`);
}

function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,80}$/.test(text);
}
