/** Computes ahead what a screen or a start would otherwise wait for: states, skeletons and outlines of sessions that grew. */
import type { Database } from 'better-sqlite3';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Outlines } from './outline.ts';
import type { Skeletons } from './skeleton.ts';
import type { States } from './states.ts';

export interface Warmer {
  /** Goes through the sessions that grew since it was asked last. Ends early where `stop` says so; the rest is left to whoever asks. */
  warm(stop: () => boolean): Promise<void>;
}

/** Events that are folded at once. */
const AT_ONCE = 1_000;

/** @param from the newest event that is taken care of already, as a gid */
export function warmerOn(db: Database, states: States, skeletons: Skeletons, outlines: Outlines, from: number): Warmer {
  const grown = db
    .prepare<[number], [session: string, first: number, head: number, gid: number]>(
      `SELECT s.uid, min(e.seq), max(e.seq), max(e.gid) FROM event e JOIN session s ON s.id = e.session WHERE e.gid > ? GROUP BY s.id`,
    )
    .raw();
  let done = from;

  return {
    async warm(stop) {
      const sessions = grown.all(done);
      for (const [session, first, head] of sessions) {
        if (stop()) return;
        await skeletons.of(session, first);
        await outlines.of(session);
        for (let seq = head - states.lag(session) + AT_ONCE; seq <= head; seq += AT_ONCE) {
          if (stop()) return;
          states.at(session, seq);
          await nextTick();
        }
      }
      done = Math.max(done, ...sessions.map(([, , , gid]) => gid));
    },
  };
}
