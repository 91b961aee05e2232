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
  /** For each of the files, what names its content on both sides: the same name is the same diff. */
  contents: string[];
  /** Unified diff as git prints it; cut at 2 MB, then `truncated`: `diff.file` gives each file's whole. */
  patch: string;
  truncated: boolean;
}

/** A part of one file's unified diff, from a byte on; `next`: where the part after it begins, null: this is the last. */
export interface PatchPiece {
  patch: string;
  next: number | null;
}
