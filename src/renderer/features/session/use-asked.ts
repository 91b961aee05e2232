import { useEffect, useState } from 'react';
import type { Answer, Channel, InputOf } from '../../../shared/ipc.ts';
import { useDrover } from '../../store/use-drover.ts';

export interface Asked<C extends Channel> {
  /** The newest answer, maybe to the question before; null before the first. */
  answer: Answer<C> | null;
  /** An answer to the present question is on its way. */
  stale: boolean;
}

/** Asks the main process, again whenever the question is another (or `version` is); the last answer stays meanwhile. */
export function useAsked<C extends Channel>(channel: C, input: InputOf<C> | null, version: string | number = ''): Asked<C> {
  const drover = useDrover();
  const [held, setHeld] = useState<{ key: string; answer: Answer<C> } | null>(null);
  const key = input === null ? null : `${channel} ${JSON.stringify(input)} ${version}`;
  useEffect(() => {
    if (key === null || input === null) return;
    let wanted = true;
    void drover.ask(channel, input).then((answer) => wanted && setHeld({ key, answer }));
    return () => {
      wanted = false;
    };
    // `key` says all of `channel`, `input` and `version`.
    // eslint-disable-next-line react/exhaustive-deps
  }, [drover, key]);
  return { answer: held?.answer ?? null, stale: key !== null && held?.key !== key };
}
