import type { NewEvent, SessionEvent } from '../../shared/events.ts';
import { foldAll, initialState, type SessionState } from '../../shared/fold.ts';
import type { ModelMessage } from '../../shared/model.ts';
import { createContext } from './context.ts';
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
  messages(): ModelMessage[];
  /**
   * Appends at the head it knows. Events that a person added meanwhile (`user.*`, `session.updated`, a decision) are
   * folded in and the append is tried again; any other event means another driver: rejects with `Superseded`.
   */
  append(events: readonly NewEvent[]): Promise<SessionEvent[]>;
  /** Folds in what has been appended by others. */
  refresh(): void;
}

export function openJournal({ log, ...points }: { log: LogPort } & PointPorts, session: string): Journal {
  const context = createContext();
  let state = initialState;
  const take = (events: readonly SessionEvent[]): void => {
    for (const event of events) context.add(event);
    state = foldAll(events, state);
  };
  const takeOthers = (): boolean => {
    const others = log.getEvents(session, { from: state.head + 1 });
    if (others.some((event) => !isFromPerson(event))) throw new Superseded(session);
    take(others);
    return others.length > 0;
  };
  take(log.getEvents(session));

  return {
    session,
    state: () => state,
    messages: () => context.messages(),
    refresh: () => void takeOthers(),
    async append(events) {
      for (;;) {
        try {
          const stored = await passing(points, 'append', () => log.append(session, state.head, events));
          take(stored);
          return stored;
        } catch (error) {
          if (!isConflict(error) || !takeOthers()) throw error;
        }
      }
    },
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'LogConflict';
}

function isFromPerson(event: SessionEvent): boolean {
  return event.type.startsWith('user.') || event.type === 'session.updated';
}
