/** Drives a session in this terminal: its events as they come, and what it came to. */
import type { SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { ProblemError } from '../../shared/problem.ts';
import { printedLine } from './events.ts';
import type { LogReader } from './log-reader.ts';
import type { Output } from './output.ts';
import { printAll } from './print-all.ts';
import { runResult } from './run-result.ts';
import { EXIT } from './usage.ts';

export interface Driving {
  log: Pick<LogReader, 'getEvents' | 'head' | 'subscribe'>;
  stateOf(session: string): SessionState;
  drive(session: string): Promise<'rest' | 'superseded' | 'closed'>;
  stop(session: string): Promise<unknown>;
}

/** How long a worker may take to stop before it is left to itself. */
const STOP_LIMIT_MS = 30_000;

/**
 * Ctrl-C stops the session; SIGTERM leaves it as it is, to be taken up later.
 * @param from the first event to print
 * @returns exit code 0 only if the verdict is passed
 */
export async function driveSession(
  driving: Driving,
  session: string,
  from: number,
  options: { json: boolean },
  output: Output,
  stop: AbortSignal,
): Promise<number> {
  const printing = new AbortController();
  const print = (event: SessionEvent): Promise<void> => (options.json ? output.jsonLine(event) : output.line(printedLine(event)));
  const printed = printAll(driving.log, session, from, printing.signal, print);
  const ended = await Promise.race([driving.drive(session), leftAlone(driving, session, stop, output)]);
  printing.abort();
  const next = await printed;
  for (const event of driving.log.getEvents(session, { from: next })) await print(event);

  if (ended === 'superseded') {
    throw new ProblemError({
      what: 'Another Drover drives this session now',
      where: session,
      todo: `Follow it there, or with: drover events ${session} --follow`,
    });
  }
  const state = driving.stateOf(session);
  const result = runResult(session, state);
  if (options.json) await output.jsonLine({ type: 'result', ended, ...result });
  else await output.text(`\n${closing(state, result)}`);
  if (ended === 'left') output.note(`It is left as it is. Take it up with: drover wake ${session}`);
  else if (state.verdict === null && state.problem !== null) output.problem(state.problem);
  return result.verdict === 'passed' ? EXIT.ok : EXIT.failed;
}

/** Resolves where the driver is not waited for any longer. */
async function leftAlone({ stop: stopSession }: Driving, session: string, stop: AbortSignal, output: Output): Promise<'left'> {
  await aborted(stop);
  if (stop.reason !== 'SIGINT') return 'left';
  output.note('Stopping. Ctrl-C again leaves at once.');
  await stopSession(session);
  // The driver ends by itself now; unreferenced, so that it keeps nothing waiting once it has.
  await new Promise<void>((resolve) => setTimeout(resolve, STOP_LIMIT_MS).unref());
  return 'left';
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

function closing(state: SessionState, { verdict, explanation }: ReturnType<typeof runResult>): string {
  if (verdict !== null) return `Verdict: ${verdict}. ${explanation ?? ''}`;
  return `No verdict. ${state.stopReason === null ? state.activity : `${state.stopReason.type}: ${state.activity}`}`;
}
