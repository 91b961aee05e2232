/** A spec in the editor. Its text is the one truth; cards and goal are views of it. Pure. */
import type { CriterionDraft } from '../../../shared/ipc-judgment.ts';
import { splitSpec } from '../../../shared/front-matter.ts';
import { draftOf } from '../../../shared/spec-draft.ts';

/** A text that was left behind, and what was done to it. */
interface Step {
  text: string;
  what: string;
  /** When, in ms: typing in one place is one step until it pauses. */
  at: number;
}

export interface SpecDraft {
  /** What the file holds; null: there is no file yet. */
  saved: string | null;
  text: string;
  view: 'cards' | 'file';
  /** The user asked for a dispatch, or the file came with mistakes: what is empty is said. */
  asked: boolean;
  /** Oldest first. */
  past: readonly Step[];
  /** What was taken back, the next to come last. */
  future: readonly Step[];
  /** It was saved just now, and nobody has tried it on the base since. */
  toTry: boolean;
  /** Criteria that a model proposed and nobody has decided on yet. */
  proposals: readonly CriterionDraft[];
}

const PAUSE_MS = 700;
const STEPS = 200;

const NEW = `---
title: ''
criteria:
  - id: command-1
    kind: command
    run: ''
budget:
  minutes: 20
  iterations: 5
---

`;

export function newDraft(): SpecDraft {
  return { saved: null, text: NEW, view: 'cards', asked: false, past: [], future: [], toTry: false, proposals: [] };
}

export function openDraft(text: string): SpecDraft {
  const { mistakes, broken } = draftOf(text);
  const isSpec = splitSpec(text).ok && !broken;
  const asked = mistakes.length > 0;
  return { ...newDraft(), saved: text, text, view: isSpec ? 'cards' : 'file', asked };
}

/** `what` is done at `at`; the same again before a pause belongs to the same step. */
export function changeDraft(draft: SpecDraft, text: string, what: string, at: number): SpecDraft {
  if (text === draft.text) return draft;
  const last = draft.past.at(-1);
  const goesOn = last !== undefined && isTyping(what) && last.what === what && at - last.at < PAUSE_MS && draft.future.length === 0;
  const past = goesOn ? [...draft.past.slice(0, -1), { ...last, at }] : [...draft.past, { text: draft.text, what, at }].slice(-STEPS);
  return { ...draft, text, past, future: [] };
}

export function undo(draft: SpecDraft): SpecDraft {
  const last = draft.past.at(-1);
  if (last === undefined) return draft;
  return { ...draft, text: last.text, past: draft.past.slice(0, -1), future: [...draft.future, { ...last, text: draft.text }] };
}

export function redo(draft: SpecDraft): SpecDraft {
  const next = draft.future.at(-1);
  if (next === undefined) return draft;
  return { ...draft, text: next.text, future: draft.future.slice(0, -1), past: [...draft.past, { ...next, text: draft.text, at: 0 }] };
}

export function isDirty(draft: SpecDraft): boolean {
  return draft.text !== draft.saved;
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

function isTyping(what: string): boolean {
  return what.startsWith('type ');
}
