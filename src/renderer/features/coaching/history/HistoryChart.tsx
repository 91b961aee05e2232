import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { dayWords, placeIn, type Chart } from './history-charts.ts';

const WIDTH = 360;
const HEIGHT = 120;
/** Room for the axes' words. */
const LEFT = 44;
const BOTTOM = 18;
const TOP = 6;
const RIGHT = 8;

/** One line over the days; the mouse or the arrow keys say what each day was. */
export function HistoryChart({ chart, span }: { chart: Chart; span: { from: number; to: number } }) {
  const { points, max, format, title, note } = chart;
  const [at, setAt] = useState<number | null>(null);
  const places = points.map((point) => ({
    x: LEFT + placeIn(span, point.at) * (WIDTH - LEFT - RIGHT),
    y: TOP + (1 - point.value / max) * (HEIGHT - TOP - BOTTOM),
  }));
  const shown = at === null ? undefined : points[at];
  const place = at === null ? undefined : places[at];
  const base = HEIGHT - BOTTOM;

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || points.length === 0) return;
    event.preventDefault();
    setAt((now) => Math.max(0, Math.min(points.length - 1, (now ?? (step > 0 ? -1 : points.length)) + step)));
  }
  function onPointerMove(event: PointerEvent<SVGSVGElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const distances = places.map((one) => Math.abs(one.x - x));
    setAt(distances.length === 0 ? null : distances.indexOf(Math.min(...distances)));
  }

  return (
    <figure className="flex w-[378px] flex-col rounded-md border border-line bg-surface-1 p-2">
      <figcaption className="flex items-baseline gap-2 px-1">
        <span className="min-w-0 truncate font-semibold" title={title}>
          {title}
        </span>
        <span className="shrink-0 text-ink-2">{note}</span>
      </figcaption>
      <div
        role="group"
        aria-roledescription="chart"
        aria-label={`${title}: ${note}. Arrow keys go through the days.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        className="rounded-sm"
      >
        <svg
          aria-hidden="true"
          width={WIDTH}
          height={HEIGHT}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setAt(null)}
          className="block text-xs"
        >
          {[0, max / 2, max].map((value) => {
            const y = TOP + (1 - value / max) * (HEIGHT - TOP - BOTTOM);
            return (
              <g key={value}>
                <line x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} stroke="var(--line)" />
                <text x={LEFT - 6} y={y + 4} textAnchor="end" fill="var(--ink-3)">
                  {format(value)}
                </text>
              </g>
            );
          })}
          {(span.to === span.from ? [span.from] : [span.from, span.to]).map((day, index, days) => (
            <text
              key={day}
              x={LEFT + placeIn(span, day) * (WIDTH - LEFT - RIGHT)}
              y={HEIGHT - 3}
              textAnchor={days.length === 1 ? 'middle' : index === 0 ? 'start' : 'end'}
              fill="var(--ink-3)"
            >
              {dayWords(day)}
            </text>
          ))}
          {place === undefined ? null : <line x1={place.x} x2={place.x} y1={TOP} y2={base} stroke="var(--line-strong)" />}
          <polyline points={places.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" stroke="var(--ink-2)" strokeWidth={1.5} />
          {places.map(({ x, y }, index) => (
            <circle key={index} cx={x} cy={y} r={index === at ? 4 : 2.5} fill={index === at ? 'var(--accent)' : 'var(--ink-2)'} />
          ))}
        </svg>
        <p aria-live="polite" className="h-5 truncate px-1 text-sm text-ink-2">
          {shown?.words ?? ''}
        </p>
      </div>
    </figure>
  );
}
