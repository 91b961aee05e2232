/** An entry as its bullet says it. Pure. */
import { everywhere, readMark, type EntryMark, type EntryScope } from './entry-mark.ts';
import { lineStart, type Bullet, type Span } from './file-outline.ts';

export interface CoachingEntry {
  /** Null: it has none yet. */
  id: string | null;
  /** Markdown, as a bullet of its own would begin behind the dash; without the comment and the evidence. */
  text: string;
  scope: EntryScope;
  archived: boolean;
  /** Why it was pruned. */
  evidence: string | null;
  /** Counted from 1. */
  line: number;
}

export interface CoachingMistake {
  line: number;
  message: string;
}

/** An entry and where its parts stand in `lf`. */
export interface PlacedEntry extends CoachingEntry {
  bullet: Bullet;
  mark: (EntryMark & Span) | null;
  /** Its lines of evidence. */
  evidenceLines: Span | null;
}

export function placeEntry(lf: string, bullet: Bullet, line: number, mistakes: CoachingMistake[]): PlacedEntry {
  let mark: PlacedEntry['mark'] = null;
  let evidence: Bullet['comments'][number] | null = null;
  for (const comment of bullet.comments) {
    const words = lf.slice(comment.from, comment.to);
    const found = readMark(words);
    if (/^<!--\s*evidence\s*-->$/.test(words) && comment.item !== null) evidence ??= comment;
    if (found === null) continue;
    if (mark !== null) mistakes.push({ line, message: 'The bullet has two comments with an id or a scope; the first one counts.' });
    else mark = { ...found, from: comment.from, to: comment.to };
  }
  if (mark !== null && mark.fault !== null) mistakes.push({ line, message: mark.fault });
  const evidenceLines = evidence?.item ?? null;
  const cuts = [
    ...(mark === null ? [] : [cutOf(lf, bullet, mark)]),
    ...(evidenceLines === null ? [] : [{ ...evidenceLines, from: evidenceLines.from - 1 }]),
  ];
  return {
    id: mark?.id ?? null,
    text: outdented(without(lf, { from: bullet.content, to: bullet.lines.to }, cuts), bullet.content - bullet.lines.from),
    scope: mark?.scope ?? everywhere,
    archived: bullet.archived,
    evidence: evidence === null || evidenceLines === null ? null : evidenceOf(lf, evidenceLines, evidence),
    line,
    bullet,
    mark,
    evidenceLines,
  };
}

/** With the blank before it, or its whole line where it stands alone on one. */
function cutOf(lf: string, bullet: Bullet, mark: Span): Span {
  const start = lineStart(lf, mark.from);
  const alone =
    start > bullet.content && lf.slice(start, mark.from).trim() === '' && /^[ \t]*(?:\n|$)/.test(lf.slice(mark.to, mark.to + 200));
  return { from: alone ? start - 1 : lf[mark.from - 1] === ' ' ? mark.from - 1 : mark.from, to: mark.to };
}

function evidenceOf(lf: string, lines: Span, comment: Span): string {
  return without(lf, lines, [comment])
    .trim()
    .replace(/^[-*+]\s+/, '')
    .replaceAll(/\s*\n\s*/g, ' ');
}

function without(lf: string, span: Span, cuts: readonly Span[]): string {
  let kept = '';
  let from = span.from;
  for (const cut of cuts.toSorted((a, b) => a.from - b.from)) {
    kept += lf.slice(from, Math.max(from, cut.from));
    from = Math.max(from, cut.to);
  }
  return kept + lf.slice(from, span.to);
}

/** Without what its place in a list asks for at the start of each line; `dash`: the columns to behind the dash. */
function outdented(content: string, dash: number): string {
  const blanks = blanksOf(content);
  const [first = '', ...rest] = content.split('\n');
  const start = new RegExp(`^(?: {1,${dash + blanks}}|\\t)`);
  const lines = [first.slice(Math.min(blanks, /^\s*/.exec(first)?.[0].length ?? 0)), ...rest.map((line) => line.replace(start, ''))];
  return lines.join('\n').trimEnd();
}

/** How many blanks part a dash from the words; from five on, all but one are part of the words, which are code. */
export function blanksOf(content: string): number {
  return /^ {1,4}(?=\S)/.exec(content)?.[0].length ?? 1;
}
