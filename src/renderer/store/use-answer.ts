import { useEffect, useRef, useState } from 'react';
import type { Answer, Channel, InputOf } from '../../shared/ipc.ts';
import { useDrover } from './use-drover.ts';

/**
 * What a call answers, asked again when its input or `version` changes. The last answer stays while only the version differs.
 * Null before the first answer.
 */
export function useAnswer<C extends Channel>(channel: C, input: InputOf<C>, version = ''): Answer<C> | null {
  const drover = useDrover();
  const key = JSON.stringify(input);
  const newest = useRef(input);
  newest.current = input;
  const [answered, setAnswered] = useState<{ key: string; answer: Answer<C> } | null>(null);
  useEffect(() => {
    let wanted = true;
    void drover.ask(channel, newest.current).then((answer) => wanted && setAnswered({ key, answer }));
    return () => {
      wanted = false;
    };
  }, [drover, channel, key, version]);
  return answered?.key === key ? answered.answer : null;
}
