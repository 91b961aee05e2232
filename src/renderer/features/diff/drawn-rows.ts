/** A diff as rows to draw, in one list over all files: split or unified, with what is folded and what was remarked. Pure. */
import type { DiffFile } from '../../../shared/diff.ts';
import { placeKey, type Place, type Remark, type Review } from '../../store/reviews.ts';
import type { PatchRow } from './parse-patch.ts';
import type { Patches } from './patches.ts';

export type DiffLook = 'split' | 'unified';
export type LineRow = Extract<PatchRow, { oldLine: number | null }>;

export type BaseRow =
  | Extract<PatchRow, { kind: 'hunk' | 'note' }>
  /** In a unified diff. */
  | { kind: 'line'; line: LineRow }
  /** Side by side. */
  | { kind: 'pair'; old: LineRow | null; new: LineRow | null };

export type DrawnRow = { key: string | number; file: number } & (
  | BaseRow
  | { kind: 'file' }
  /** The patch of the file is not here yet, or not all of it: `next` is where the rest begins. */
  | { kind: 'rest'; next: number }
  | { kind: 'remark'; remark: Remark; /** Its line is not in this diff, or reads otherwise now. */ adrift: boolean }
  | { kind: 'writing' }
);

export interface DrawnDiff {
  rows: DrawnRow[];
  /** The row of each file's heading. */
  heads: number[];
}

export interface DrawnInput {
  files: readonly DiffFile[];
  patches: Patches;
  look: DiffLook;
  folded: (file: DiffFile, index: number) => boolean;
  remarks: readonly Remark[];
  writing: Review['writing'];
}

/** Rows of one file have numbers as keys below this. */
const ROWS_A_FILE = 2 ** 24;

export function drawnDiff({ files, patches, look, folded, remarks, writing }: DrawnInput): DrawnDiff {
  const rows: DrawnRow[] = [];
  const heads: number[] = [];
  const byPath = grouped(remarks, (remark) => remark.path);
  files.forEach((file, index) => {
    heads.push(rows.length);
    const first = index * ROWS_A_FILE;
    rows.push({ kind: 'file', key: first, file: index });
    const here = byPath.get(file.path) ?? [];
    const write = writing?.path === file.path ? writing : null;
    if (folded(file, index)) return;
    const patch = patches.get(file.path);
    if (patch === undefined) {
      rows.push({ kind: 'rest', key: `rest ${index}`, file: index, next: 0 });
      return;
    }
    const base = look === 'split' ? splitRows(patch.rows) : unifiedRows(patch.rows);
    if (here.length === 0 && write === null) {
      for (let at = 0; at < base.length; at += 1) rows.push(keyed(base[at], first + at + 1, index));
    } else {
      withRemarks(rows, base, { first, index, here, write });
    }
    if (patch.next !== null) rows.push({ kind: 'rest', key: `rest ${index} ${patch.next}`, file: index, next: patch.next });
  });
  return { rows, heads };
}

interface RemarkedFile {
  first: number;
  index: number;
  here: readonly Remark[];
  write: Review['writing'];
}

/** The file's rows with its remarks below their lines; those whose lines are gone come first. */
function withRemarks(rows: DrawnRow[], base: readonly BaseRow[], { first, index, here, write }: RemarkedFile): void {
  const waiting = grouped(here, placeKey);
  const at = new Map<string, LineRow>();
  for (const row of base) for (const [key, line] of linesOf(row)) at.set(key, line);
  const found = (place: Place): boolean => at.get(`${place.side} ${place.line}`)?.text.slice(0, 2000) === place.quote;
  const draw = (remark: Remark, adrift: boolean): void => {
    const edited = write?.id === remark.id;
    rows.push(
      edited
        ? { kind: 'writing', key: `writing ${remark.id}`, file: index }
        : { kind: 'remark', key: `remark ${remark.id}`, file: index, remark, adrift },
    );
  };
  for (const remark of here) if (!found(remark)) draw(remark, true);
  const isNew = write !== null && write.id === null;
  if (isNew && !at.has(`${write.side} ${write.line}`)) rows.push({ kind: 'writing', key: `writing ${index}`, file: index });
  base.forEach((row, n) => {
    rows.push(keyed(row, first + n + 1, index));
    for (const [key] of linesOf(row)) {
      const path = here[0]?.path ?? write?.path ?? '';
      for (const remark of waiting.get(`${key} ${path}`) ?? []) if (found(remark)) draw(remark, false);
      if (isNew && `${write.side} ${write.line}` === key) rows.push({ kind: 'writing', key: `writing ${index}`, file: index });
    }
  });
}

/** The lines of a row by side and number. A line of context stands on both sides. */
function linesOf(row: BaseRow): [key: string, line: LineRow][] {
  const lines = row.kind === 'line' ? [row.line] : row.kind === 'pair' ? (row.old === row.new ? [row.new] : [row.old, row.new]) : [];
  return lines.flatMap((line) => {
    if (line === null) return [];
    const sides: [string, LineRow][] = [];
    if (line.oldLine !== null) sides.push([`old ${line.oldLine}`, line]);
    if (line.newLine !== null) sides.push([`new ${line.newLine}`, line]);
    return sides;
  });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function keyed(row: BaseRow | undefined, key: number, file: number): DrawnRow {
  return row === undefined ? { kind: 'note', text: '', key, file } : { ...row, key, file };
}

const unified = new WeakMap<readonly PatchRow[], BaseRow[]>();
const split = new WeakMap<readonly PatchRow[], BaseRow[]>();

export function unifiedRows(rows: readonly PatchRow[]): BaseRow[] {
  const known = unified.get(rows);
  if (known !== undefined) return known;
  const made = rows.map((row): BaseRow => (row.kind === 'hunk' || row.kind === 'note' ? row : { kind: 'line', line: row }));
  unified.set(rows, made);
  return made;
}

/** Removed lines beside the added ones that follow them, in order. */
export function splitRows(rows: readonly PatchRow[]): BaseRow[] {
  const known = split.get(rows);
  if (known !== undefined) return known;
  const made: BaseRow[] = [];
  let removed: LineRow[] = [];
  let added: LineRow[] = [];
  let notes: BaseRow[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      made.push({ kind: 'pair', old: removed[at] ?? null, new: added[at] ?? null });
    }
    made.push(...notes);
    [removed, added, notes] = [[], [], []];
  };
  for (const row of rows) {
    if (row.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(row);
    } else if (row.kind === 'added') {
      added.push(row);
    } else if (row.kind === 'note' && removed.length + added.length > 0) {
      // "No newline at end of file" of one side: what it stands between are pairs all the same.
      notes.push(row);
    } else {
      flush();
      made.push(row.kind === 'hunk' || row.kind === 'note' ? row : { kind: 'pair', old: row, new: row });
    }
  }
  flush();
  split.set(rows, made);
  return made;
}

/** What a remark on this row stands on; null where the row has no line on that side. */
export function placeOf(row: DrawnRow, side: 'old' | 'new', files: readonly DiffFile[]): Place | null {
  const file = files[row.file];
  const line = row.kind === 'line' ? row.line : row.kind === 'pair' ? row[side] : null;
  if (line === null || file === undefined) return null;
  // In a unified diff a line has the side that it is on; one of context is the new one.
  const on = row.kind === 'line' && side === 'new' && line.newLine === null ? 'old' : side;
  const number = on === 'old' ? line.oldLine : line.newLine;
  return number === null ? null : { path: file.path, side: on, line: number, quote: line.text.slice(0, 2000) };
}
