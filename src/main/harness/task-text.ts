/** The task as the worker reads it. */
import { criterionTitle, subjectOf, type Criterion, type CriterionOf } from '../../shared/criteria.ts';
import type { Spec } from '../../shared/spec.ts';

/** A spec in place of an earlier one. */
export function changedTaskText(spec: Spec): string {
  return `The task has changed. What follows replaces the task that you were given before.\n\n${taskText(spec)}`;
}

/** The first message: the goal, and what will be checked. Held-out criteria are never named. */
export function taskText(spec: Spec): string {
  const shown = spec.criteria.filter((criterion) => criterion.visibility === 'shown');
  const list = shown.map((criterion) => `- ${criterion.id}: ${criterionText(criterion)}`).join('\n');
  const setUp = spec.setup === undefined ? '' : `\n\n## Set-up\nDone before you began, on the project as it was: \`${spec.setup.run}\``;
  return `# ${spec.title}\n\n${spec.goal.trim()}\n\n## Acceptance criteria\n${list || '- (none are shown; the goal itself is checked)'}${setUp}`;
}

function criterionText(criterion: Criterion): string {
  const title = criterion.title === undefined ? '' : ` (${criterionTitle(criterion)})`;
  if (criterion.kind === 'command') {
    const output = criterion.output === undefined ? '' : ` and its output matches /${criterion.output}/`;
    return `\`${criterion.run}\` exits ${criterion.exitCode}${output}${title}`;
  }
  if (criterion.kind === 'metric') return `\`${criterion.run}\` prints a number that is ${boundsText(criterion)}${title}`;
  if (criterion.kind === 'diff') return `what you change: ${subjectOf(criterion)}${title}`;
  if (criterion.kind === 'rubric') return `judged by a reader of your change: ${criterion.question}${title}`;
  if (!criterion.exists) return `\`${criterion.path}\` does not exist${title}`;
  const matches = criterion.matches === undefined ? '' : ` and matches /${criterion.matches}/`;
  return `\`${criterion.path}\` exists${matches}${title}`;
}

function boundsText({ atMost, atLeast, of, unit }: CriterionOf<'metric'>): string {
  const what = unit === undefined ? '' : ` ${unit}`;
  const bounds = [atLeast === undefined ? '' : `at least ${atLeast}${what}`, atMost === undefined ? '' : `at most ${atMost}${what}`];
  return `${bounds.filter((bound) => bound !== '').join(' and ')}${of === 'ratio_to_base' ? ' times what it is on the base' : ''}`;
}
