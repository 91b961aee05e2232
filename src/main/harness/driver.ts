import type { Sandbox } from '../../shared/sandbox.ts';
import type { Collector } from './collector.ts';
import type { Journal } from './journal.ts';
import type { HarnessPorts } from './ports.ts';

/** Everything one driver holds while it runs; all of it can be made again from the log and the target. */
export interface Driver {
  journal: Journal;
  ports: HarnessPorts;
  /** Aborts when the user asks to stop: what runs is cancelled. A new one after each stop. */
  interrupt: AbortSignal;
  /** Aborts when the application closes: what runs on a target goes on, and is collected by the next driver. */
  closing: AbortSignal;
  /** Either of the two. */
  signal: AbortSignal;
  /** The connection to the live sandbox, kept between calls. */
  sandbox: Sandbox | null;
  collector: Collector;
  /** Calls the listener when the computer woke up: what waits for its next attempt goes on. Returns what ends it. */
  onHurry: (listener: () => void) => () => void;
}

/** A job on the target outlives this process: closing lets go of it, where stopping would cancel it. */
export async function untilClosing<T>(driver: Driver, job: Promise<T>): Promise<T> {
  const { closing } = driver;
  let leave: (() => void) | undefined;
  const closed = new Promise<never>((_, reject) => {
    leave = () => reject(new Error('closing', { cause: closing.reason }));
    closing.addEventListener('abort', leave);
    if (closing.aborted) leave();
  });
  try {
    return await Promise.race([job, closed]);
  } finally {
    if (leave !== undefined) closing.removeEventListener('abort', leave);
    // Where closing won, the job's own end is nobody's concern any more.
    job.catch(() => {});
  }
}
