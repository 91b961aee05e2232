/** The log of a project's trials: a session like any other, under a name that follows from the project's folder. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import { newLedger, takeTrialEvent, type TrialLedger } from '../../shared/coaching/trial-ledger.ts';
import type { NewEvent, SessionEvent } from '../../shared/events.ts';

interface LogPort {
  head(session: string): number;
  getEvents(session: string, slice: { from: number; to: number }): SessionEvent[];
  append(session: string, expectedHead: number, events: readonly NewEvent[]): Promise<SessionEvent[]>;
  sessions(which: (id: string) => boolean): { id: string }[];
}

export interface TrialLog {
  session: string;
  /** With everything that any process has appended. It grows in place: do not keep it. */
  ledger(): TrialLedger;
  /** As `ledger`, in parts, between which others get their turn: the first time there may be ten thousand trials to read. */
  read(): Promise<TrialLedger>;
  /**
   * Appends what `decide` makes of the ledger, null or nothing: leaves it. Whoever appends in between, in whichever process, is
   * taken in, and it is decided anew: what was decided is true of the ledger that it stands on.
   */
  append(decide: (ledger: TrialLedger) => readonly NewEvent[] | null): Promise<void>;
}

export interface TrialLogs {
  /** @param root the repository's folder */
  of(root: string): TrialLog;
  /** Those of which any trials were ever begun. */
  all(): TrialLog[];
  /** The sessions of all trials that have not ended, made or not. */
  openArms(): string[];
}

const PREFIX = 'sesn_coaching';
/** Events read at a time. */
const AT_ONCE = 500;

export function coachingLogId(root: string): string {
  return PREFIX + createHash('sha256').update(root).digest('hex').slice(0, 24);
}

export const isCoachingLog = (session: string): boolean => session.startsWith(PREFIX);

export function createTrialLogs(log: LogPort): TrialLogs {
  const logs = new Map<string, TrialLog>();

  const open = (session: string): TrialLog => {
    const known = newLedger();
    /** False: there is no more, or the file is damaged and the log ends where it cannot be read on. */
    const take = (): boolean => {
      const events = log.getEvents(session, { from: known.head + 1, to: known.head + AT_ONCE });
      for (const event of events) takeTrialEvent(known, event);
      return events.length > 0 && known.head < log.head(session);
    };
    const ledger = (): TrialLedger => {
      while (take());
      return known;
    };
    return {
      session,
      ledger,
      async read() {
        while (take()) await nextTick();
        return known;
      },
      async append(decide) {
        for (;;) {
          const now = ledger();
          const events = decide(now);
          if (events === null || events.length === 0) return;
          try {
            await log.append(session, now.head, events);
            return;
          } catch (error) {
            if (!(error instanceof Error && error.name === 'LogConflict')) throw error;
          }
        }
      },
    };
  };

  const byId = (session: string): TrialLog => {
    const found = logs.get(session) ?? open(session);
    logs.set(session, found);
    return found;
  };
  const all = (): TrialLog[] => log.sessions(isCoachingLog).map(({ id }) => byId(id));
  return {
    of: (root) => byId(coachingLogId(root)),
    all,
    openArms: () =>
      all().flatMap(({ ledger }) =>
        [...ledger().trials.values()].flatMap(({ ended, sessions }) =>
          ended === null ? [sessions.with, sessions.without].filter((session) => session !== null) : [],
        ),
      ),
  };
}
