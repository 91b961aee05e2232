import { useEffect, useState } from 'react';
import type { SpecMistake } from '../../../shared/spec.ts';
import { useDrover } from '../../store/use-drover.ts';

/** A person who writes pauses about this long between two thoughts. */
const PAUSE_MS = 200;

/** What is wrong with a spec's text, checked when the writing pauses; null while that is not known. */
export function useSpecMistakes(text: string): readonly SpecMistake[] | null {
  const drover = useDrover();
  const [checked, setChecked] = useState<{ text: string; mistakes: readonly SpecMistake[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void drover.ask('spec.check', { text }).then((answer) => {
        if (wanted && answer.ok) setChecked({ text, mistakes: answer.value.mistakes });
      });
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [drover, text]);
  return checked?.text === text ? checked.mistakes : null;
}
