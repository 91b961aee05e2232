/** What a name was probably meant to be. Pure. */

/** Words that people write for a field of ours. */
const MEANT: Readonly<Record<string, string>> = {
  cmd: 'run',
  command: 'run',
  script: 'run',
  timeout: 'timeoutSeconds',
  heldout: 'visibility',
  hidden: 'visibility',
  file: 'path',
  regex: 'matches',
  pattern: 'matches',
  min: 'atLeast',
  max: 'atMost',
  type: 'kind',
  votes: 'asks',
};

/** The name that was meant; undefined where it is a word of its own. */
export function nearName(name: string, names: readonly string[]): string | undefined {
  const plain = plainly(name);
  const meant = MEANT[plain];
  if (meant !== undefined && names.includes(meant)) return meant;
  const near = names.filter((other) => isNear(plain, plainly(other)));
  return near.toSorted((a, b) => distance(plain, plainly(a)) - distance(plain, plainly(b)))[0];
}

function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function isNear(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 4 && (a.startsWith(b) || b.startsWith(a))) return true;
  return distance(a, b) <= (shorter <= 3 ? 1 : 2) && shorter > 2;
}

/** Letters to put in, take out, exchange or swap with their neighbour (Damerau's, each place once). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      const exchanged = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, exchanged, swapped));
    }
  }
  return at(a.length, b.length);
}
