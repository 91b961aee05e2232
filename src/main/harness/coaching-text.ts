/** The coaching as the worker reads it, before its task. */
import { COACHING_HEADING } from '../../shared/coaching/coaching-heading.ts';
import type { AppliedEntry } from '../../shared/events.ts';

export function coachingText(entries: readonly AppliedEntry[]): string {
  const bullets = entries.map(({ text, scope }) => `- ${about(scope)}${text}`.replaceAll(/\n(?=[^\n])/g, '\n  '));
  return `${COACHING_HEADING}\n\nKeep to this, unless the task asks for something else.\n\n${bullets.join('\n')}`;
}

/** Which files and tasks an entry is for is the worker's to see: it knows what it works on. */
function about({ paths, kinds }: AppliedEntry['scope']): string {
  const scopes = [
    ...(paths.length === 0 ? [] : [`In ${paths.join(', ')}`]),
    ...(kinds.length === 0 ? [] : [`For tasks like ${kinds.join(', ')}`]),
  ];
  return scopes.length === 0 ? '' : `${scopes.join('; ')}:\n`;
}
