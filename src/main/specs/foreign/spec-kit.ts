/**
 * A feature of spec-kit: `specs/NNN-name/spec.md` with user stories (given, when, then), functional requirements (FR-001)
 * and success criteria (SC-001); beside it `plan.md`, `tasks.md` and `quickstart.md`. Pure.
 * Source: the templates of github.com/github/spec-kit.
 */
import { rewriteItems } from './criterion-items.ts';
import type { Companion, ForeignSource } from './foreign-source.ts';
import { createIds, headingOf, plainMarkdown, splitTitle, wordsOf } from './markdown.ts';
import { scenarioLine, scenarioOf } from './scenario.ts';

export function readSpecKit(path: string, name: string, text: string, companions: readonly Companion[]): ForeignSource {
  const { title, rest } = splitTitle(plainMarkdown(text));
  const idOf = createIds();
  const names = new Map<string, string[]>();
  const add = (key: string, id: string): void => void names.set(key, [...(names.get(key) ?? []), id]);
  let story: string | undefined;
  let scenarios = 0;
  let edges = 0;
  let section = '';
  const onLine = (line: string): undefined => {
    const heading = headingOf(line);
    if (heading !== undefined) {
      section = heading.text;
      const number = /^user story\s+(\d+)/i.exec(heading.text)?.[1];
      if (number !== undefined) scenarios = 0;
      if (number !== undefined || heading.level <= 2) story = number;
    } else if (/^\*\*.*\*\*:?\s*$/.test(line)) section = line;
  };
  const goal = rewriteItems(
    rest,
    ({ text: item }) => {
      const key = /^\**((?:FR|NFR|SC)-\d+)\**\s*:?\s*/.exec(item)?.[1];
      if (key !== undefined) {
        const id = idOf(key);
        add(key, id);
        return { text: item, id };
      }
      if (/edge case/i.test(section)) edges += 1;
      if (!/^\**given\b|^\**when\b/i.test(item)) return undefined;
      const scenario = scenarioOf([item]);
      const line = scenario && scenarioLine(scenario);
      if (line === undefined) return undefined;
      scenarios += 1;
      const id = idOf(story === undefined ? `scenario-${scenarios}` : `us${story}-${scenarios}`);
      if (story !== undefined) add(`US${story}`, id);
      return { text: line, id };
    },
    onLine,
  );
  const unclear = [...goal.matchAll(/\[NEEDS CLARIFICATION:? {0,3}([^\]\n]{0,500})\]/g)].map((match) => (match[1] ?? '').trim());
  const plain = title?.replace(/^feature specification\s*[:–—-]\s*/i, '');
  return {
    tool: 'spec-kit',
    path,
    title: plain === undefined || /^\[.*\]$/.test(plain) || plain === '' ? wordsOf(name) : plain,
    goal,
    names,
    companions,
    notes: [
      ...(scenarios > 0 ? ['Given, when, then became lines in the patterns of EARS; read them once.'] : []),
      ...(edges > 0
        ? [
            `${edges} edge ${edges === 1 ? 'case is' : 'cases are'} kept as text: say what the system shall do in ${edges === 1 ? 'it' : 'them'}.`,
          ]
        : []),
      ...unclear.slice(0, 20).map((question) => `To be clarified still: ${question}.`),
      ...(names.size === 0 ? ['No requirements were found: name the lines that matter with {#id}.'] : []),
    ],
  };
}
