import { ProblemError, UnwritableLogError } from '../../shared/problem.ts';
import { SandboxGoneError, UnreachableError } from '../../shared/sandbox.ts';
import type { Action } from './decide.ts';
import { awaitPlace } from './await-place.ts';
import { evaluate, judge } from './evaluate.ts';
import { callTool } from './call-tool.ts';
import { compact } from './compact.ts';
import { closeRequest, requestModel, waitRetry } from './request-model.ts';
import { waitBefore } from './retry.ts';
import { pause, provision, stop } from './lifecycle.ts';
import type { Driver } from './driver.ts';

/** The only thing that touches the world. What goes wrong on the way becomes events, so that `decide` sees it. */
export async function perform(action: Exclude<Action, { kind: 'rest' }>, driver: Driver): Promise<void> {
  try {
    await act(action, driver);
  } catch (error) {
    // Nothing can be said of it in the log either.
    if (error instanceof UnwritableLogError) throw error;
    if (error instanceof SandboxGoneError) return sandboxLost(driver, error);
    if (driver.signal.aborted && !(error instanceof ProblemError)) return driver.journal.refresh();
    if (error instanceof ProblemError) return failed(action, driver, error);
    throw error;
  }
}

async function act(action: Exclude<Action, { kind: 'rest' }>, driver: Driver): Promise<void> {
  switch (action.kind) {
    case 'claim':
      await driver.journal.append([{ type: 'session.status_running' }]);
      return;
    case 'stop':
      return stop(driver);
    case 'provision':
      return provision(driver);
    case 'awaitPlace':
      return awaitPlace(driver);
    case 'closeRequest':
      return closeRequest(driver, action.request);
    case 'waitRetry':
      return waitRetry(driver, action.until);
    case 'callTool':
      return callTool(driver, action.call);
    case 'compact':
      return compact(driver);
    case 'requestModel':
      return requestModel(driver);
    case 'evaluate':
      return evaluate(driver);
    case 'judge':
      return judge(driver);
    case 'pause':
      return pause(driver, action.stopReason, action.details);
  }
}

async function sandboxLost(driver: Driver, error: SandboxGoneError): Promise<void> {
  const { sandbox } = driver.journal.state();
  driver.sandbox = null;
  if (sandbox?.state === 'live') {
    await driver.journal.append([{ type: 'sandbox.lost', sandbox_id: sandbox.id, reason: error.message }]);
  }
}

/** A target that never answered this session: its address may be wrong, and who dispatched it is still there to be told. */
const FIRST_ATTEMPTS = 3;

/**
 * A target that does not answer is tried again, as a laptop that sleeps is no event. One that cannot be used, a project that
 * moved: the log says so, and `decide` pauses for the user.
 */
async function failed(action: { kind: Action['kind'] }, driver: Driver, error: ProblemError): Promise<void> {
  const { problem } = error;
  await driver.journal.refresh();
  const { journal, ports } = driver;
  const type = action.kind === 'judge' ? 'gate_error' : 'sandbox_error';
  const { targetAttempts, provisions } = journal.state();
  const attempt = targetAttempts + 1;
  const allowed = provisions === 0 ? FIRST_ATTEMPTS : ports.retryTarget.attempts;
  if (!(error instanceof UnreachableError) || attempt >= allowed) {
    const retry_status = { type: 'exhausted' as const };
    return void (await journal.append([{ type: 'session.error', error: { type, message: problem.what, retry_status, problem } }]));
  }
  const retry_at = new Date(Date.now() + waitBefore(attempt, ports.retryTarget)).toISOString();
  await journal.append([
    { type: 'session.error', error: { type, message: problem.what, retry_status: { type: 'retrying', retry_at }, problem } },
    { type: 'session.status_rescheduled' },
  ]);
}
