/** What a very long session is first drawn from, kept for as long as the session does not grow. */
import { deserialize, serialize } from 'node:v8';
import { setImmediate as nextTick } from 'node:timers/promises';
import { noColumns } from '../../../shared/columns/columns.ts';
import { OUTLINED, outlineOf, type Outline } from '../../../shared/columns/outline.ts';
import { SessionIndex } from '../../../shared/columns/session-index.ts';
import type { DerivedStore } from './derived-store.ts';
import type { Paths } from './path.ts';
import type { Skeletons } from './skeleton.ts';

export interface Outlines {
  /** Null for a session that needs none. Made of the skeleton where it is not kept; rests between pieces of it. */
  of(session: string): Promise<Outline | null>;
}

/** Events that are taken in at once. */
const PIECE = 65_536;

export function outlinesOn(paths: Paths, skeletons: Skeletons, store: DerivedStore): Outlines {
  async function indexOf(session: string): Promise<SessionIndex> {
    const index = new SessionIndex(noColumns());
    for (;;) {
      const piece = await skeletons.of(session, index.length + 1, index.length + PIECE);
      if (piece.kind.length === 0) return index;
      index.reserve(piece.head);
      index.take(piece);
      await nextTick();
    }
  }

  return {
    async of(session) {
      const last = paths.of(session).at(-1);
      if (last === undefined || last.hi < OUTLINED) return null;
      const hash = paths.hash(last.owner, last.hi);
      const kept = hash && store.outline(session, hash);
      const known = kept === undefined ? null : read(kept);
      if (known !== null) return known;
      const outline = outlineOf(await indexOf(session));
      if (hash !== undefined && outline.length === last.hi) store.keepOutline(session, hash, serialize(outline));
      return outline;
    },
  };
}

/** Null where the bytes are damaged. */
function read(kept: Buffer): Outline | null {
  try {
    // Ours: the hash of the very event that it goes up to stands beside it, and another version's file is deleted.
    return deserialize(kept) as Outline;
  } catch {
    return null;
  }
}
