import { useEffect, useState } from 'react';
import type { SpecMistake } from '../../../shared/spec.ts';
import { useDrover } from '../../store/use-drover.ts';

export interface SpecCheck {
  /** What was checked. */
  text: string;
  mistakes: readonly SpecMistake[];
  /** Of its project too: globs that match none of its files. */
  warnings: readonly SpecMistake[];
}

/** A person who writes pauses about this long between two thoughts. */
const PAUSE_MS = 200;

/** What is wrong with a spec's text, checked when the writing pauses; the newest that is known. Null: nothing was asked. */
export function useSpecCheck(text: string | null, project: string | null): SpecCheck | null {
  const drover = useDrover();
  const [checked, setChecked] = useState<SpecCheck | null>(null);
  useEffect(() => {
    if (text === null) return undefined;
    let wanted = true;
    async function check(of: string): Promise<void> {
      const whole = project === null ? null : await drover.ask('spec.check', { text: of, project });
      // A project that cannot be read now says nothing against the text.
      const answer = whole?.ok === true ? whole : await drover.ask('spec.check', { text: of });
      if (wanted && answer.ok) setChecked({ text: of, mistakes: answer.value.mistakes, warnings: answer.value.warnings });
    }
    const timer = setTimeout(() => void check(text), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [drover, text, project]);
  return text === null ? null : checked;
}
