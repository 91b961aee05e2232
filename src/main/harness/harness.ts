import type { HarnessPorts } from './ports.ts';
import { wake } from './wake.ts';

/** Keeps at most one driver a session in this process; the log keeps other processes out. */
export interface Harness {
  /** Drives the session until it rests. Asking again while it is driven changes nothing. */
  wake(session: string): void;
  /** Resolves when no driver runs; a driver that was aborted has let go of everything. */
  close(): Promise<void>;
}

/** @param onCrash told of a bug in a driver: the session is as its log says and can be woken again */
export function createHarness(ports: HarnessPorts, onCrash: (session: string, error: unknown) => void): Harness {
  const closing = new AbortController();
  const drivers = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const start = (session: string): void => {
    const driver = wake(session, ports, closing.signal)
      .then(
        () => {},
        (error: unknown) => onCrash(session, error),
      )
      .finally(() => {
        drivers.delete(session);
        if (again.delete(session) && !closing.signal.aborted) start(session);
      });
    drivers.set(session, driver);
  };

  return {
    wake(session) {
      if (drivers.has(session)) again.add(session);
      else start(session);
    },
    async close() {
      closing.abort();
      await Promise.all(drivers.values());
    },
  };
}
