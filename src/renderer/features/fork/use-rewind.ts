import { useEffect, useState } from 'react';
import type { FilesView } from '../../../shared/instant.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Drover } from '../../store/drover.ts';
import { useDrover } from '../../store/use-drover.ts';
import { startOf, type RewindStart } from './rewind-plan.ts';

type Asked<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface Rewind {
  /** Null while it is read. */
  start: Asked<RewindStart> | null;
  /** By itself: listing many files takes longer, and can fail for reasons of its own. */
  files: Asked<FilesView> | null;
}

/** What the instant holds that a rewind to it starts from. */
export function useRewind(session: string, seq: number): Rewind {
  const drover = useDrover();
  const [rewind, setRewind] = useState<Rewind>({ start: null, files: null });
  useEffect(() => {
    let wanted = true;
    setRewind({ start: null, files: null });
    void readStart(drover, session, seq).then((start) => wanted && setRewind((now) => ({ ...now, start })));
    void drover.ask('session.files', { session, seq }).then((files) => wanted && setRewind((now) => ({ ...now, files })));
    return () => {
      wanted = false;
    };
  }, [drover, session, seq]);
  return rewind;
}

async function readStart(drover: Drover, session: string, seq: number): Promise<Asked<RewindStart>> {
  const [state, around, outcomes] = await Promise.all([
    drover.ask('session.at', { session, seq }),
    drover.ask('session.events', { session, from: seq, to: seq + 1, limit: 2 }),
    drover.ask('session.events', { session, from: 1, to: seq, types: ['user.define_outcome'], order: 'desc', limit: 1 }),
  ]);
  if (!state.ok) return state;
  if (!around.ok) return around;
  if (!outcomes.ok) return outcomes;
  const [outcome] = outcomes.value;
  const text = outcome?.type === 'user.define_outcome' ? outcome.rubric.content : null;
  return { ok: true, value: startOf(state.value, seq, around.value, text) };
}
