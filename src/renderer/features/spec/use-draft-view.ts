import { useEffect, useMemo, useRef, useState } from 'react';
import { draftOf, type DraftCriterion, type DraftSpec } from '../../../shared/spec-draft.ts';
import type { SpecDraft } from './spec-draft.ts';

/** Longer texts are read again when the typing pauses: the goal and the file show what is typed by themselves. */
const LONG = 6000;
const PAUSE_MS = 150;

/** The draft's text as cards. A criterion that did not change is the same object as before. */
export function useDraftView(draft: SpecDraft): DraftSpec {
  const inText = draft.past.at(-1)?.what.startsWith('type text ') === true;
  const text = useSettled(draft.text, inText && draft.text.length > LONG ? PAUSE_MS : 0);
  const read = useMemo(() => draftOf(text), [text]);
  const known = useRef(new Map<string, DraftCriterion>());
  return useMemo(() => {
    const next = new Map<string, DraftCriterion>();
    const criteria = read.criteria.map((criterion) => {
      const signature = signatureOf(criterion);
      const same = known.current.get(signature) ?? criterion;
      next.set(signature, same);
      return same;
    });
    known.current = next;
    return { ...read, criteria };
  }, [read]);
}

/** All that a card shows of it; the lines that it stands on it does not show. */
function signatureOf({ index, id, kind, proves, values, unknown, mistakes }: DraftCriterion): string {
  const strange = unknown.map(({ name, value, misspelt }) => ({ name, value, misspelt }));
  const wrong = [...mistakes].map(([field, found]) => [field, found.map(({ message }) => message)]);
  return JSON.stringify({ index, id, kind, proves, values, strange, wrong });
}

function useSettled(value: string, pause: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (pause === 0) {
      setSettled(value);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return pause === 0 ? value : settled;
}
