import { toProblem, UnwritableLogError } from '../../shared/problem.ts';
import { createCollector } from './collector.ts';
import type { Driver } from './driver.ts';
import { openJournal, Superseded, type Journal } from './journal.ts';
import { nextAction } from './next.ts';
import { perform } from './perform.ts';
import type { HarnessPorts } from './ports.ts';

/** `rest` when the log asks for nothing more, `superseded` when another driver took over, `closed` on abort. */
export type Ended = 'rest' | 'superseded' | 'closed';

/**
 * Drives a session until there is nothing to do: read the log, decide, act, append. Holds no state that the log does
 * not; killed anywhere, the next `wake` finishes what was begun.
 */
export async function wake(session: string, ports: HarnessPorts, closing: AbortSignal, onHurry: Driver['onHurry']): Promise<Ended> {
  const journal = openJournal(ports, session);
  const interrupts = watchInterrupts(journal, ports);
  const collector = createCollector(journal, ports, () => driver.sandbox);
  const driver: Driver = { journal, ports, closing, ...signals(closing, interrupts.signal), sandbox: null, collector, onHurry };
  let claimed = false;
  try {
    while (!closing.aborted) {
      const decided = nextAction(driver);
      if (decided.kind === 'rest') return 'rest';
      const action = claimed || decided.kind === 'claim' ? decided : ({ kind: 'claim' } as const);
      claimed = true;
      if (action.kind === 'stop') Object.assign(driver, signals(closing, interrupts.renew()));
      await perform(action, driver);
      collector.nudge();
    }
    return 'closed';
  } catch (error) {
    if (error instanceof Superseded) return 'superseded';
    if (closing.aborted) return 'closed';
    // There is nothing to confess, and nowhere: it goes on once the log takes events again.
    if (error instanceof UnwritableLogError) throw error;
    await confess(journal, error);
    throw error;
  } finally {
    interrupts.end();
    await collector.end();
    await driver.sandbox?.detach();
  }
}

/** A bug must not leave a session that says "running" and that nobody drives. */
async function confess(journal: Journal, error: unknown): Promise<void> {
  const problem = toProblem(error, `session ${journal.session}`);
  const message = 'Drover itself failed. The session waits with everything kept.';
  await journal.append([
    { type: 'session.error', error: { type: 'unknown_error', message, retry_status: { type: 'exhausted' }, problem } },
    { type: 'session.status_idle', stop_reason: { type: 'retries_exhausted' }, stop_details: message },
  ]);
}

function signals(closing: AbortSignal, interrupt: AbortSignal): Pick<Driver, 'interrupt' | 'signal'> {
  return { interrupt, signal: AbortSignal.any([closing, interrupt]) };
}

/** Aborts when a `user.interrupt` enters the log, from this process or another. */
function watchInterrupts(
  journal: Journal,
  ports: HarnessPorts,
): { end: () => void; readonly signal: AbortSignal; renew: () => AbortSignal } {
  let controller = new AbortController();
  const look = (): void => {
    // Asked for by type: each of the driver's own appends comes by here, and reading them all back costs a millisecond a turn.
    const news = ports.log.getEvents(journal.session, { from: journal.state().head + 1, types: ['user.interrupt'] });
    if (news.length > 0) controller.abort();
  };
  const end = ports.log.onGrowth((sessions) => {
    if (sessions.includes(journal.session)) look();
  });
  return {
    end,
    get signal() {
      return controller.signal;
    },
    renew() {
      controller = new AbortController();
      return controller.signal;
    },
  };
}
