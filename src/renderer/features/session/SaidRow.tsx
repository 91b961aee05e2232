import { MessageSquare, User } from 'lucide-react';
import { Ago } from '../../ui/Ago.tsx';
import { visibleLine, visibleText } from '../../ui/visible-text.ts';
import { RowLine } from './RowLine.tsx';
import type { RowProps } from './TimelineRow.tsx';
import type { Row } from './timeline-rows.ts';

/** Words to the worker: yours in full, Drover's own folded to a line. */
export function SaidRow({ row, open, onToggle }: { row: Extract<Row, { kind: 'said' }> } & RowProps) {
  if (row.who === 'you') {
    return (
      <div className="my-2 ml-7 max-w-[80ch] rounded-md border border-line bg-surface-2 px-3 py-2">
        <p className="flex items-center gap-2 text-sm text-ink-3">
          <User aria-hidden="true" className="size-3.5" /> You <Ago at={row.at} />
        </p>
        <p className="copyable mt-1 wrap-anywhere whitespace-pre-wrap">{visibleText(row.text)}</p>
      </div>
    );
  }
  return (
    <>
      <RowLine icon={<MessageSquare />} open={open} onToggle={onToggle} end={<Ago at={row.at} />}>
        <span className="shrink-0 text-ink-3">Drover to the worker</span>
        {open ? null : <span className="truncate text-ink-2">{visibleLine(row.text.slice(0, 300))}</span>}
      </RowLine>
      {open ? (
        <p className="machine copyable py-1 pr-12 pl-7 wrap-anywhere whitespace-pre-wrap text-ink-2">{visibleText(row.text)}</p>
      ) : null}
    </>
  );
}
