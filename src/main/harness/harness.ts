import { UnwritableLogError, type Problem } from '../../shared/problem.ts';
import type { HarnessPorts } from './ports.ts';
import { waitBefore } from './retry.ts';
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

export interface HarnessListeners {
  /** Told of a bug in a driver: the session is as its log says and can be woken again. */
  onCrash: (session: string, error: unknown) => void;
  /** Told that the log takes no events: the session goes on by itself once it does. Its log cannot say so. */
  onHeld: (session: string, problem: Problem) => void;
}

/** A log that cannot be written is tried again for as long as the application runs. */
const RETRY_LOG = { baseMs: 1000, maxMs: 15_000 };

export function createHarness(ports: HarnessPorts, { onCrash, onHeld }: HarnessListeners): Harness {
  const closing = new AbortController();
  const drivers = new Map<string, Promise<Ended>>();
  const again = new Set<string>();
  const waiting = new Set<() => void>();
  const onHurry = (listener: () => void): (() => void) => {
    waiting.add(listener);
    return () => void waiting.delete(listener);
  };

  /** Ends early where the computer woke up or the application closes. */
  const pauseFor = async (ms: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        closing.signal.removeEventListener('abort', done);
        end();
        resolve();
      };
      const end = onHurry(done);
      const timer = setTimeout(done, ms);
      closing.signal.addEventListener('abort', done);
      if (closing.signal.aborted) done();
    });
  };

  /** One driver after the other, as long as it was asked for meanwhile. */
  const drive = async (session: string): Promise<Ended> => {
    const isWanted = (): boolean => again.delete(session) && !closing.signal.aborted;
    let held = { attempts: 0, head: 0 };
    try {
      for (;;) {
        try {
          const ended = await wake(session, ports, closing.signal, onHurry);
          if (!isWanted()) return ended;
        } catch (error) {
          if (error instanceof UnwritableLogError) {
            const { head } = ports.log.stateAt(session);
            held = { attempts: head === held.head ? held.attempts + 1 : 1, head };
            if (held.attempts === 1) onHeld(session, error.problem);
            await pauseFor(waitBefore(held.attempts, RETRY_LOG));
            if (closing.signal.aborted) return 'closed';
            continue;
          }
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
