import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useApp } from '../../../store/use-drover.ts';
import type { Watched } from '../../../store/watched.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { useViewState } from '../session-view.ts';
import { clock, ticksOf } from './axis.ts';
import { Cursor } from './Cursor.tsx';
import { Forks } from './Forks.tsx';
import { laneRows, STRIP } from './lanes.ts';
import { paintStrip } from './paint.ts';
import { coloursAt, type Colours } from './palette.ts';
import { Pointer } from './Pointer.tsx';
import { StripTools } from './StripTools.tsx';
import { useWidth } from './use-width.ts';

const laneWords = { you: 'you', model: 'model', tools: 'tools', checks: 'checks', box: 'box', cost: '$' };
const TICK_PX = 110;

/** The whole session in one look, and any instant under the cursor. */
export function Strip({ watched }: { watched: Watched }) {
  const { index, outline } = watched;
  const axis = useViewState((state) => state.axis);
  const shown = useViewState((state) => state.shown);
  const hits = useViewState((state) => state.hits);
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const width = useWidth(area);
  const colours = useColours(probe);

  useEffect(() => {
    if (colours === null || width === 0) return;
    const frame = requestAnimationFrame(() => {
      if (canvas.current === null) return;
      paintStrip(canvas.current, { index, outline, axis, shown, hits, width, ratio: devicePixelRatio, colours });
    });
    return () => cancelAnimationFrame(frame);
    // `watched` is another object each time that the index grew.
  }, [watched, index, outline, axis, shown, hits, width, colours]);

  const origin = index.columns.at[0] ?? 0;
  const xOf = (place: number): number => ((place - shown.from) / (shown.to - shown.from)) * width;
  const cost = index.density.costBefore(index.columns, index.length);
  return (
    <section aria-label="Strip" aria-busy={outline !== null} className="flex shrink-0 border-b border-line bg-surface-1 pr-2 select-none">
      <span ref={probe} hidden />
      <div aria-hidden="true" className="relative w-14 shrink-0 text-xs text-ink-3" style={{ height: STRIP }}>
        {laneRows.map(({ name, top, height }) => (
          <span key={name} className="absolute right-2 leading-none" style={{ top: top + height / 2 - 5.5 }}>
            {laneWords[name]}
          </span>
        ))}
      </div>
      <div ref={area} className="relative min-w-0 flex-1 touch-none" style={{ height: STRIP }}>
        <div aria-hidden="true" className="pointer-events-none absolute inset-x-0 top-0 h-4 overflow-hidden text-xs text-ink-3">
          {ticksOf(shown, axis, origin, Math.max(2, Math.floor(width / TICK_PX))).map(({ place, label }) => (
            <span key={place} className="absolute top-0 border-l border-line pl-1 leading-4" style={{ left: Math.round(xOf(place)) }}>
              {label}
            </span>
          ))}
        </div>
        <canvas ref={canvas} aria-hidden="true" className="absolute inset-0 h-full w-full" />
        <Cursor watched={watched} width={width} />
        <Forks watched={watched} width={width} />
        {outline === null ? <Pointer watched={watched} area={area} width={width} /> : null}
      </div>
      <div className="relative w-16 shrink-0 text-xs text-ink-3">
        <StripTools />
        <span className="absolute bottom-1 left-2 leading-none" title="Money spent so far">
          {formatMoney(cost)}
        </span>
        <span className="absolute top-6 left-2 leading-none" title="From the first event to the last">
          {index.length === 0 ? '' : clock((index.columns.at[index.length - 1] ?? 0) - origin)}
        </span>
      </div>
    </section>
  );
}

/** Read again whenever the theme is another. */
function useColours(probe: React.RefObject<HTMLSpanElement | null>): Colours | null {
  const theme = useApp((state) => state.settings?.theme ?? 'system');
  const [scheme, setScheme] = useState(0);
  const [colours, setColours] = useState<Colours | null>(null);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const changed = (): void => setScheme((count) => count + 1);
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, []);
  useLayoutEffect(() => {
    // The attribute that chooses a theme is set by an effect further up: read after it.
    const frame = requestAnimationFrame(() => probe.current !== null && setColours(coloursAt(probe.current)));
    return () => cancelAnimationFrame(frame);
  }, [probe, theme, scheme]);
  return colours;
}
