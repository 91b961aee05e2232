/** A unified diff, as git prints it, as rows to draw. Pure; a line that does not fit is shown as it is, never dropped. */
export type PatchRow =
  | { kind: 'hunk'; text: string }
  | { kind: 'note'; text: string }
  | {
      kind: 'context' | 'added' | 'removed';
      text: string;
      oldLine: number | null;
      newLine: number | null;
      /** Where it differs from the line it replaced: [from, to) in UTF-16 units. */ changed: [number, number] | null;
    };

export interface PatchFile {
  path: string;
  rows: PatchRow[];
}

export function parsePatch(patch: string): PatchFile[] {
  const files: PatchFile[] = [];
  let file: PatchFile | null = null;
  let place = { old: 0, new: 0, oldLeft: 0, newLeft: 0 };
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    // No line of a hunk begins with a letter, whatever its header counted.
    if (line.startsWith('diff --git ')) {
      place = { old: 0, new: 0, oldLeft: 0, newLeft: 0 };
      file = { path: '', rows: [] };
      files.push(file);
      continue;
    }
    if (file === null) continue;
    const inHunk = place.oldLeft > 0 || place.newLeft > 0;
    const hunk = inHunk ? null : /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/.exec(line);
    if (hunk !== null) {
      place = { old: Number(hunk[1]), new: Number(hunk[3]), oldLeft: Number(hunk[2] ?? 1), newLeft: Number(hunk[4] ?? 1) };
      file.rows.push({ kind: 'hunk', text: (hunk[5] ?? '').trim() });
    } else if (inHunk && line.startsWith('+')) {
      file.rows.push({ kind: 'added', text: line.slice(1), oldLine: null, newLine: place.new++, changed: null });
      place.newLeft -= 1;
    } else if (inHunk && line.startsWith('-')) {
      file.rows.push({ kind: 'removed', text: line.slice(1), oldLine: place.old++, newLine: null, changed: null });
      place.oldLeft -= 1;
    } else if (line.startsWith('\\')) {
      file.rows.push({ kind: 'note', text: line.slice(1).trim() });
    } else if (inHunk) {
      // Some tools strip the space of an empty context line.
      file.rows.push({ kind: 'context', text: line.slice(1), oldLine: place.old++, newLine: place.new++, changed: null });
      place.oldLeft -= 1;
      place.newLeft -= 1;
    } else {
      header(file, line);
    }
  }
  for (const { rows } of files) markChanges(rows);
  return files;
}

function header(file: PatchFile, line: string): void {
  const path = /^(?:\+\+\+ |--- |rename to |copy to )(.*)$/.exec(line)?.[1];
  if (path !== undefined) {
    if (path !== '/dev/null') file.path = bare(path);
    return;
  }
  if (/^(?:new|deleted) file mode|^(?:index|similarity|dissimilarity|rename|copy) /.test(line)) return;
  if (line !== '') file.rows.push({ kind: 'note', text: line });
}

function bare(path: string): string {
  const quoted = /^"(.*)"$/.exec(path)?.[1];
  return (quoted === undefined ? path.replace(/\t$/, '') : unquoted(quoted)).replace(/^[ab]\//, '');
}

const escapes: Record<string, string> = { a: '\u0007', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

/** git quotes a name with unusual bytes as C does; the bytes are UTF-8. */
function unquoted(text: string): string {
  const bytes: number[] = [];
  const encode = new TextEncoder();
  for (const [part = '', octal, escape] of text.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...encode.encode(escape === undefined ? part : (escapes[escape] ?? escape)));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Removed lines followed by as many added ones are pairs; the part between their common ends is what changed. */
function markChanges(rows: PatchRow[]): void {
  for (let start = 0; start < rows.length; start += 1) {
    if (rows[start]?.kind !== 'removed') continue;
    let middle = start;
    while (rows[middle]?.kind === 'removed') middle += 1;
    let end = middle;
    while (rows[end]?.kind === 'added') end += 1;
    if (end - middle === middle - start) {
      for (let index = start; index < middle; index += 1) markPair(rows[index], rows[index + (middle - start)]);
    }
    start = Math.max(start, end - 1);
  }
}

function markPair(before: PatchRow | undefined, after: PatchRow | undefined): void {
  if (before?.kind !== 'removed' || after?.kind !== 'added') return;
  const [a, b] = [before.text, after.text];
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  // A word that differs somewhere differs as a whole.
  while (head > 0 && isWord(a[head - 1]) && (isWord(a[head]) || isWord(b[head]))) head -= 1;
  while (tail > 0 && isWord(a[a.length - tail]) && (isWord(a[a.length - tail - 1]) || isWord(b[b.length - tail - 1]))) tail -= 1;
  // Nothing in common, or only blanks: the whole line changed, and marking all of it says nothing.
  if ((a.slice(0, head) + a.slice(a.length - tail)).trim().length < 3) return;
  before.changed = [head, a.length - tail];
  after.changed = [head, b.length - tail];
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
