import { useEffect, useRef } from 'react';
import { onKeyDown } from '../bridge.ts';

/**
 * Chord -> what it does. `mod+k`, `j`, `?`, `Escape`, `shift+Enter`; `mod` is Cmd on a Mac and Ctrl elsewhere. Shift is named
 * for keys that have a name: of the others it makes another key.
 */
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
  const named = event.shiftKey && event.key.length > 1 ? `shift+${key}` : key;
  return event.ctrlKey || event.metaKey ? `mod+${named}` : named;
}

/** What a key does by itself on some controls, which comes first there. */
const own: Record<string, string> = {
  ' ': 'button,[role=tab],[role=checkbox],[role=radio],[role=combobox],summary',
  Enter: 'button,a[href],[role=tab],[role=combobox],summary',
  ...Object.fromEntries(['ArrowLeft', 'ArrowRight'].map((key) => [key, '[role=tab],[role=radio],[role=separator],[role=combobox]'])),
  // These scroll whatever can be scrolled; in the list of events they step.
  ...Object.fromEntries(
    ['ArrowUp', 'ArrowDown', 'Home', 'End'].map((key) => [key, 'pre,aside,[role=region],[role=tab],[role=separator],[role=combobox]']),
  ),
};

function isTaken(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.key === 'Escape') return event.target.closest('[role=dialog],[role=menu],[role=listbox]') !== null;
  if (event.target.closest('input,textarea,select,[contenteditable=true],[role=dialog],[role=menu],[role=listbox]') !== null) return true;
  const takes = own[event.key];
  return takes !== undefined && event.target.closest(takes) !== null;
}
