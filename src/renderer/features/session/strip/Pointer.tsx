import type { RefObject } from 'react';
import type { Watched } from '../../../store/watched.ts';
import { useSessionView } from '../session-view.ts';
import { Hover } from './Hover.tsx';
import { useStripPointer } from './use-strip-pointer.ts';

/** The mouse on the strip, and what lies under it. Apart, so that a move of the mouse draws nothing else again. */
export function Pointer({ watched, area, width }: { watched: Watched; area: RefObject<HTMLElement | null>; width: number }) {
  const hover = useStripPointer(area, useSessionView());
  return hover === null ? null : <Hover watched={watched} entry={hover.entry} x={hover.x} width={width} />;
}
