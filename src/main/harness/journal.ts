import { EventBody, type EventType, type NewEvent, type SessionEvent } from '../../shared/events.ts';
import { foldAll, type SessionState } from '../../shared/fold.ts';
import type { Context } from './context.ts';
import { loadContext } from './load-context.ts';
import { passing, type PointPorts } from './points.ts';
import type { LogPort } from './ports.ts';

/** Somebody else drives this session now. The driver that meets this stops, at once and without a word. */
export class Superseded extends Error {
  constructor(session: string) {
    super(`session ${session} is driven elsewhere`);
    this.name = 'Superseded';
  }
}

/** A driver's view of its log: the state as of the events it has seen, and the only way it appends. */
export interface Journal {
  readonly session: string;
  state(): SessionState;
  /** The model's window as of the state. */
  context(): Context;
  /**
   * Appends at the head it knows. Events that a person added meanwhile (`user.*`, `session.updated`, a decision) are
   * folded in and the append is tried again; any other event means another driver: rejects with `Superseded`.
   * @param events where they depend on what a person added meanwhile: made of the state that they are appended to
   */
  append(events: readonly NewEvent[] | ((state: SessionState) => readonly NewEvent[])): Promise<SessionEvent[]>;
  /** What the state would be with these events appended now. */
  project(events: readonly NewEvent[]): SessionState;
  /** Folds in what has been appended by others. */
  refresh(): Promise<void>;
}

export function openJournal({ log, ...points }: { log: LogPort } & PointPorts, session: string): Journal {
  let state = log.stateAt(session);
  /** Read when it is first wanted: a driver that only collects or judges has no use for it. */
  let context: Context | undefined;
  const take = (events: readonly SessionEvent[]): void => {
    state = foldAll(events, state);
    // What was compacted before comes back: it is read again.
    if (events.some(({ type }) => type === 'context.restored')) context = undefined;
    else for (const event of events) context?.add(event);
  };
  const takeOthers = (): boolean => {
    const others = log.getEvents(session, { from: state.head + 1 });
    if (others.some((event) => !isFromPerson(event))) throw new Superseded(session);
    take(others);
    return others.length > 0;
  };
  const appendNow: Journal['append'] = async (wanted) => {
    for (;;) {
      try {
        const events = typeof wanted === 'function' ? wanted(state) : wanted;
        const stored = await passing(points, 'append', () => log.append(session, state.head, events));
        take(stored);
        return stored;
      } catch (error) {
        if (!isConflict(error) || !takeOthers()) throw error;
      }
    }
  };
  /** Appends of one driver wait for each other, so that none takes another for somebody else's. */
  let last: Promise<unknown> = Promise.resolve();

  return {
    session,
    state: () => state,
    context: () => (context ??= loadContext(log, session, state)),
    // While an append of its own is under way, what is in the log beyond the state is its own.
    refresh: () => enqueue(async () => void takeOthers()),
    append: (events) => enqueue(() => appendNow(events)),
    project: (events) => {
      const processed_at = new Date().toISOString();
      const stored = events.map(({ id = '', ...body }, index): SessionEvent => {
        return { ...EventBody.parse(body), id, session, seq: state.head + 1 + index, processed_at };
      });
      return foldAll(stored, state);
    },
  };

  function enqueue<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'LogConflict';
}

const OF_PERSONS: ReadonlySet<string> = new Set<EventType>([
  'session.updated',
  'context.restored',
  'verdict.accepted',
  'verdict.pull_request',
  'verdict.rejected',
  'verdict.sent_back',
]);

function isFromPerson(event: SessionEvent): boolean {
  return event.type.startsWith('user.') || OF_PERSONS.has(event.type);
}
