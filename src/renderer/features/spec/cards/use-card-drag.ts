import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';

interface CardDrag {
  /** The card that is held, and the gap over which it is, both counted from 0; null: none is. */
  drag: { from: number; gap: number } | null;
  /** For the handle of a card. */
  hold: (from: number, event: PointerEvent) => void;
}

/** A card must move this far before it is a drag and not a click. */
const SLOP = 4;
/** Near the edge of the list it scrolls by so much a frame. */
const EDGE = 36;
const STEP = 9;

/** Cards in `list`, each marked `data-card`, that are dragged by their handles. Escape lets go of one. */
export function useCardDrag(list: RefObject<HTMLElement | null>, onMove: (from: number, to: number) => void): CardDrag {
  const [drag, setDrag] = useState<CardDrag['drag']>(null);
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);
  function hold(from: number, event: PointerEvent): void {
    if (event.button !== 0) return;
    const started = event.clientY;
    let y = started;
    let gap: number | null = null;
    let frame = 0;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const look = (): void => {
      frame = 0;
      const box = list.current;
      if (box === null) return;
      const { top, bottom } = box.getBoundingClientRect();
      const scroll = y < top + EDGE ? -STEP : y > bottom - EDGE ? STEP : 0;
      if (scroll !== 0) {
        box.scrollTop += scroll;
        frame = requestAnimationFrame(look);
      }
      gap = gapAt(box, y);
      setDrag({ from, gap });
    };
    const move = (moved: Event): void => {
      if (!(moved instanceof MouseEvent)) return;
      y = moved.clientY;
      if (gap === null && Math.abs(y - started) < SLOP) return;
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const over = (drop: boolean): void => {
      end.current?.();
      const box = list.current;
      if (!drop || box === null || Math.abs(y - started) < SLOP) return;
      const to = gapAt(box, y);
      // Above itself and below itself are where it is.
      if (to !== from && to !== from + 1) onMove(from, to > from ? to - 1 : to);
    };
    const up = (): void => over(true);
    const cancel = (): void => over(false);
    const escape = (key: Event): void => {
      if (!(key instanceof KeyboardEvent) || key.key !== 'Escape') return;
      key.preventDefault();
      over(false);
    };
    end.current = () => {
      cancelAnimationFrame(frame);
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', up);
      handle.removeEventListener('pointercancel', cancel);
      handle.removeEventListener('keydown', escape);
      end.current = null;
      setDrag(null);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', up);
    handle.addEventListener('pointercancel', cancel);
    handle.addEventListener('keydown', escape);
  }
  return { drag, hold };
}

/** How many cards have their middle above a height of the screen. */
function gapAt(list: HTMLElement, y: number): number {
  return [...list.querySelectorAll('[data-card]')].filter((card) => {
    const { top, height } = card.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;
}
