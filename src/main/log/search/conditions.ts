/** A query as SQL over the index. Nothing that was typed is ever part of a statement or of FTS5's own language. */
import type { SearchQuery } from '../../../shared/search.ts';
import { isOfType } from '../../../shared/search-query.ts';
import { tokensOf } from '../../../shared/search-words.ts';
import type { IndexStatements } from './index-file.ts';

export interface Conditions {
  /** FTS5's expression, made of folded words alone; null: any text. */
  match: string | null;
  /** On the table `entry` as `e`; null: any entry. */
  where: string | null;
  params: (number | string)[];
}

/**
 * Null where nothing can match: a tool, say, that no event names.
 * @param sessionIds rows of the sessions that a `session:` names
 */
export function conditionsOf(query: SearchQuery, statements: IndexStatements, sessionIds: (name: string) => number[]): Conditions | null {
  const idsOf = (test: (name: string) => boolean): number[] => statements.names.all().flatMap(({ id, name }) => (test(name) ? [id] : []));
  const where: string[] = [];
  const params: (number | string)[] = [];
  let possible = true;
  const oneOf = (column: string, ids: number[]): void => {
    possible &&= ids.length > 0;
    where.push(`e.${column} IN (SELECT value FROM json_each(?))`);
    params.push(JSON.stringify(ids));
  };
  if (query.types.length > 0)
    oneOf(
      'type',
      idsOf((name) => query.types.some((type) => isOfType(name, type))),
    );
  if (query.tools.length > 0)
    oneOf(
      'tool',
      idsOf((name) => query.tools.some((tool) => isNamed(name, tool))),
    );
  if (query.models.length > 0)
    oneOf(
      'model',
      idsOf((name) => query.models.some((model) => includes(name, model))),
    );
  if (query.sessions.length > 0) oneOf('session', query.sessions.flatMap(sessionIds));
  if (query.errorsOnly) where.push('e.error = 1');
  if (query.after !== null) {
    where.push('e.ts >= ?');
    params.push(query.after);
  }
  if (query.before !== null) {
    where.push('e.ts < ?');
    params.push(query.before);
  }
  if (!possible) return null;
  return { match: matchOf(query.words), where: where.length === 0 ? null : where.join(' AND '), params };
}

/** Each word a phrase of its folded tokens; a trailing `*` makes the last of them the beginning of a word. */
export function matchOf(words: readonly string[], anyEnd = false): string | null {
  if (words.length === 0) return null;
  return words.map((word) => `"${tokensOf(word).join(' ')}"${anyEnd || word.endsWith('*') ? '*' : ''}`).join(' AND ');
}

export function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

export function isNamed(name: string, wanted: string): boolean {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()];
  return b.endsWith('*') ? a.startsWith(b.slice(0, -1)) : a === b;
}
