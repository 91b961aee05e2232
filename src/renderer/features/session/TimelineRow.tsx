import { memo } from 'react';
import type { Row } from './timeline-rows.ts';
import { CallRow } from './CallRow.tsx';
import { CheckRow } from './CheckRow.tsx';
import { ErrorRow } from './ErrorRow.tsx';
import { NoteRow } from './NoteRow.tsx';
import { SaidRow } from './SaidRow.tsx';
import { ThinkingRow } from './ThinkingRow.tsx';
import { TurnHeader } from './TurnHeader.tsx';
import { Markdown } from '../../ui/Markdown.tsx';

export interface RowProps {
  open: boolean;
  onToggle: () => void;
}

interface TimelineRowProps {
  row: Row;
  live: boolean;
  open: boolean;
  /** The same function for all rows, so that a row that did not change is not drawn again. */
  onToggle: (row: Row) => void;
}

export const TimelineRow = memo(function TimelineRow({ row, live, open, onToggle: toggle }: TimelineRowProps) {
  const onToggle = (): void => toggle(row);
  switch (row.kind) {
    case 'turn':
      return <TurnHeader row={row} open={open} onToggle={onToggle} />;
    case 'thinking':
      return <ThinkingRow block={row.event.block} open={open} onToggle={onToggle} />;
    case 'message':
      return (
        <div className="max-w-[80ch] py-1 pr-12 pl-7">
          <Markdown text={row.event.content.map((block) => block.text).join('\n')} />
        </div>
      );
    case 'call':
      return <CallRow use={row.use} result={row.result} live={live} open={open} onToggle={onToggle} />;
    case 'check':
      return <CheckRow row={row} />;
    case 'said':
      return <SaidRow row={row} open={open} onToggle={onToggle} />;
    case 'error':
      return <ErrorRow event={row.event} live={live} open={open} onToggle={onToggle} />;
    case 'note':
      return <NoteRow note={row.note} at={row.at} open={open} onToggle={onToggle} />;
  }
});
