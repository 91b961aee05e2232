/** Words as the full-text index sees them, so that what it found can be found again in the text and marked. */

const NOT_WORD = /[^\p{L}\p{N}\p{Co}]+/u;
const WORD = /^[\p{L}\p{N}\p{Co}]/u;

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
  const phrases = words.map((word): Phrase => ({ tokens: tokensOf(word), prefix: anyEnd || word.endsWith('*') }));
  return {
    matches(text) {
      const folded = foldText(text);
      return phrases.every((phrase) => !occurrences(folded, phrase).next().done);
    },
    marks(text) {
      const folded = foldText(text);
      return apart(phrases.flatMap((phrase) => [...occurrences(folded, phrase)]));
    },
  };
}

interface Phrase {
  tokens: readonly string[];
  /** The last token may go on. */
  prefix: boolean;
}

/** Found by hand: a pattern of Unicode's classes costs more to compile than a text to search. */
function* occurrences(folded: string, { tokens, prefix }: Phrase): Generator<[number, number]> {
  const [first = '', ...others] = tokens;
  for (let start = folded.indexOf(first); start !== -1 && first !== ''; start = folded.indexOf(first, start + 1)) {
    if (isWordBefore(folded, start)) continue;
    let end = start + first.length;
    for (const token of others) end = afterToken(folded, end, token);
    if (end !== -1 && (prefix || !isWordAt(folded, end))) yield [start, end];
  }
}

/** The end of `token` where it is the next word after `end`; otherwise -1. */
function afterToken(folded: string, end: number, token: string): number {
  if (end === -1 || end >= folded.length || isWordAt(folded, end)) return -1;
  let next = end;
  while (next < folded.length && !isWordAt(folded, next)) next += 1;
  return folded.startsWith(token, next) ? next + token.length : -1;
}

/** Whether a word goes on at `index`; the second half of a character is none. */
function isWordAt(folded: string, index: number): boolean {
  const code = folded.codePointAt(index);
  if (code === undefined) return false;
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return WORD.test(String.fromCodePoint(code));
}

function isWordBefore(folded: string, index: number): boolean {
  if (index === 0) return false;
  return isWordAt(folded, index - 1) || (index > 1 && (folded.codePointAt(index - 2) ?? 0) > 0xffff && isWordAt(folded, index - 2));
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
