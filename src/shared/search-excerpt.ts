import type { WordMatcher } from './search-words.ts';

/** In UTF-16 units. */
const BEFORE = 60;
const LENGTH = 240;
/** Text that is looked at for the first match. */
const SEARCHED = 600 * 1024;

/** Lines become one; what could steer a terminal, hide or turn text around is a space, so that positions stay. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** One line of text around the first match, with all matches in it. Without a match it is the text's beginning. */
export function excerptOf(text: string, matcher: WordMatcher): { excerpt: string; marks: [number, number][] } {
  const searched = text.slice(0, SEARCHED);
  const marks = matcher.marks(searched);
  const first = marks[0]?.[0] ?? 0;
  const start = first <= BEFORE ? 0 : wordStart(searched, first - BEFORE, first);
  const end = Math.min(searched.length, start + LENGTH);
  const cut = searched.slice(start, end).replace(UNPRINTABLE, (hidden) => ' '.repeat(hidden.length));
  const [lead, trail] = [start > 0 ? '…' : '', end < text.length ? '…' : ''];
  return {
    excerpt: `${lead}${cut}${trail}`,
    marks: marks.flatMap(([from, to]): [number, number][] => {
      if (from < start || from >= end) return [];
      const shift = lead.length - start;
      return [[from + shift, Math.min(to, end) + shift]];
    }),
  };
}

/** After the next space, so that an excerpt begins with a whole word where there is one. */
function wordStart(text: string, from: number, limit: number): number {
  const space = text.slice(from, limit).search(/\s\S/);
  return space === -1 ? from : from + space + 1;
}
