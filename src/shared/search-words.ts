/** Words as the full-text index sees them, so that what it found can be found again in the text and marked. */

const NOT_WORD = /[^\p{L}\p{N}\p{Co}]+/u;
const WORD = '\\p{L}\\p{N}\\p{Co}';

/** The words in a text, folded. A trailing `*` is no part of them. */
export function tokensOf(text: string): string[] {
  return foldText(text)
    .split(NOT_WORD)
    .filter((token) => token !== '');
}

/** Lower case, without accents, unit for unit: a position in the result is one in the text. */
export function foldText(text: string): string {
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

function foldCharacter(character: string): string {
  const plain = character
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return plain.length === character.length ? plain : character;
}

export interface WordMatcher {
  /** Whether every word occurs. */
  matches(text: string): boolean;
  /** Where any of them occurs, as [start, end) in UTF-16 units, in order and apart from each other. */
  marks(text: string): [number, number][];
}

/** @param words as in `SearchQuery`; with `anyEnd` each matches the beginning of a word as well */
export function wordMatcher(words: readonly string[], anyEnd = false): WordMatcher {
  const patterns = words.map((word) => patternOf(word, anyEnd || word.endsWith('*')));
  return {
    matches(text) {
      const folded = foldText(text);
      return patterns.every((pattern) => folded.search(pattern) !== -1);
    },
    marks(text) {
      const folded = foldText(text);
      const found = patterns.flatMap((pattern) =>
        Array.from(folded.matchAll(pattern), ({ 0: { length }, index }): [number, number] => [index, index + length]),
      );
      return apart(found);
    },
  };
}

/** Words of a phrase follow each other with anything but words between. */
function patternOf(word: string, prefix: boolean): RegExp {
  const phrase = tokensOf(word).join(`[^${WORD}]+`);
  return new RegExp(`(?<![${WORD}])${phrase}${prefix ? '' : `(?![${WORD}])`}`, 'gu');
}

function apart(found: [number, number][]): [number, number][] {
  const marks: [number, number][] = [];
  for (const [start, end] of found.toSorted(([a], [b]) => a - b)) {
    const last = marks.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}
