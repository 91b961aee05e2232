/** What is asked of all sessions' text, and what comes back. `src/shared/search-query.ts` reads what a person types. */
import type { EventType } from './events.ts';

export interface SearchQuery {
  /** Each must occur, as a word or (with spaces) as a phrase; a trailing `*` matches the beginning of a word. */
  words: string[];
  /** `type:`; a prefix such as `agent` matches `agent.message` too. */
  types: string[];
  /** `tool:` */
  tools: string[];
  /** `session:` id, or a part of its title. */
  sessions: string[];
  /** `model:` id or a part of it. */
  models: string[];
  /** `is:error` */
  errorsOnly: boolean;
  /** `after:` and `before:` a day or an instant; milliseconds since 1970, the end excluded. */
  after: number | null;
  before: number | null;
}

export interface SearchHit {
  session: string;
  /** Title of the session. */
  title: string;
  seq: number;
  id: string;
  type: EventType | 'unknown';
  /** ISO 8601. */
  at: string;
  tool: string | null;
  /** Text around the first match, plain; `marks` are the matches in it as [start, end) in UTF-16 units. */
  excerpt: string;
  marks: [number, number][];
}

export interface SearchPage {
  /** Newest first. */
  hits: SearchHit[];
  /** Give it back to go on; null at the end. */
  next: number | null;
  /** Events that are not indexed yet: hits among them are missing for a moment. */
  behind: number;
  /** What of the query could not be read, in words; null: all of it was. */
  mistake: string | null;
}
