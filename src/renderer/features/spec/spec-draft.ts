/** A spec in the editor. Its text is the truth; the cards are a view of it that can be edited. Pure. */
import type { Criterion } from '../../../shared/criteria.ts';
import { formatSpec, parseSpec } from '../../../shared/spec-text.ts';
import { Spec, type SpecMistake } from '../../../shared/spec.ts';

export interface SpecDraft {
  /** What the file holds; null: there is no file yet. */
  saved: string | null;
  text: string;
  view: 'cards' | 'file';
  /** The text as cards, perhaps incomplete; null where it has mistakes that only the text can show. */
  cards: Spec | null;
  /** The user asked for a dispatch: from now on, what is missing is said. */
  asked: boolean;
}

export function draftKey(project: string, slug: string | null): string {
  return `${project}\n${slug ?? ''}`;
}

export function newDraft(): SpecDraft {
  const cards: Spec = { title: '', goal: '', criteria: [newCriterion('command', [])], budget: { minutes: 20, iterations: 5 } };
  return { saved: null, text: formatSpec(cards), view: 'cards', cards, asked: false };
}

export function openDraft(text: string): SpecDraft {
  const cards = cardsOf(text);
  return { saved: text, text, view: cards === null ? 'file' : 'cards', cards, asked: false };
}

export function editCards(draft: SpecDraft, cards: Spec): SpecDraft {
  return { ...draft, cards, text: formatSpec(cards) };
}

export function editText(draft: SpecDraft, text: string): SpecDraft {
  return text === draft.text ? draft : { ...draft, text, cards: cardsOf(text) };
}

export function isDirty(draft: SpecDraft): boolean {
  return draft.text !== draft.saved;
}

/** Every mistake in the text, in its order. */
export function mistakesOf(draft: SpecDraft): SpecMistake[] {
  const parsed = parseSpec(draft.text);
  return parsed.ok ? [] : parsed.mistakes;
}

/** What is wrong with a field of the cards, by its path: `title`, `criteria.0.run`, `budget.minutes`. */
export function fieldMistakes(cards: Spec): Map<string, string> {
  const parsed = Spec.safeParse(cards);
  const mistakes = new Map<string, string>();
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const path = issue.path.join('.');
    if (!mistakes.has(path)) mistakes.set(path, issue.code === 'too_small' ? (said[path] ?? issue.message) : issue.message);
  }
  return mistakes;
}

const said: Record<string, string> = {
  title: 'A spec needs a title.',
  goal: 'Say what is to be done.',
  criteria: 'Add at least one criterion.',
};

export function newCriterion(kind: 'command' | 'file', others: readonly Criterion[]): Criterion {
  const taken = new Set(others.map((criterion) => criterion.id));
  let n = 1;
  while (taken.has(`${kind}-${n}`)) n += 1;
  const common = { id: `${kind}-${n}`, visibility: 'shown' as const, weight: 'must' as const };
  return kind === 'command' ? { ...common, kind, run: '', exitCode: 0, timeoutSeconds: 300 } : { ...common, kind, path: '', exists: true };
}

/** A file name for a title that no other spec of the project has. */
export function slugFor(title: string, taken: readonly string[]): string {
  const base =
    title
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-+$/, '') || 'spec';
  let slug = base;
  for (let n = 2; taken.includes(slug); n += 1) slug = `${base}-${n}`;
  return slug;
}

function cardsOf(text: string): Spec | null {
  const parsed = parseSpec(text);
  return parsed.ok ? parsed.spec : null;
}
