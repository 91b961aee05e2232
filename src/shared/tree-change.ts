/** What differs between two git trees, and how one is to be made into another. */

/** An entry of a tree that is no folder; `mode` as git writes it, e.g. `100644`. */
export interface TreeLeaf {
  mode: string;
  id: string;
}

/** Renames are a deletion and an addition. */
export interface TreeChange {
  /** For people and globs: bytes that are not UTF-8 are shown with replacement characters. */
  path: string;
  /** The path's bytes, as latin1. */
  raw: string;
  base: TreeLeaf | null;
  now: TreeLeaf | null;
  /** Bytes of what is there now; null where nothing is, or where it is no file. */
  bytes: number | null;
}

/** What is to stand at a path; null: nothing. What is in its way, a file where a folder is needed or the reverse, goes. */
export interface TreeEdit {
  raw: string;
  put: TreeLeaf | { mode: string; content: string } | null;
}
