/** What was read of another tool's spec, as one of ours. Pure. */
import type { CriterionInput } from '../../../shared/criteria.ts';
import { Criterion } from '../../../shared/criteria.ts';
import type { ForeignSpec } from '../../../shared/ipc-judgment.ts';
import { formatSpec } from '../../../shared/spec-text.ts';
import { requirementsOf } from '../../../shared/ears.ts';
import { slugOf } from '../slug.ts';
import { checkCommands, type CheckCommand } from './check-commands.ts';
import type { ForeignSource } from './foreign-source.ts';
import { createIds } from './markdown.ts';

/** More are a list of all that the author ran. */
const MAX_COMMANDS = 12;

/** `inProject`: where the folder lies in the project, so that a worker can read what was left out; null: it lies elsewhere. */
export function foreignSpec(source: ForeignSource, taken: readonly string[], inProject: string | null): ForeignSpec {
  const commands = checkCommands(source.companions);
  const idOf = createIds();
  const criteria = commands.slice(0, MAX_COMMANDS).map((command) => Criterion.parse(criterionOf(command, source, idOf)));
  const title = source.title.replaceAll(/\s+/g, ' ').trim().slice(0, 120);
  const beside = source.companions.map(({ path }) => `\`${inProject === null || inProject === '' ? path : `${inProject}/${path}`}\``);
  const goal =
    inProject === null || beside.length === 0 ? source.goal : `${source.goal}\n\nMore about it in this repository: ${beside.join(', ')}.`;
  const proven = new Set(criteria.flatMap(({ proves }) => proves ?? []));
  const open = requirementsOf(goal).filter(({ id }) => id === null || !proven.has(id)).length;
  return {
    tool: source.tool,
    path: source.path,
    slug: slugOf(title, taken),
    title,
    text: formatSpec({ title, goal, criteria, budget: { minutes: 20, iterations: 5 } }),
    notes: [
      ...source.notes,
      ...(inProject === null && beside.length > 0
        ? [`Not carried over, and not in the project: ${source.companions.map(({ path }) => path).join(', ')}.`]
        : []),
      ...(commands.length === 0 ? ['No command that checks something was found: add criteria.'] : []),
      ...(commands.length > MAX_COMMANDS ? [`${commands.length} commands were found; the first ${MAX_COMMANDS} are criteria.`] : []),
      ...(open > 0 ? [`${open} ${open === 1 ? 'requirement is' : 'requirements are'} proven by no criterion yet.`] : []),
    ],
  };
}

function criterionOf({ run, source, about }: CheckCommand, { names }: ForeignSource, idOf: (wanted: string) => string): CriterionInput {
  const proves = [...new Set(about.flatMap((name) => names.get(name) ?? []))];
  return { id: idOf(run), kind: 'command', title: `${run.slice(0, 60)} (${source})`, run, ...(proves.length === 0 ? {} : { proves }) };
}
