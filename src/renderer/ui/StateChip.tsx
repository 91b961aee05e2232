import { Ban, BookOpen, Check, CircleDot, Clock, Hand, Import, RotateCw, ThumbsDown, X } from 'lucide-react';
import type { State } from './session-state.ts';

const looks: Record<State['tone'], string> = {
  running: 'bg-running-soft text-running',
  waiting: 'bg-waiting-soft text-waiting',
  passed: 'bg-passed-soft text-passed',
  failed: 'bg-failed-soft text-failed',
  machine: 'bg-surface-3 text-ink-2',
};

const icons: Record<State['shape'], typeof Check> = {
  book: BookOpen,
  dot: CircleDot,
  retry: RotateCw,
  hand: Hand,
  check: Check,
  cross: X,
  clock: Clock,
  down: ThumbsDown,
  off: Ban,
  import: Import,
};

/** A state as colour, shape and word, the same on every screen. */
export function StateChip({ state }: { state: State }) {
  const Icon = icons[state.shape];
  return (
    <span
      data-status={state.id}
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-sm font-semibold whitespace-nowrap ${looks[state.tone]}`}
    >
      <Icon aria-hidden="true" className={`size-3 ${state.id === 'running' ? 'pulse' : ''}`} strokeWidth={2.5} />
      {state.word}
    </span>
  );
}
