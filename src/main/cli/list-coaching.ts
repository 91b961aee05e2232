/** `drover coaching list`: what a project's workers are to be told, and what is wrong with the file. */
import { readCoaching } from '../../shared/coaching/read-file.ts';
import type { EntryScope } from '../../shared/coaching/entry-mark.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

export interface ListedCoaching {
  /** As a person names it. */
  path: string;
  section: boolean;
  text: string;
}

/** @param found null: the project has no coaching */
export async function listCoaching(found: ListedCoaching | null, options: { json: boolean }, output: Output): Promise<number> {
  const { entries, mistakes } = found === null ? { entries: [], mistakes: [] } : readCoaching(found.text, { section: found.section });
  if (options.json) await output.json({ file: found?.path ?? null, entries, mistakes });
  else {
    for (const { id, text, scope, archived } of entries) {
      const about = [...(archived ? ['archived'] : []), ...scopeWords(scope)];
      await output.line(`${id ?? '(no id)'}${about.length === 0 ? '' : ` [${about.join('; ')}]`}  ${text.replaceAll(/\s*\n\s*/g, ' ')}`);
    }
    for (const { line, message } of mistakes) output.note(`${found?.path}:${line}: ${message}`);
    if (found === null) output.note('This project has no coaching file: .drover/coaching.md, or a section of AGENTS.md or CLAUDE.md.');
  }
  return mistakes.length === 0 ? EXIT.ok : EXIT.failed;
}

function scopeWords(scope: EntryScope): string[] {
  const words = { paths: scope.paths, kinds: scope.kinds, models: scope.models };
  return Object.entries(words).flatMap(([name, values]) => (values.length === 0 ? [] : [`${name}: ${values.join(', ')}`]));
}
