/** What of a file of rules for agents could be an entry: its bullets. Pure. */
import { parse } from 'yaml';
import { readCoaching } from './read-file.ts';

export interface ImportableEntry {
  /** Markdown. */
  text: string;
  /** Globs of the files that the rule says it is for; none: all. */
  paths: string[];
  /** Counted from 1. */
  line: number;
}

/**
 * The outermost bullets, without those of a section that is coaching already, and without those of its archive. Rules of
 * Cursor (`globs`) and of Copilot (`applyTo`) name in their front matter the files that they are for.
 */
export function importableEntries(text: string): ImportableEntry[] {
  const { body, paths } = withoutFrontMatter(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  const coaching = new Set(readCoaching(body, { section: true }).entries.map(({ line }) => line));
  return readCoaching(body, { section: false }).entries.flatMap(({ text: words, line, archived, scope }) =>
    archived || coaching.has(line) || words.trim() === ''
      ? []
      : [{ text: words, line, paths: scope.paths.length > 0 ? [...scope.paths] : paths }],
  );
}

/** Its lines stay, blank: those below keep their numbers. */
function withoutFrontMatter(lf: string): { body: string; paths: string[] } {
  const found = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(lf);
  if (found === null) return { body: lf, paths: [] };
  const [whole, yaml = ''] = found;
  return { body: '\n'.repeat(whole.split('\n').length - 1) + lf.slice(whole.length), paths: globsOf(yaml) };
}

function globsOf(yaml: string): string[] {
  try {
    const fields: unknown = parse(yaml, { logLevel: 'silent' });
    if (typeof fields !== 'object' || fields === null) return [];
    const globs: unknown = 'globs' in fields ? fields.globs : 'applyTo' in fields ? fields.applyTo : undefined;
    const list: unknown[] = Array.isArray(globs) ? globs : typeof globs === 'string' ? globs.split(',') : [];
    const words = list.flatMap((glob) => (typeof glob === 'string' && glob.trim() !== '' ? [glob.trim()] : []));
    // A rule for every file is a rule without a scope. What would not be read back from an entry's comment is left out.
    return words.includes('**') || words.includes('**/*') ? [] : words.filter((glob) => !/[;<>\n]|--/.test(glob));
  } catch {
    // `globs: *.ts` as Cursor writes it is no YAML: an alias of nothing.
    const bare = /^(?:globs|applyTo):[ \t]*(\S.*)$/m.exec(yaml)?.[1] ?? '';
    return bare
      .split(',')
      .map((glob) => glob.trim())
      .filter((glob) => glob !== '' && !/[;<>]|--/.test(glob));
  }
}
