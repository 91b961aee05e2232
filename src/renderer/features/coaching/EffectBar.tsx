import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { pairsIn } from '../../../shared/coaching/effect.ts';
import { barPlaces, effectWords, points } from './effect-bar.ts';

const fills: Partial<Record<EntryRow['state'], string>> = {
  needed: 'bg-passed',
  outgrown: 'bg-waiting',
  harmful: 'bg-failed',
};

interface EffectBarProps {
  row: Pick<EntryRow, 'record' | 'state'>;
  /** The smallest effect that matters, from 0 to 1. */
  smallest: number;
}

/** The effect on the pass rate with its 95 % interval, on an axis from -100 to 100 points; the tick is the smallest that matters. */
export function EffectBar({ row: { record, state }, smallest }: EffectBarProps) {
  const effect = record === null || pairsIn(record.judgement.counts) === 0 ? null : record.judgement.effect;
  if (effect === null) return <span className="text-ink-3">–</span>;
  const at = barPlaces(effect, smallest);
  const fill = fills[state] ?? 'bg-ink-3';
  return (
    <span
      role="img"
      aria-label={`Effect ${effectWords(effect)}`}
      title={`${effectWords(effect)} (95 %); ${points(smallest)} matter`}
      className="flex items-center gap-2"
    >
      <span className="relative h-4 min-w-0 flex-1">
        <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
        <span className="absolute inset-y-0 w-px bg-ink-3" style={{ left: `${at.zero}%` }} />
        <span className="absolute inset-y-1 w-px bg-line-strong" style={{ left: `${at.tick}%` }} />
        <span
          className={`absolute top-1/2 h-1.5 -translate-y-1/2 rounded-full opacity-45 ${fill}`}
          style={{ left: `${at.left}%`, width: `${at.width}%` }}
        />
        <span className={`absolute top-1/2 size-2 -translate-1/2 rounded-full ${fill}`} style={{ left: `${at.estimate}%` }} />
      </span>
      <span className="w-8 text-right">{points(effect.estimate)}</span>
    </span>
  );
}
