import { useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import type { Comparison } from '../../../shared/instant.ts';
import type { Skeleton } from '../../../shared/skeleton.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { extent, indexAt, marks, marksOf, type AxisUnit, type Mark } from './axis-marks.ts';

const HEIGHT = 18;
/** What was judged is taller than what merely happened. */
const looks: Record<Exclude<Mark, 'none'>, { colour: string; height: number }> = {
  event: { colour: 'stroke-line-strong', height: 6 },
  tool: { colour: 'stroke-ink-3', height: 12 },
  model: { colour: 'stroke-accent', height: 12 },
  person: { colour: 'stroke-ink', height: 15 },
  passed: { colour: 'stroke-passed', height: HEIGHT },
  failed: { colour: 'stroke-failed', height: HEIGHT },
};

interface CompareAxisProps {
  comparison: Comparison;
  /** The line of the list that is marked. */
  current: number | null;
  onShow: (index: number) => void;
}

/** Both sessions after the parting, whole, on one axis. A click shows the line that lies there. */
export function CompareAxis({ comparison, current, onShow }: CompareAxisProps) {
  const { sharedSeq, a, b } = comparison;
  const [unit, setUnit] = useState<AxisUnit>('position');
  const left = useAnswer('session.skeleton', { session: a.session, from: sharedSeq + 1 }, String(a.events));
  const right = useAnswer('session.skeleton', { session: b.session, from: sharedSeq + 1 }, String(b.events));
  if (left?.ok !== true || right?.ok !== true) return null;
  const whole = Math.max(extent(left.value, unit), extent(right.value, unit));
  return (
    <figure
      aria-label="Both sessions after the parting"
      className="grid shrink-0 grid-cols-[auto_1fr] items-center gap-x-2 gap-y-1 border-b border-line bg-surface-1 px-3 py-2"
    >
      <span className="text-sm text-ink-3">A</span>
      <Lane skeleton={left.value} {...{ unit, whole, current, onShow }} />
      <span className="text-sm text-ink-3">B</span>
      <Lane skeleton={right.value} {...{ unit, whole, current, onShow }} />
      <span />
      <figcaption className="flex items-center gap-2 text-sm text-ink-3">
        <span>#{formatCount(sharedSeq)}</span>
        <span className="ml-auto">{unit === 'position' ? `+${formatCount(whole)} events` : `+${formatDuration(whole)}`}</span>
        <Button look="quiet" className="h-5! px-1.5! text-sm!" onClick={() => setUnit(unit === 'position' ? 'time' : 'position')}>
          {unit === 'position' ? 'By time' : 'By event'}
        </Button>
      </figcaption>
    </figure>
  );
}

interface LaneProps {
  skeleton: Skeleton;
  unit: AxisUnit;
  whole: number;
  current: number | null;
  onShow: (index: number) => void;
}

function Lane({ skeleton, unit, whole, current, onShow }: LaneProps) {
  const lane = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = lane.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const paths = useMemo(() => pathsOf(marksOf(skeleton, unit, whole, width)), [skeleton, unit, whole, width]);
  const few = skeleton.kind.length * 4 < width;
  const share = current === null ? null : position(skeleton, unit, current) / Math.max(1, whole);
  function show(event: MouseEvent<HTMLElement>): void {
    const { left, width: across } = event.currentTarget.getBoundingClientRect();
    onShow(indexAt(skeleton, unit, whole, (event.clientX - left) / Math.max(1, across)));
  }
  return (
    <div ref={lane} className="relative h-[18px] min-w-0" onClick={show}>
      <svg width={width} height={HEIGHT} aria-hidden="true" className="absolute inset-0">
        {paths.map(({ mark, path }) => (
          <path key={mark} d={path} strokeWidth={few ? 2 : 1} className={looks[mark].colour} />
        ))}
      </svg>
      {share === null || share > 1 ? null : (
        <div aria-hidden="true" className="absolute inset-y-0 w-px bg-accent" style={{ left: `${share * 100}%` }} />
      )}
    </div>
  );
}

/** A stroke of one pixel for each column; one path a kind of mark, however many events there are. */
function pathsOf(columns: Uint8Array): { mark: Exclude<Mark, 'none'>; path: string }[] {
  return marks.flatMap((mark, index) => {
    if (mark === 'none') return [];
    const path: string[] = [];
    columns.forEach((column, x) => column === index && path.push(`M${x + 0.5} ${HEIGHT}v-${looks[mark].height}`));
    return path.length === 0 ? [] : [{ mark, path: path.join('') }];
  });
}

function position(skeleton: Skeleton, unit: AxisUnit, index: number): number {
  if (index >= skeleton.kind.length) return Number.POSITIVE_INFINITY;
  return unit === 'position' ? index : (skeleton.at[index] ?? 0) - (skeleton.at[0] ?? 0);
}
