/** Follows a run of trials in this terminal: each trial and each answer as it comes, and what it came to. */
import type { SessionEvent, TrialMode, TrialRun } from '../../shared/events.ts';
import type { RunView } from '../../shared/ipc-coaching.ts';
import { dollars } from './coaching-words.ts';
import type { LogReader } from './log-reader.ts';
import type { Output } from './output.ts';
import { printAll } from './print-all.ts';
import { EXIT } from './usage.ts';

export interface Trialing {
  log: Pick<LogReader, 'getEvents' | 'subscribe'>;
  /** The log of the project's trials. */
  session: string;
  run: string;
  /** Resolves when the run has ended, or the signal aborts. */
  awaitTrials(signal: AbortSignal): Promise<RunView>;
  stopTrials(): Promise<unknown>;
}

/** How long runs may take to stop before they are left to themselves. */
const STOP_LIMIT_MS = 30_000;

/** The run, and whether nobody waited for its end. */
export interface Followed {
  view: RunView;
  left: boolean;
}

/**
 * Ctrl-C stops the run, and what has ended counts; SIGTERM leaves it, to be gone on with by the window.
 * @param from the first event to print
 */
export async function followTrials(
  trialing: Trialing,
  from: number,
  options: { json: boolean },
  output: Output,
  stop: AbortSignal,
): Promise<Followed> {
  const leaving = new AbortController();
  const printing = new AbortController();
  const printer = createPrinter(trialing.run, options, output);
  const printed = printAll(trialing.log, trialing.session, from, printing.signal, printer);
  const onStop = (): void => {
    if (stop.reason !== 'SIGINT') return leaving.abort();
    output.note('Stopping. Ctrl-C again leaves at once.');
    // Unreferenced, so that it keeps nothing waiting once the run has ended.
    setTimeout(() => leaving.abort(), STOP_LIMIT_MS).unref();
    void trialing.stopTrials().catch(() => leaving.abort());
  };
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const view = await trialing.awaitTrials(leaving.signal);
    return { view, left: view.ended === null };
  } finally {
    stop.removeEventListener('abort', onStop);
    printing.abort();
    const next = await printed;
    for (const event of trialing.log.getEvents(trialing.session, { from: next })) await printer(event);
  }
}

/** Exit code 0 only where all was done, and each entry could be tried. */
export function exitOf({ view, left }: Followed): number {
  const tried = view.items.every(({ reason }) => reason === 'answered' || reason === 'max_pairs_reached');
  return !left && view.ended?.reason === 'done' && tried ? EXIT.ok : EXIT.failed;
}

/** Of one run alone: others may be under way on the same log. */
function createPrinter(run: string, options: { json: boolean }, output: Output): (event: SessionEvent) => Promise<void> {
  const started = new Map<string, { entry: string; mode: TrialMode }>();
  const counts = new Map<string, number>();
  return async (event) => {
    if (event.type === 'trial.started' && event.run === run) started.set(event.trial, event);
    const isOurs = ('run' in event && event.run === run) || (event.type === 'trial.ended' && started.has(event.trial));
    if (!isOurs) return;
    if (options.json) return output.jsonLine(event);
    if (event.type === 'trials.item_ended') await output.line(`${event.entry}  ${event.explanation}`);
    if (event.type !== 'trial.ended') return;
    const { entry = '', mode = 'ablation' } = started.get(event.trial) ?? {};
    const count = (counts.get(entry) ?? 0) + 1;
    counts.set(entry, count);
    await output.line(`${entry}  ${trialWords(event, count, mode)}`);
  };
}

function trialWords({ with: withIt, without }: { with: TrialRun | null; without: TrialRun }, count: number, mode: TrialMode): string {
  const [one, other] = mode === 'guard' ? ['with the file as it was', 'with the file as it is'] : ['with it', 'without it'];
  const arms = [...(withIt === null ? [] : [`${runWords(withIt)} ${one}`]), `${runWords(without)} ${other}`];
  return `trial ${count}: ${arms.join(', ')} · ${dollars((withIt?.cost_usd ?? 0) + without.cost_usd)}`;
}

function runWords({ passed, reason }: TrialRun): string {
  return passed === null ? `not judged (${reason.replace(/\.$/, '')})` : passed ? 'passed' : 'failed';
}
