import type { NewEvent } from '../../shared/events.ts';

/** An event with the id and the time that it will keep. */
export type ImportedEvent = NewEvent & { id: string; processed_at: string };

/** A line of a source, as what becomes of it needs it. */
export interface SourceLine {
  /** Names the line among those of its session, the same at each import. */
  key: string;
  /** As it stands, without the keys that the vault knows. */
  text: string;
  /** ISO 8601: the line's own time, or that of the line before. */
  at: string;
}
