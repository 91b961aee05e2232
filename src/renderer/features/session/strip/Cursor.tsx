import { useLayoutEffect, useRef } from 'react';
import type { Watched } from '../../../store/watched.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { entryWords, gistWords } from '../kind-words.ts';
import { useSessionView, type ViewState } from '../session-view.ts';
import { clock, placeOf } from './axis.ts';

const REST_MS = 80;

/**
 * The line through all lanes, and the strip's place for the keyboard: a slider over the events. It moves past React, so that
 * a frame of scrubbing costs a transform.
 */
export function Cursor({ watched, width }: { watched: Watched; width: number }) {
  const view = useSessionView();
  const slider = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { index, slices } = watched;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function say(): void {
      const { cursor } = view.store.getState();
      const entry = cursor - 1;
      const gist = slices.gist(cursor);
      const said = gist === undefined ? '' : `, ${visibleLine(gistWords(gist)).slice(0, 120)}`;
      const when = clock((index.columns.at[entry] ?? 0) - (index.columns.at[0] ?? 0));
      const text =
        cursor === 0 ? 'no events yet' : `event ${cursor} of ${index.length}, at ${when}, ${entryWords(index.columns, entry)}${said}`;
      slider.current?.setAttribute('aria-valuenow', String(cursor));
      slider.current?.setAttribute('aria-valuetext', text);
    }
    function place({ cursor, axis, shown }: ViewState): void {
      if (line.current === null) return;
      const entry = cursor - 1;
      const x = ((placeOf(index.columns, axis, entry) - shown.from) / (shown.to - shown.from)) * width;
      line.current.hidden = cursor === 0 || x < -1 || x > width + 1;
      line.current.style.transform = `translateX(${Math.max(0, Math.min(width - 1, Math.round(x)))}px)`;
      // Said when the cursor rests: nobody reads sixty of them a second.
      clearTimeout(timer);
      timer = setTimeout(say, REST_MS);
    }
    say();
    place(view.store.getState());
    const unsubscribe = view.store.subscribe(place);
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [view, watched, width]);
  return (
    <div
      ref={slider}
      role="slider"
      tabIndex={0}
      aria-label="Event under the cursor"
      aria-valuemin={Math.min(1, watched.index.length)}
      aria-valuemax={watched.index.length}
      aria-valuenow={0}
      className="absolute inset-0 cursor-crosshair overflow-hidden outline-offset-[-2px]"
    >
      <div ref={line} className="absolute inset-y-0 left-0 w-px bg-accent">
        <span className="absolute -left-[3px] top-0 size-[7px] rotate-45 rounded-[1px] bg-accent" />
      </div>
    </div>
  );
}
