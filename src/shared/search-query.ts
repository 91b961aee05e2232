/** Reads what a person types into a search field. Never throws: what cannot be read is said in words and left out. */
import { eventTypes } from './events.ts';
import type { SearchQuery } from './search.ts';
import { tokensOf } from './search-words.ts';

export interface ParsedQuery {
  query: SearchQuery;
  /** What of it could not be read, in words; null: all of it was. */
  mistake: string | null;
}

interface Part {
  /** Lower case; null: a word or a phrase. */
  key: string | null;
  value: string;
  /** All of it as it was typed, quotes aside. */
  text: string;
  quoted: boolean;
}

type Filter = 'type' | 'tool' | 'session' | 'model' | 'is' | 'after' | 'before';

/** `key:"a value"`, `key:value`, `"a phrase"` or `word`; a quote that is never closed ends with the text. */
const PART = /(?:([\p{L}_-]+):)?"([^"]*)("?)(\*?)|(\S+)/gu;
const KEY = /^([a-z]+):(.*)$/su;

export function parseSearchQuery(text: string): ParsedQuery {
  const query: SearchQuery = { words: [], types: [], tools: [], sessions: [], models: [], errorsOnly: false, after: null, before: null };
  const mistakes: string[] = [];
  for (const part of partsOf(text, mistakes)) {
    const mistake = isFilter(part.key) ? filters[part.key](query, part.value) : word(query, part);
    if (mistake !== null) mistakes.push(mistake);
  }
  if (query.after !== null && query.before !== null && query.after >= query.before)
    mistakes.push('Nothing is after the one and before the other.');
  return { query, mistake: mistakes[0] ?? null };
}

/** Whether there is nothing to look for. */
export function isEmptyQuery({ words, types, tools, sessions, models, errorsOnly, after, before }: SearchQuery): boolean {
  return [words, types, tools, sessions, models].every(({ length }) => length === 0) && !errorsOnly && after === null && before === null;
}

function partsOf(text: string, mistakes: string[]): Part[] {
  // Control characters, half characters and bidi marks are in no word, and could only mislead whoever reads the query back.
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ');
  return Array.from(plain.matchAll(PART), ([, key, quoted, closing, star = '', bare = '']): Part => {
    if (quoted !== undefined) {
      if (closing === '') mistakes.push('A quote is not closed.');
      const value = quoted + star;
      return { key: key?.toLowerCase() ?? null, value, text: key === undefined ? value : `${key}:${value}`, quoted: true };
    }
    const [, name, value] = KEY.exec(bare.toLowerCase()) ?? [];
    // The value as it was typed: a title has capitals.
    if (name !== undefined && value !== undefined) return { key: name, value: bare.slice(name.length + 1), text: bare, quoted: false };
    return { key: null, value: bare, text: bare, quoted: false };
  });
}

function isFilter(key: string | null): key is Filter {
  return key !== null && Object.hasOwn(filters, key);
}

const filters: Record<Filter, (query: SearchQuery, value: string) => string | null> = {
  type(query, value) {
    const wanted = value.toLowerCase().replace(/[.*]+$/, '');
    if (!eventTypes.some((type) => isOfType(type, wanted))) return `There is no event type "${value}".`;
    query.types.push(wanted);
    return null;
  },
  tool: (query, value) => list(query.tools, 'tool', value),
  session: (query, value) => list(query.sessions, 'session', value),
  model: (query, value) => list(query.models, 'model', value),
  is(query, value) {
    if (!/^errors?$/i.test(value)) return `"is:${value}" means nothing here; there is "is:error".`;
    query.errorsOnly = true;
    return null;
  },
  after: (query, value) => instant(value, 'after', (ms) => (query.after = ms)),
  before: (query, value) => instant(value, 'before', (ms) => (query.before = ms)),
};

/** `agent` is of `agent.message`, and so is `agent.mess`. */
export function isOfType(type: string, prefix: string): boolean {
  return prefix !== '' && (type.startsWith(prefix) || type.split('.')[1]?.startsWith(prefix) === true);
}

function list(values: string[], name: string, value: string): string | null {
  if (value === '') return `"${name}:" needs a value.`;
  values.push(value);
  return null;
}

function word(query: SearchQuery, { key, value, text, quoted }: Part): string | null {
  if (tokensOf(text).length === 0) return quoted && text === '' ? null : `There is no word in "${text}".`;
  query.words.push(text);
  // A colon is in paths and addresses too: what looks like a filter is searched for as text, and said so.
  return key !== null && !/^[/\\:\d]/.test(value) ? `There is no filter "${key}:", so it is searched for as text.` : null;
}

const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** A day begins where the user is; an instant without a zone is one there too. */
function instant(value: string, name: string, take: (ms: number) => void): string | null {
  const ms = dayStart(value) ?? (INSTANT.test(value) ? Date.parse(value.toUpperCase()) : NaN);
  if (Number.isNaN(ms)) return `"${name}:${value}" is not a day such as 2026-01-31, nor an instant such as 2026-01-31T12:00.`;
  take(ms);
  return null;
}

function dayStart(value: string): number | null {
  const found = DAY.exec(value);
  if (found === null) return null;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number]; // three groups of digits
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : NaN;
}
