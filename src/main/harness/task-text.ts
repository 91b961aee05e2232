/** The task as the worker reads it. */
import { criterionTitle, type Criterion } from '../../shared/criteria.ts';
import type { Spec } from '../../shared/spec.ts';

/** A spec in place of an earlier one. */
export function changedTaskText(spec: Spec): string {
  return `The task has changed. What follows replaces the task that you were given before.\n\n${taskText(spec)}`;
}

/** The first message: the goal, and what will be checked. Held-out criteria are never named. */
export function taskText(spec: Spec): string {
  const shown = spec.criteria.filter((criterion) => criterion.visibility === 'shown');
  const list = shown.map((criterion) => `- ${criterion.id}: ${criterionText(criterion)}`).join('\n');
  return `# ${spec.title}\n\n${spec.goal.trim()}\n\n## Acceptance criteria\n${list || '- (none are shown; the goal itself is checked)'}`;
}

function criterionText(criterion: Criterion): string {
  const title = criterion.title === undefined ? '' : ` (${criterionTitle(criterion)})`;
  if (criterion.kind === 'command') {
    const output = criterion.output === undefined ? '' : ` and its output matches /${criterion.output}/`;
    return `\`${criterion.run}\` exits ${criterion.exitCode}${output}${title}`;
  }
  if (!criterion.exists) return `\`${criterion.path}\` does not exist${title}`;
  const matches = criterion.matches === undefined ? '' : ` and matches /${criterion.matches}/`;
  return `\`${criterion.path}\` exists${matches}${title}`;
}
