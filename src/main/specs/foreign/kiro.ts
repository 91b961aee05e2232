/**
 * A spec of Kiro: `requirements.md` (or `bugfix.md`) with numbered criteria of acceptance in the patterns of EARS, and
 * beside it `design.md` and `tasks.md`, whose tasks name the criteria that they are about. Pure.
 * Source: kiro.dev/docs/specs.
 */
import { rewriteItems } from './criterion-items.ts';
import type { Companion, ForeignSource } from './foreign-source.ts';
import { createIds, headingOf, plainMarkdown, splitTitle, wordsOf } from './markdown.ts';

/** `name` is the folder's. */
export function readKiro(path: string, name: string, text: string, companions: readonly Companion[]): ForeignSource {
  const { title, rest } = splitTitle(plainMarkdown(text));
  const idOf = createIds();
  const names = new Map<string, string[]>();
  let requirement = '';
  let counting = false;
  let count = 0;
  const onLine = (line: string): string | undefined => {
    const heading = headingOf(line);
    // "Requirement 3: …", and the same in other languages.
    const number = /^\D{1,20}?(\d+)(?:\s*[:：.–—-]|$)/.exec(heading?.level === 3 ? heading.text : '')?.[1];
    if (number !== undefined) requirement = number;
    if (heading !== undefined || /^\*\*.*\*\*:?\s*$/.test(line)) {
      counting = /acceptance criteria|expected behaviou?r|unchanged behaviou?r/i.test(line);
      count = 0;
    }
    return undefined;
  };
  const goal = rewriteItems(
    rest,
    ({ text: item }) => {
      if (!counting && !/^\**(?:WHEN|IF|WHILE|WHERE|THE)\b/.test(item)) return undefined;
      count += 1;
      const [, own, words = item] = /^(?:\*\*)?(\d+\.\d+)[.):]?(?:\*\*)?[.):]?\s+([\s\S]*)$/.exec(item) ?? [];
      const number = own ?? `${requirement === '' ? '1' : requirement}.${count}`;
      const id = idOf(`r${number}`);
      for (const key of [number, number.split('.')[0] ?? number]) names.set(key, [...(names.get(key) ?? []), id]);
      return { text: words, id };
    },
    onLine,
  );
  const generic = title === undefined || /^(?:requirements?|requirements? document|bugfix.*|introduction)$/i.test(title);
  return {
    tool: 'kiro',
    path,
    title: generic ? wordsOf(name) : title.replace(/^(?:requirements?(?: document)?|bugfix requirements)\s*[:–—-]\s*/i, ''),
    goal,
    names,
    companions,
    notes: names.size === 0 ? ['No criteria of acceptance were found: name the lines that matter with {#id}.'] : [],
  };
}
