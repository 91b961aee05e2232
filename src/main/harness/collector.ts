/** Carries what a sandbox wrote down to the desktop, beside the loop: a dead box then loses nothing that the log has. */
import { ProblemError, toProblem, UnwritableLogError, type Problem } from '../../shared/problem.ts';
import { UnreachableError, type Sandbox } from '../../shared/sandbox.ts';
import type { Journal } from './journal.ts';
import { passing } from './points.ts';
import type { HarnessPorts } from './ports.ts';

export interface Collector {
  /** There may be something to collect: it is looked for in a moment, and again where it fails. */
  nudge(): void;
  /**
   * Collects everything outstanding now. Null where nothing is left; else why the rest stays in the sandbox. Rejects where
   * the sandbox cannot be reached, so that another attempt makes sense.
   */
  finish(sandbox: Sandbox, signal: AbortSignal): Promise<Problem | null>;
  /** Resolves when nothing runs any more. */
  end(): Promise<void>;
}

/** From a snapshot to its collection: calls in a row travel together, and none waits for the pack of another. */
const DELAY_MS = 2000;
const LONGEST_DELAY_MS = 60_000;

/** @param sandbox the live one, where the driver has a connection to it */
export function createCollector(journal: Journal, ports: HarnessPorts, sandbox: () => Sandbox | null): Collector {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let delay = DELAY_MS;

  /** @returns whether something arrived */
  const collect = async (place: Sandbox, signal: AbortSignal): Promise<boolean> => {
    const { dispatch, uncollected } = journal.state();
    const snapshots = uncollected.flatMap(({ tree, extras }) => (tree === null ? [] : [{ tree, extras }]));
    if (dispatch === null || snapshots.length === 0) return false;
    const job = { session: journal.session, root: dispatch.project.path, base: dispatch.base.commit, signal };
    const prefix = `${place.id}_collect${journal.state().head}`;
    const arrived = await passing(ports, 'collect', () => ports.workspace.collect(place, { ...job, prefix, snapshots }));
    if (arrived.length > 0) await journal.append([{ type: 'workspace.collected', snapshots: arrived }]);
    return arrived.length > 0;
  };
  /** One at a time. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = running.then(act);
    running = turn.catch(() => undefined);
    return turn;
  };

  const later = (): void => {
    if (timer !== undefined || ending.signal.aborted || journal.state().uncollected.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      const place = sandbox();
      if (place === null) return;
      inTurn(() => collect(place, ending.signal)).then(
        (arrived) => {
          delay = arrived ? DELAY_MS : Math.min(delay * 2, LONGEST_DELAY_MS);
          later();
        },
        () => {
          // What is wrong with the sandbox or the log, the driver meets itself.
          delay = Math.min(delay * 2, LONGEST_DELAY_MS);
          later();
        },
      );
    }, delay);
  };

  return {
    nudge: later,
    finish: (place, signal) =>
      inTurn(async () => {
        try {
          while (journal.state().uncollected.length > 0) if (!(await collect(place, signal))) break;
        } catch (error) {
          const passes = error instanceof UnreachableError || error instanceof UnwritableLogError;
          if (!(error instanceof ProblemError) || passes) throw error;
          return toProblem(error, place.id);
        }
        const { uncollected } = journal.state();
        return uncollected.length === 0 ? null : leftBehind(uncollected.map(({ seq }) => seq));
      }),
    async end() {
      ending.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

function leftBehind(seqs: readonly number[]): Problem {
  return {
    what: `The files after ${seqs.length === 1 ? 'one event' : `${seqs.length} events`} could not be saved: the sandbox does not have them any more`,
    where: `event ${seqs.join(', ')}`,
    todo: 'The newest files are saved. Only rewinding to exactly there is not possible.',
  };
}
