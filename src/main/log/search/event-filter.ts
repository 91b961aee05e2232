import type { Database } from 'better-sqlite3';
import { searchableText } from '../../../shared/searchable-text.ts';
import type { SessionEvent } from '../../../shared/events.ts';
import { isOfType } from '../../../shared/search-query.ts';
import { wordMatcher } from '../../../shared/search-words.ts';
import type { SearchQuery } from '../../../shared/search.ts';
import { includes, isNamed } from './conditions.ts';
import { factsFrom } from './facts.ts';

/** Says of one event what the index would say of it in `Finder.find`; `owner` is the row of the session that it was appended to. */
export function eventFilter(db: Database): (query: SearchQuery) => (event: SessionEvent, owner: number) => boolean {
  const facts = factsFrom(db);
  const owners = db.prepare<[number], string>('SELECT uid FROM session WHERE id = ?').pluck();
  return (query) => {
    const words = query.words.map((word) => ({ word, matcher: wordMatcher([word], true) }));
    return (event, owner) => {
      const { tool, model, error } = facts(event, { id: event.id, session: owner, seq: event.seq });
      const type = event.type === 'unknown' ? event.originalType : event.type;
      const ts = Date.parse(event.processed_at);
      const isNamedSo = (word: string): boolean => includes(type, word) || (tool !== null && includes(tool, word));
      const text = words.length === 0 ? '' : searchableText(event);
      return (
        oneOf(query.types, (wanted) => isOfType(type, wanted)) &&
        oneOf(query.tools, (wanted) => tool !== null && isNamed(tool, wanted)) &&
        oneOf(query.models, (wanted) => model !== null && includes(model, wanted)) &&
        oneOf(query.sessions, (wanted) => owners.get(owner) === wanted) &&
        (!query.errorsOnly || error) &&
        (query.after === null || ts >= query.after) &&
        (query.before === null || ts < query.before) &&
        words.every(({ word, matcher }) => isNamedSo(word) || matcher.matches(text))
      );
    };
  };
}

function oneOf(wanted: readonly string[], test: (value: string) => boolean): boolean {
  return wanted.length === 0 || wanted.some(test);
}
