/** Hits as the rows of a list, each run of one session under its title. Pure. */
import type { SearchHit } from '../../../shared/search.ts';

export type SearchRow =
  { kind: 'session'; key: string; session: string; title: string; hits: number } | { kind: 'hit'; key: string; hit: SearchHit };

/**
 * A page's hits are grouped by session, in the order in which the sessions come first. A page that is added later leaves what is
 * above it where it is: nobody loses the line that they read.
 */
export function searchRows(pages: readonly (readonly SearchHit[])[]): SearchRow[] {
  const rows: SearchRow[] = [];
  let open: Extract<SearchRow, { kind: 'session' }> | null = null;
  pages.forEach((hits, page) => {
    for (const [session, group] of bySession(hits)) {
      if (open?.session !== session) {
        open = { kind: 'session', key: `${page} ${session}`, session, title: group[0]?.title ?? '', hits: 0 };
        rows.push(open);
      }
      open.hits += group.length;
      for (const hit of group) rows.push({ kind: 'hit', key: `${session} ${hit.seq}`, hit });
    }
  });
  return rows;
}

/** In the order in which the sessions come first. */
function bySession(hits: readonly SearchHit[]): Map<string, SearchHit[]> {
  const groups = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.session);
    if (group === undefined) groups.set(hit.session, [hit]);
    else group.push(hit);
  }
  return groups;
}

/** The excerpt in pieces, those that matched marked. Marks that overlap or lie outside do no harm. */
export function markedPieces(excerpt: string, marks: readonly (readonly [number, number])[]): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(at, start);
    if (end <= from) continue;
    if (from > at) pieces.push({ text: excerpt.slice(at, from), marked: false });
    pieces.push({ text: excerpt.slice(from, end), marked: true });
    at = Math.min(end, excerpt.length);
  }
  if (at < excerpt.length) pieces.push({ text: excerpt.slice(at), marked: false });
  return pieces.filter((piece) => piece.text !== '');
}
