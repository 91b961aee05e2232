import { useEffect, useRef } from 'react';
import { onKeyDown } from '../bridge.ts';

/** Chord -> what it does. `mod+k`, `j`, `?`, `Escape`; `mod` is Cmd on a Mac and Ctrl elsewhere. */
export type Keys = Record<string, () => void>;

/**
 * Binds keys while the component is there. A key without `mod` does nothing where text is being written, in a dialog
 * or a menu, or on a control that has a use for it. The component that was mounted last comes first.
 */
export function useKeys(keys: Keys): void {
  const newest = useRef(keys);
  newest.current = keys;
  useEffect(
    () =>
      onKeyDown((event) => {
        if (event.defaultPrevented || event.isComposing) return;
        const chord = chordOf(event);
        const act = newest.current[chord];
        if (act === undefined || (!chord.startsWith('mod+') && isTaken(event))) return;
        event.preventDefault();
        act();
      }),
    [],
  );
}

function chordOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return `alt+${key}`;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTaken(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.key === 'Escape') return event.target.closest('[role=dialog],[role=menu],[role=listbox]') !== null;
  if (event.target.closest('input,textarea,select,[contenteditable=true],[role=dialog],[role=menu],[role=listbox]') !== null) return true;
  return event.key === ' ' && event.target.closest('button,[role=tab],[role=checkbox],[role=radio],[role=combobox]') !== null;
}
