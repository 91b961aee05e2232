/** What the reader of one tool's files makes of a folder, before it is one of our specs. */
export interface ForeignSource {
  tool: 'spec-kit' | 'kiro' | 'openspec';
  /** Relative to the folder that is read, `.` for itself. */
  path: string;
  title: string;
  /** Markdown, each criterion of acceptance a line with `{#id}` at its end. */
  goal: string;
  /** What other files call a criterion, e.g. `1.2`, `FR-001` or `US1`, and the ids of its lines. */
  names: ReadonlyMap<string, readonly string[]>;
  /** Texts in which commands that check something may stand. */
  companions: readonly Companion[];
  notes: readonly string[];
}

/** A file beside the spec, or its text. */
export interface Companion {
  /** Relative to the folder that is read. */
  path: string;
  text: string;
}
