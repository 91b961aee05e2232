import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface RowLineProps {
  icon: ReactNode;
  /** Quieter, at the end: durations, times. */
  end?: ReactNode;
  open?: boolean;
  /** Absent: there is nothing to open. */
  onToggle?: (() => void) | undefined;
  children: ReactNode;
}

/** One line of the timeline: a shape, words, and at the end what it took. Opens where there is more. */
export function RowLine({ icon, end, open = false, onToggle, children }: RowLineProps) {
  const Chevron = open ? ChevronDown : ChevronRight;
  const line = (
    <>
      <span className="flex w-5 shrink-0 justify-center text-ink-3 [&_svg]:size-3.5">{icon}</span>
      <span className="flex min-w-0 flex-1 items-baseline gap-2">{children}</span>
      <span className="flex shrink-0 items-center gap-3 text-sm text-ink-3">{end}</span>
      <span className="w-4 shrink-0">{onToggle === undefined ? null : <Chevron aria-hidden="true" className="size-4 text-ink-3" />}</span>
    </>
  );
  const look = 'flex min-h-7 w-full min-w-0 items-center gap-2 rounded-sm pr-1 text-left';
  if (onToggle === undefined) return <div className={look}>{line}</div>;
  return (
    <button type="button" aria-expanded={open} onClick={onToggle} className={`${look} outline-offset-[-2px] hover:bg-surface-3`}>
      {line}
    </button>
  );
}
