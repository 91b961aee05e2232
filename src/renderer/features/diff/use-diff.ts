import { useEffect, useState } from 'react';
import type { Answer } from '../../../shared/ipc.ts';
import { useDrover } from '../../store/use-drover.ts';

/** The session's diff; asked for again when `version` changes, the last one stays meanwhile. Null before the first answer. */
export function useDiff(session: string, version: string): Answer<'session.diff'> | null {
  const drover = useDrover();
  const [answer, setAnswer] = useState<Answer<'session.diff'> | null>(null);
  useEffect(() => {
    let wanted = true;
    void drover.ask('session.diff', { session }).then((next) => wanted && setAnswer(next));
    return () => {
      wanted = false;
    };
  }, [drover, session, version]);
  return answer;
}
