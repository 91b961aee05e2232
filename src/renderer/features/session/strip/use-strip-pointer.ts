import { useEffect, useState, type RefObject } from 'react';
import type { SessionView } from '../session-view.ts';
import { entryAt, panned, zoomed } from './axis.ts';
import { RULER } from './lanes.ts';

export interface Hovered {
  entry: number;
  x: number;
}

/** A wheel's notch of 100 px zooms by about a sixth. */
const ZOOM_PX = 600;

/**
 * The mouse on the strip: a press or a drag moves the cursor, the wheel zooms where the pointer is; a drag of the ruler, of
 * the middle button or with Shift moves the view, as does the wheel sideways or with Shift.
 */
export function useStripPointer(area: RefObject<HTMLElement | null>, view: SessionView): Hovered | null {
  const [hovered, setHovered] = useState<Hovered | null>(null);
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    let drag: { kind: 'scrub' } | { kind: 'pan'; x: number } | null = null;
    let frame = 0;
    let pointer = { x: 0, scrub: false };

    /** Measured when the pointer comes and when it presses: to measure at each move would lay out the page at each. */
    let place = { left: 0, top: 0, width: 1 };
    const measure = (): void => {
      const { left, top } = element.getBoundingClientRect();
      place = { left, top, width: Math.max(1, element.clientWidth) };
    };
    const width = (): number => place.width;
    const xOf = (event: MouseEvent): number => event.clientX - place.left;
    const entryOf = (x: number): number => {
      const { axis, shown } = view.store.getState();
      const { columns } = view.index();
      return entryAt(columns, axis, shown.from + (Math.max(0, Math.min(width(), x)) / width()) * (shown.to - shown.from));
    };
    /** Once a frame, whatever the mouse sends. */
    const act = (): void => {
      frame = 0;
      if (view.index().length === 0) return;
      const entry = entryOf(pointer.x);
      // While it is dragged the cursor says where it is, in the list and the inspector.
      setHovered(pointer.scrub ? null : { entry, x: pointer.x });
      if (pointer.scrub) view.moveTo(entry + 1);
    };
    const later = (x: number): void => {
      pointer = { x, scrub: drag?.kind === 'scrub' };
      if (frame === 0) frame = requestAnimationFrame(act);
    };

    const down = (event: PointerEvent): void => {
      if (event.button > 1 || (event.target instanceof Element && event.target.closest('button') !== null)) return;
      measure();
      const panning = event.button === 1 || event.shiftKey || event.clientY - place.top < RULER;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true });
      drag = panning ? { kind: 'pan', x: xOf(event) } : { kind: 'scrub' };
      later(xOf(event));
    };
    const move = (event: PointerEvent): void => {
      const x = xOf(event);
      if (drag?.kind === 'pan') {
        const { shown, whole } = view.store.getState();
        view.show(panned(shown, whole, ((drag.x - x) / width()) * (shown.to - shown.from)));
        drag = { kind: 'pan', x };
      }
      later(x);
    };
    const up = (): void => {
      drag = null;
    };
    const leave = (): void => {
      if (frame !== 0 && drag === null) {
        cancelAnimationFrame(frame);
        frame = 0;
      }
      setHovered(null);
    };
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      measure();
      const { shown, whole, axis } = view.store.getState();
      const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
      const along = event.shiftKey ? 0 : event.deltaY;
      if (Math.abs(sideways) > Math.abs(along)) view.show(panned(shown, whole, (sideways / width()) * (shown.to - shown.from)));
      else view.show(zoomed(shown, whole, axis, Math.exp(along / ZOOM_PX), Math.max(0, Math.min(1, xOf(event) / width()))));
    };

    element.addEventListener('pointerenter', measure);
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('pointerleave', leave);
    // Not passive: the page must not scroll.
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('pointerenter', measure);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('wheel', wheel);
    };
  }, [area, view]);
  return hovered;
}
