/** Bits of Markdown that the readers of other tools' files share. Pure. */

/**
 * Without front matter, comments of a template and more than one blank line in a row. Like all here, in one pass over the
 * text: patterns that try again at each place take hours on a line of a million spaces.
 */
export function plainMarkdown(text: string): string {
  return withoutComments(text.replace(/^---\n[\s\S]*?\n---\n/, ''))
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutComments(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start);
    if (end === -1) break;
    kept.push(text.slice(from, start));
    from = end + 3;
  }
  return kept.join('') + text.slice(from);
}

/** Without any of these characters at its end. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

export interface Heading {
  level: number;
  text: string;
}

export function headingOf(line: string): Heading | undefined {
  const level = /^#{1,6}(?=\s)/.exec(line)?.[0].length;
  return level === undefined ? undefined : { level, text: trimEndOf(line.slice(level).trim(), '#').trim() };
}

/** The lines with whether each stands in a code fence. */
export function linesOf(text: string): { line: string; code: boolean }[] {
  let fence: string | undefined;
  return text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    const code = fence !== undefined || mark !== undefined;
    if (fence === undefined) fence = mark;
    else if (mark !== undefined && mark.startsWith(fence)) fence = undefined;
    return { line, code };
  });
}

/** The first heading of level 1, and the text without it. */
export function splitTitle(text: string): { title: string | undefined; rest: string } {
  const lines = linesOf(text);
  const at = lines.findIndex(({ line, code }) => !code && headingOf(line)?.level === 1);
  if (at === -1) return { title: undefined, rest: text };
  const rest = lines.flatMap(({ line }, index) => (index === at ? [] : [line])).join('\n');
  return { title: headingOf((lines[at]?.line ?? '').slice(0, 300))?.text, rest: rest.trim() };
}

/** `user-auth` as words: "User auth". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/^\d+[-_]/, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Ids that are given out once: lower-case letters, digits and dashes. */
export function createIds(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const stem =
      wanted
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 50)
        .replaceAll(/^-+|-+$/g, '') || 'line';
    let id = stem;
    for (let count = 2; taken.has(id); count++) id = `${stem}-${count}`;
    taken.add(id);
    return id;
  };
}

/** With `{#id}` at its end, in place of one that is there. */
export function marked(line: string, id: string): string {
  return `${line
    .trimEnd()
    .replace(/\{#[^{}\s]*\}$/, '')
    .trimEnd()} {#${id}}`;
}
