import type { HarnessPorts } from './ports.ts';
import { wake, type Ended } from './wake.ts';

/** Keeps at most one driver a session in this process; the log keeps other processes out. */
export interface Harness {
  /** Drives the session until it rests. Asking again while it is driven changes nothing. */
  wake(session: string): void;
  /** As `wake`, and tells how it ended. Rejects where the driver crashed. */
  drive(session: string): Promise<Ended>;
  /** What waits for its next attempt goes on at once. */
  hurry(): void;
  /** Resolves when no driver runs; a driver that was aborted has let go of everything. */
  close(): Promise<void>;
}

/** @param onCrash told of a bug in a driver: the session is as its log says and can be woken again */
export function createHarness(ports: HarnessPorts, onCrash: (session: string, error: unknown) => void): Harness {
  const closing = new AbortController();
  const drivers = new Map<string, Promise<Ended>>();
  const again = new Set<string>();
  const waiting = new Set<() => void>();
  const onHurry = (listener: () => void): (() => void) => {
    waiting.add(listener);
    return () => void waiting.delete(listener);
  };

  /** One driver after the other, as long as it was asked for meanwhile. */
  const drive = async (session: string): Promise<Ended> => {
    const isWanted = (): boolean => again.delete(session) && !closing.signal.aborted;
    try {
      for (;;) {
        try {
          const ended = await wake(session, ports, closing.signal, onHurry);
          if (!isWanted()) return ended;
        } catch (error) {
          onCrash(session, error);
          if (!isWanted()) throw error;
        }
      }
    } finally {
      drivers.delete(session);
    }
  };

  const wakeUp = (session: string): void => {
    if (drivers.has(session)) return void again.add(session);
    const driver = drive(session);
    drivers.set(session, driver);
    // It was told to `onCrash`.
    driver.catch(() => {});
  };

  return {
    wake: wakeUp,
    async drive(session) {
      wakeUp(session);
      return (await drivers.get(session)) ?? 'closed';
    },
    hurry: () => [...waiting].forEach((listener) => listener()),
    async close() {
      closing.abort();
      await Promise.allSettled(drivers.values());
    },
  };
}
