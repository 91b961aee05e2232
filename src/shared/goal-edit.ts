/** Edits of a spec's goal, and of what links it to the criteria. Pure. */
import { applyToCriterion, inTurn, type Applied } from './apply-edit.ts';
import { nameLine } from './ears.ts';
import { changeText, splitSpec } from './front-matter.ts';
import { draftOf } from './spec-draft.ts';

/** The blank line above the goal and the line end below it stay, or are made. */
export function putGoal(text: string, goal: string): Applied {
  const split = splitSpec(text);
  if (!split.ok) return [split.mistake];
  const { lf, yaml, goal: place } = split.parts;
  const made = goal.replaceAll('\r\n', '\n');
  const above = lf.slice(yaml.to, place.from);
  const isNew = place.from === lf.length;
  // Without a blank line above it, one at its beginning would be taken for that.
  const gap = !above.endsWith('\n\n') && (isNew || made.startsWith('\n')) ? '\n' : '';
  const insert = `${above.endsWith('\n') ? '' : '\n'}${gap}${made}${isNew ? '\n' : ''}`;
  return changeText(text, [{ from: place.from, to: place.to, insert }]);
}

/** The line gets an id where it has none. */
export function link(text: string, criterion: number, line: number): Applied {
  const draft = draftOf(text);
  const named = nameLine(draft.goal, line);
  if (named === undefined)
    return [{ line: draft.goalLine + line - 1, message: 'This line of the goal cannot be linked: it is a heading, code or blank.' }];
  const proves = [...new Set([...provesOf(text, criterion), named.id])];
  return inTurn(text, [
    (current) => (named.goal === draft.goal ? current : putGoal(current, named.goal)),
    (current) => applyToCriterion(current, criterion, { do: 'put', path: ['criteria', criterion, 'proves'], value: proves }),
  ]);
}

export function unlink(text: string, criterion: number, requirement: string): Applied {
  const rest = provesOf(text, criterion).filter((id) => id !== requirement);
  const path = ['criteria', criterion, 'proves'];
  return applyToCriterion(text, criterion, rest.length === 0 ? { do: 'drop', path } : { do: 'put', path, value: rest });
}

function provesOf(text: string, criterion: number): readonly string[] {
  return draftOf(text).criteria[criterion]?.proves ?? [];
}
