import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, FoldVertical } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { SawEntry, SawView } from '../../../../shared/instant.ts';
import { useDrover } from '../../../store/use-drover.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Output } from '../../../ui/Output.tsx';
import { formatTokens } from '../../../ui/format-tokens.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useSessionView } from '../session-view.ts';
import { useAsked } from '../use-asked.ts';
import type { InstantProps } from './InstantPane.tsx';
import { AnswerView } from './Pane.tsx';

/** The model's window: what a request made at that instant would have carried, and what was in the log and not in it. */
export function SawTab({ summary, seq }: InstantProps) {
  const asked = useAsked('session.saw', seq === 0 ? null : { session: summary.id, seq });
  if (seq === 0) return <EmptyState title="Nothing yet">The model’s window is shown here, as it was at each event.</EmptyState>;
  return (
    <div className={`flex min-h-0 flex-1 flex-col ${asked.stale ? 'opacity-60' : ''}`}>
      <AnswerView asked={asked} waiting="Reading what the model saw…">
        {(saw) => <Saw session={summary.id} saw={saw} canUndo={summary.imported === null} />}
      </AnswerView>
    </div>
  );
}

type Drawn = { kind: 'entry'; key: string; entry: SawEntry } | { kind: 'outside'; key: string; outside: SawView['outside'][number] };

function Saw({ session, saw, canUndo }: { session: string; saw: SawView; canUndo: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const drawn = useMemo(() => drawnOf(saw), [saw]);
  const virtual = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 28,
    // Another function would have the heights of all parts added up again, with each step of the wheel.
    getItemKey: useCallback((index: number) => drawn[index]?.key ?? index, [drawn]),
    overscan: 10,
  });
  const toggle = (key: string): void =>
    setOpen((keys) => {
      const next = new Set(keys);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <>
      <p className="shrink-0 border-b border-line px-4 py-1.5 text-ink-2">
        {saw.entries.length.toLocaleString('en')} {saw.entries.length === 1 ? 'part' : 'parts'} in the window
        {saw.tokens === null ? '' : `, ${formatTokens(saw.tokens)} tokens at the last request`}
        {saw.outside.length === 0 ? ', nothing left out' : ''}
      </p>
      <div
        ref={scroller}
        role="region"
        aria-label="What the model saw"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
      >
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = drawn[item.index];
            return row === undefined ? null : (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === 'entry' ? (
                  <EntryRow entry={row.entry} open={open.has(row.key)} onToggle={() => toggle(row.key)} />
                ) : (
                  <OutsideRow session={session} outside={row.outside} canUndo={canUndo} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

/** A range that is outside stands before the first part that comes after it, or before its own summary. */
function drawnOf({ entries, outside }: SawView): Drawn[] {
  const left = outside.toSorted((a, b) => a.from - b.from);
  const drawn: Drawn[] = [];
  const place = (before: number): void => {
    while (left[0] !== undefined && left[0].from <= before) {
      const [range] = left.splice(0, 1);
      if (range !== undefined) drawn.push({ kind: 'outside', key: `outside ${range.compaction} ${range.from}`, outside: range });
    }
  };
  // Coaching that a fork was told stands first, wherever in the log it is.
  let next = Infinity;
  const starts = entries
    .toReversed()
    .map(({ from }) => (next = Math.min(next, from)))
    .toReversed();
  entries.forEach((entry, index) => {
    place(starts[index] ?? entry.from);
    drawn.push({ kind: 'entry', key: `${entry.from} ${entry.kind} ${index}`, entry });
  });
  place(Infinity);
  return drawn;
}

const kinds: Record<SawEntry['kind'], string> = {
  text: '',
  thinking: 'thinking',
  tool_use: 'call',
  tool_result: 'result',
  summary: 'summary',
};

function EntryRow({ entry, open, onToggle }: { entry: SawEntry; open: boolean; onToggle: () => void }) {
  const Chevron = open ? ChevronDown : ChevronRight;
  const range = entry.from === entry.to ? `#${entry.from}` : `#${entry.from}–${entry.to}`;
  return (
    <div className={entry.role === 'user' ? '' : 'bg-surface-2'}>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex h-7 w-full items-center gap-2 pr-4 pl-2 text-left outline-offset-[-2px] hover:bg-surface-3"
      >
        <Chevron aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
        <span className="w-16 shrink-0 text-sm text-ink-3">{entry.role}</span>
        {kinds[entry.kind] === '' ? null : (
          <span className={`shrink-0 text-sm ${entry.kind === 'summary' ? 'font-semibold text-ink' : 'text-ink-3'}`}>
            {kinds[entry.kind]}
          </span>
        )}
        <span className="min-w-0 flex-1 truncate">{visibleLine(entry.label)}</span>
        <span className="shrink-0 text-sm text-ink-3">{range}</span>
      </button>
      {open ? (
        <div className="px-4 pb-2 pl-8">
          {entry.text === '' ? <p className="text-ink-3">Nothing more.</p> : <Output text={entry.text} label={`Text of ${range}`} />}
        </div>
      ) : null}
    </div>
  );
}

function OutsideRow({ session, outside, canUndo }: { session: string; outside: SawView['outside'][number]; canUndo: boolean }) {
  const drover = useDrover();
  const view = useSessionView();
  const [busy, setBusy] = useState(false);
  async function undo(): Promise<void> {
    setBusy(true);
    const done = await drover.call('session.restore', { session, compaction: outside.compaction });
    setBusy(false);
    if (done !== undefined) drover.note('From here on the model sees these events themselves again');
  }
  return (
    <div className="flex items-center gap-2 border-y border-line bg-surface-0 px-4 py-1">
      <FoldVertical aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
      <p className="min-w-0 flex-1 text-ink-2">
        <button type="button" className="rounded-sm text-accent hover:underline" onClick={() => view.moveTo(outside.from)}>
          #{outside.from} to #{outside.to}
        </button>{' '}
        were not in the window: {formatTokens(outside.tokensBefore)} → {formatTokens(outside.tokensAfter)} tokens
      </p>
      {canUndo ? (
        <Button busy={busy} onClick={() => void undo()} title="For what comes next; what was is not changed">
          Undo
        </Button>
      ) : null}
    </div>
  );
}
