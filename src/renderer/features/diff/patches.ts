/** The patches of a diff's files, as far as they are here. Pure. */
import type { DiffFile, SessionDiff } from '../../../shared/diff.ts';
import { parsePatch, type PatchRow } from './parse-patch.ts';

export interface FilePatch {
  rows: readonly PatchRow[];
  /** Where the rest of it begins, in bytes; null: it is whole. */
  next: number | null;
}

/** By path. A file that is not in it has not been read yet. */
export type Patches = ReadonlyMap<string, FilePatch>;

/** What came with the diff. Of a cut patch the last file is not whole, so it is read again. */
export function firstPatches(diff: SessionDiff): Patches {
  const parsed = parsePatch(diff.patch);
  const whole = diff.truncated ? parsed.slice(0, -1) : parsed;
  const patches = new Map<string, FilePatch>();
  for (const { path, rows } of whole) patches.set(path, { rows: [...(patches.get(path)?.rows ?? []), ...rows], next: null });
  // Nothing of it can be printed: a file whose name no header gives back.
  if (!diff.truncated && parsed.length === diff.files.length) {
    diff.files.forEach((file, index) => {
      if (!patches.has(file.path)) patches.set(file.path, { rows: parsed[index]?.rows ?? [], next: null });
    });
  }
  if (!diff.truncated) for (const file of diff.files) if (!patches.has(file.path)) patches.set(file.path, { rows: [], next: null });
  return patches;
}

/** One file, from the text of all its parts so far. */
export function patchOf(file: DiffFile, text: string, next: number | null): FilePatch {
  const parsed = parsePatch(text);
  const own = parsed.filter(({ path }) => path === file.path);
  return { rows: (own.length === 0 ? parsed : own).flatMap(({ rows }) => rows), next };
}
