/** Two texts as the rows of a unified diff, what stayed the same far from a change left out. Pure. */
import type { PatchRow } from '../diff/parse-patch.ts';

/** Lines around a change. */
const AROUND = 2;

/** Right for any two texts; short where lines were taken out and put in, as edits of entries do. */
export function lineDiff(before: string, after: string): PatchRow[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const rows: PatchRow[] = [];
  let [i, j] = [0, 0];
  const remove = (until: number): void => {
    for (; i < until; i += 1) rows.push({ kind: 'removed', text: old[i] ?? '', oldLine: i + 1, newLine: null, changed: null });
  };
  const add = (until: number): void => {
    for (; j < until; j += 1) rows.push({ kind: 'added', text: now[j] ?? '', oldLine: null, newLine: j + 1, changed: null });
  };
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      rows.push({ kind: 'context', text: old[i] ?? '', oldLine: i + 1, newLine: j + 1, changed: null });
      i += 1;
      j += 1;
      continue;
    }
    const gone = nextLike(old, i, now[j]);
    const come = nextLike(now, j, old[i]);
    if (gone === -1 && come === -1) {
      remove(i + 1);
      add(j + 1);
    } else if (come === -1 || (gone !== -1 && gone - i <= come - j)) remove(gone);
    else add(come);
  }
  remove(old.length);
  add(now.length);
  return withoutFar(rows);
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** Where a line comes next; blank lines are everywhere and say nothing. */
function nextLike(lines: readonly string[], from: number, line: string | undefined): number {
  return line === undefined || line.trim() === '' ? -1 : lines.indexOf(line, from);
}

function withoutFar(rows: readonly PatchRow[]): PatchRow[] {
  const changes = rows.flatMap(({ kind }, at) => (kind === 'context' ? [] : [at]));
  const near = new Set(changes.flatMap((at) => Array.from({ length: 2 * AROUND + 1 }, (_, by) => at + by - AROUND)));
  return rows.flatMap((row, at): PatchRow[] => {
    if (near.has(at)) return [row];
    return near.has(at - 1) && changes.some((change) => change > at) ? [{ kind: 'hunk', text: '' }] : [];
  });
}
