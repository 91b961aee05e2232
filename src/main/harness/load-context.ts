/** The window as it is at an instant, read from the log: what was compacted is not read at all. */
import type { SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { outsideOf } from '../../shared/fold-window.ts';
import { createContext, type Context } from './context.ts';
import { windowTypes } from './context-items.ts';
import type { LogPort } from './ports.ts';

/** @param state the session's, as of the instant */
export function loadContext(log: Pick<LogPort, 'getEvents'>, session: string, state: SessionState): Context {
  const context = createContext();
  const read = (from: number, to: number): SessionEvent[] => (from > to ? [] : log.getEvents(session, { from, to, types: windowTypes }));
  const kept = [...state.tasks, ...(state.told === null ? [] : [state.told.seq])].toSorted((a, b) => a - b);
  let from = 1;
  for (const range of outsideOf(state.compactions)) {
    for (const event of read(from, range.from - 1)) context.add(event);
    for (const seq of kept) if (seq >= range.from && seq <= range.to) for (const event of read(seq, seq)) context.add(event);
    const [compaction] = log.getEvents(session, { from: range.seq, to: range.seq });
    if (compaction?.type === 'context.compacted') context.addSummary(compaction);
    from = range.to + 1;
  }
  for (const event of read(from, state.head)) context.add(event);
  return context;
}
