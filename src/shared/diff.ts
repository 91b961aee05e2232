/** What changed between two trees. */
export interface DiffFile {
  path: string;
  oldPath: string | null;
  status: 'added' | 'modified' | 'deleted' | 'renamed';
  insertions: number;
  deletions: number;
  binary: boolean;
}

export interface SessionDiff {
  base: string;
  commit: string;
  files: DiffFile[];
  /** Unified diff as git prints it; cut at 2 MB, then `truncated`. */
  patch: string;
  truncated: boolean;
}
