import { useRef } from 'react';
import { keepSlots } from './row-slots.ts';

/** The slot of each row in sight, by its key. */
export function useRowSlots(keys: readonly (string | number)[]): ReadonlyMap<string | number, number> {
  const slots = useRef<ReadonlyMap<string | number, number>>(new Map());
  slots.current = keepSlots(slots.current, keys, document.getSelection()?.isCollapsed !== false);
  return slots.current;
}
