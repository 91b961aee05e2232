/** The filters inside a query as it is typed, as chips that can be taken out and put in. What they mean is read elsewhere. Pure. */

const KEYS = ['type', 'tool', 'session', 'model', 'is', 'after', 'before'] as const;

export interface TypedFilter {
  /** As it stands in the query, e.g. `tool:bash`. */
  text: string;
  start: number;
  end: number;
}

/** A quoted phrase is words, whatever it holds. */
const TOKENS = new RegExp(`"[^"]*"?|(?<=^|\\s)(?:${KEYS.join('|')}):(?:"[^"]*"?|\\S+)|\\S+`, 'gi');
const FILTER = new RegExp(`^(?:${KEYS.join('|')}):`, 'i');

export function filtersIn(query: string): TypedFilter[] {
  return [...query.matchAll(TOKENS)]
    .filter(([text]) => FILTER.test(text))
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}

export function withoutFilter(query: string, filter: TypedFilter): string {
  return `${query.slice(0, filter.start).trimEnd()} ${query.slice(filter.end).trimStart()}`.trim();
}

export function withFilter(query: string, text: string): string {
  return filtersIn(query).some((filter) => filter.text.toLowerCase() === text.toLowerCase()) ? query : `${query.trimEnd()} ${text}`.trim();
}

/** What a click can add; those that are there already are left out. `now` in Unix ms. */
export function suggestedFilters(query: string, now: number): { label: string; text: string }[] {
  const day = (ago: number): string => new Date(now - ago * 86_400_000).toISOString().slice(0, 10);
  const typed = new Set(filtersIn(query).map((filter) => filter.text.toLowerCase()));
  const all = [
    { label: 'Errors', text: 'is:error' },
    { label: 'What you said', text: 'type:user' },
    { label: 'What workers said', text: 'type:agent.message' },
    { label: 'Commands', text: 'tool:bash' },
    { label: 'Verdicts', text: 'type:verdict' },
    { label: 'Last 7 days', text: `after:${day(7)}` },
  ];
  return all.filter((filter) => !typed.has(filter.text));
}
