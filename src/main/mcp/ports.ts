/** What the tools need of Drover, all of it for reading. */
import type { EventType, SessionEvent } from '../../shared/events.ts';
import type { FilesView, FileView } from '../../shared/instant.ts';
import type { SessionSummary } from '../../shared/summary.ts';
import type { SearchPage } from '../../shared/search.ts';

export interface McpPorts {
  version: string;
  /** Those of trials of coaching only where they are asked for. */
  sessions(which: { trials: boolean }): SessionSummary[];
  /** The session that an id, whole or cut, means. Throws a `ProblemError` where there is none. */
  session(id: string): string;
  head(session: string): number;
  getEvents(session: string, slice: { from: number; to: number; types?: readonly EventType[]; limit: number }): SessionEvent[];
  search(query: string, options: { after: number | null; limit: number }): Promise<SearchPage>;
  filesAt(session: string, seq: number): Promise<FilesView>;
  fileAt(session: string, seq: number, path: string): Promise<FileView>;
}
