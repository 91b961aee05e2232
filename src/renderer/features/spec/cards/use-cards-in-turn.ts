import { startTransition, useEffect, useRef, useState } from 'react';

/** More than a tall window shows. */
const AT_ONCE = 10;
const A_TURN = 4;

/**
 * Of many cards the first are drawn at once and the others a few at a time, whenever nothing else is to be done: soon all are
 * there, for the keyboard and for those who search the page. A card that is added later is drawn at once, whatever waits.
 * @returns whether the card with this key (`keepKeys`: those that were there first are numbered in order) is drawn by now
 */
export function useCardsInTurn(count: number): (key: number) => boolean {
  const first = useRef(count).current;
  const [drawn, setDrawn] = useState(AT_ONCE);
  useEffect(() => {
    if (drawn < first) startTransition(() => setDrawn(drawn + A_TURN));
  }, [drawn, first]);
  return (key) => key <= drawn || key > first;
}
