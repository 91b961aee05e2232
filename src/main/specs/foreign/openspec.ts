/**
 * OpenSpec: `openspec/specs/<capability>/spec.md` says what is there, `openspec/changes/<id>/` what is to be: a
 * `proposal.md`, `tasks.md` and, for each capability, the requirements that are added, modified, removed or renamed. Pure.
 * Source: github.com/Fission-AI/OpenSpec.
 */
import type { Companion, ForeignSource } from './foreign-source.ts';
import { createIds, headingOf, linesOf, marked, plainMarkdown, splitTitle, wordsOf } from './markdown.ts';
import { scenarioLine, scenarioOf } from './scenario.ts';

type Ids = ReturnType<typeof createIds>;

export function readOpenSpecCapability(path: string, name: string, text: string): ForeignSource {
  const { title, rest } = splitTitle(plainMarkdown(text));
  const { goal, names } = markRequirements(rest, createIds());
  return {
    tool: 'openspec',
    path,
    title: title?.replace(/\s+specification$/i, '') ?? wordsOf(name),
    goal,
    names,
    companions: [],
    notes: ['This specification says what is there already: its criteria are guards. For work that is to be done, import a change.'],
  };
}

export function readOpenSpecChange(
  path: string,
  name: string,
  proposal: string | undefined,
  capabilities: readonly { name: string; text: string }[],
  companions: readonly Companion[],
): ForeignSource {
  const { title, rest } = splitTitle(plainMarkdown(proposal ?? ''));
  const idOf = createIds();
  const parts = capabilities.map(({ name: capability, text }) => ({
    capability,
    ...markRequirements(splitTitle(plainMarkdown(text)).rest, idOf),
  }));
  const renamed = capabilities.some(({ text }) => /^##\s+RENAMED\b/m.test(text));
  return {
    tool: 'openspec',
    path,
    title: title?.replace(/^(?:change|proposal)\s*[:–—-]\s*/i, '') ?? wordsOf(name),
    goal: [rest, ...parts.map(({ capability, goal }) => `# ${wordsOf(capability)}\n\n${goal}`)].filter((part) => part !== '').join('\n\n'),
    names: new Map(parts.flatMap((part) => [...part.names])),
    companions,
    notes: [
      ...(proposal === undefined ? ['The change has no proposal.md: say at the beginning of the goal why it is made.'] : []),
      ...(parts.length === 0
        ? ['The change has no requirements (specs/<capability>/spec.md): name the lines that matter with {#id}.']
        : []),
      ...(parts.length > 0 ? ['When and then of each scenario became a line in the patterns of EARS; read them once.'] : []),
      ...(renamed ? ['Requirements that only get another name are kept as text.'] : []),
    ],
  };
}

/** The sentence of each requirement and the steps of each scenario become lines with ids. */
function markRequirements(text: string, idOf: Ids): { goal: string; names: Map<string, string[]> } {
  const names = new Map<string, string[]>();
  const out: string[] = [];
  let section = '';
  let requirement: string | undefined;
  let paragraph: string[] = [];
  let steps: string[] = [];
  let inScenario = false;
  let named = true;
  const id = (): string => {
    const made = idOf(requirement ?? 'requirement');
    if (requirement !== undefined) names.set(requirement, [...(names.get(requirement) ?? []), made]);
    return made;
  };
  const closeParagraph = (): void => {
    const last = paragraph.pop();
    out.push(...paragraph);
    const says = !named && requirement !== undefined && /\b(?:shall|must)\b/i.test([...paragraph, last ?? ''].join(' '));
    if (last !== undefined) out.push(says ? marked(last, id()) : last);
    if (says) named = true;
    paragraph = [];
  };
  const closeScenario = (): void => {
    const scenario = scenarioOf(steps.map((step) => step.replace(/^\s*[-*+]\s+/, '')));
    const line = scenario && scenarioLine(scenario);
    out.push(...(line === undefined ? steps : [marked(`- ${line}`, id())]));
    steps = [];
  };
  const closeRequirement = (): void => {
    closeParagraph();
    if (steps.length > 0) closeScenario();
    if (requirement !== undefined && !named && /REMOVED/.test(section))
      out.push(marked(`- The system shall no longer do what the requirement “${requirement}” asked.`, idOf(`removed-${requirement}`)), '');
    inScenario = false;
  };
  for (const { line, code } of linesOf(text)) {
    const heading = code ? undefined : headingOf(line);
    if (heading !== undefined) {
      const name = /^requirement\s*:\s*(.+)$/i.exec(heading.text)?.[1];
      if (name !== undefined || heading.level <= 3) {
        closeRequirement();
        requirement = name;
        named = false;
      } else {
        closeParagraph();
        if (steps.length > 0) closeScenario();
      }
      if (heading.level <= 2) section = heading.text;
      inScenario = /^scenario\b/i.test(heading.text);
      out.push(line);
    } else if (inScenario && !code && line.trim() !== '') steps.push(line);
    else if (inScenario || code || line.trim() === '' || /^\s*(?:[-*+]|\d+[.)])\s/.test(line)) {
      closeParagraph();
      if (steps.length > 0) closeScenario();
      out.push(line);
    } else paragraph.push(line);
  }
  closeRequirement();
  return { goal: out.join('\n').trim(), names };
}
