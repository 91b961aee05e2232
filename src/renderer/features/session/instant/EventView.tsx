import { useState } from 'react';
import type { SessionEvent } from '../../../../shared/events.ts';
import { formatExact } from '../../../ui/format-time.ts';
import { Output } from '../../../ui/Output.tsx';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { EventBody } from './EventBody.tsx';

export interface EventViewProps {
  /** What its row begins with. */
  event: SessionEvent;
  /** What ended it, where something did. */
  end: SessionEvent | null;
  /** The event under the cursor where it is neither. */
  self: SessionEvent | null;
  /** Events after `event`, of a check that has not ended. */
  parts: readonly SessionEvent[];
}

/** An event as a person reads it, and below it what the log says of it, word for word. */
export function EventView(props: EventViewProps) {
  const { event, end, self } = props;
  const events = [event, end, self].filter((one) => one !== null).toSorted((a, b) => a.seq - b.seq);
  return (
    <>
      <div className="px-4 py-3">
        <EventBody {...props} />
      </div>
      <div className="border-t border-line px-4 py-2">
        {events.map((one) => (
          <Raw key={one.id} event={one} />
        ))}
      </div>
    </>
  );
}

function Raw({ event }: { event: SessionEvent }) {
  const [open, setOpen] = useState(false);
  const type = event.type === 'unknown' ? event.originalType : event.type;
  return (
    <div className="min-w-0">
      <p className="flex h-6 items-center gap-2 text-sm whitespace-nowrap text-ink-3">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="machine truncate rounded-sm text-ink-2 underline decoration-line-strong decoration-dotted underline-offset-2 hover:text-ink"
        >
          #{event.seq} {visibleLine(type)}
        </button>
        <span className="truncate">{formatExact(Date.parse(event.processed_at))}</span>
        <span className="machine copyable ml-auto min-w-0 truncate">{event.id}</span>
        <CopyButton text={event.id} label="Copy the id" />
      </p>
      {open ? <Output text={JSON.stringify(event, null, 2)} label={`${type} as the log has it`} /> : null}
    </div>
  );
}
