/**
 * Requirements in a goal, in the patterns of EARS (Mavin et al., "Easy Approach to Requirements Syntax", 2009), and the
 * criteria that prove them. A line is named by `{#id}` at its end. Pure.
 */
import { goalLines, type GoalLine } from './goal-lines.ts';

/**
 * `ubiquitous`: The … shall. `event`: When. `state`: While. `optional`: Where. `unwanted`: If, then. `complex`: more than
 * one of them. `named`: in no pattern, and a person gave it an id.
 */
export type EarsPattern = 'ubiquitous' | 'event' | 'state' | 'optional' | 'unwanted' | 'complex' | 'named';

export interface Requirement {
  /** Lines of the goal, counted from 1. */
  line: number;
  endLine: number;
  text: string;
  pattern: EarsPattern;
  id: string | null;
}

const PATTERNS = { when: 'event', while: 'state', where: 'optional', if: 'unwanted' } as const;

export function requirementsOf(goal: string): Requirement[] {
  return goalLines(goal).flatMap(({ heading, line, endLine, text, id }) => {
    const pattern = heading ? null : (patternOf(text) ?? (id === null ? null : 'named'));
    return pattern === null ? [] : [{ line, endLine, text, id, pattern }];
  });
}

/** The ids that a criterion can name. */
export function goalIds(goal: string): { id: string; line: number }[] {
  return goalLines(goal).flatMap(({ id, endLine }) => (id === null ? [] : [{ id, line: endLine }]));
}

/** Null: it is no requirement in the sense of EARS. */
export function patternOf(text: string): EarsPattern | null {
  const plain = text.replaceAll(/[*_]/g, '').trim();
  const shall = /\b(?:shall\b|SHALL\b|MUST\b)/i.exec(plain.replaceAll(/\bmust\b/g, '____'));
  if (shall === null || /^`[^`]*`[.;]?$/.test(plain)) return null;
  const before = plain.slice(0, shall.index);
  const clauses = [...before.matchAll(/(?:^|,\s*(?:and\s+|or\s+)?|\b(?:and|then)\s+)(when|while|where|if)\b/gi)].map((match) =>
    match[1]?.toLowerCase(),
  );
  if (clauses[0] !== undefined && /^(?:when|while|where|if)\b/i.test(before)) {
    const kinds = new Set(clauses);
    if (kinds.size > 1) return 'complex';
    // One of the four words, by the pattern above.
    return PATTERNS[clauses[0] as keyof typeof PATTERNS];
  }
  // A subject, not the middle of a text.
  return before.trim() !== '' && before.length <= 160 && !/[.!?]\s/.test(before) ? 'ubiquitous' : null;
}

export interface Proof {
  requirement: Requirement;
  /** The places of the criteria that prove it. Empty: nothing does. */
  criteria: number[];
}

/** Each requirement of the goal with the criteria that name it. */
export function provenBy(goal: string, criteria: readonly { proves?: readonly string[] | undefined }[]): Proof[] {
  return requirementsOf(goal).map((requirement) => ({
    requirement,
    criteria: criteria.flatMap(({ proves }, index) =>
      requirement.id !== null && proves?.includes(requirement.id) === true ? [index] : [],
    ),
  }));
}

/** The goal with an id on the requirement that stands on a line, and that id; undefined where none stands there. */
export function nameLine(goal: string, line: number): { goal: string; id: string } | undefined {
  const found = goalLines(goal).find((one) => !one.heading && one.line <= line && line <= one.endLine);
  if (found === undefined) return undefined;
  if (found.id !== null && found.id !== '') return { goal, id: found.id };
  const id = idFor(
    found,
    goalIds(goal).map((one) => one.id),
  );
  const lines = goal.split('\n');
  const last = lines[found.endLine - 1] ?? '';
  lines[found.endLine - 1] = `${last.slice(0, found.endColumn)} {#${id}}${last.slice(found.endColumn)}`;
  return { goal: lines.join('\n'), id };
}

const SMALL = new Set(
  'a an the of to in on at by for from with and or is are be been was were it its this that when while where if then shall must should will can may system'.split(
    ' ',
  ),
);

/** Up to four of its words that say something. */
function idFor({ text }: GoalLine, taken: readonly string[]): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !SMALL.has(word));
  const stem =
    words
      .slice(-4)
      .join('-')
      .slice(0, 50)
      .replaceAll(/^-+|-+$/g, '') || 'line';
  for (let count = 1; ; count++) {
    const id = count === 1 ? stem : `${stem}-${count}`;
    if (!taken.includes(id)) return id;
  }
}
