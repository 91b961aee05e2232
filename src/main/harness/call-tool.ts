import { checkCriterion, type CheckPorts } from '../../shared/check-criterion.ts';
import type { CriterionResult } from '../../shared/criteria.ts';
import type { NewEvent } from '../../shared/events.ts';
import { costOfResults } from '../../shared/fold-checks.ts';
import { nothingSpent } from '../../shared/fold-spent.ts';
import type { PendingCall } from '../../shared/fold.ts';
import { SandboxGoneError, type WorkspaceSnapshot } from '../../shared/sandbox.ts';
import { readEvents } from './get-events.ts';
import { impossibleEvents } from './impossible.ts';
import { dispatched, liveSandbox } from './lifecycle.ts';
import { reportCall, reportCriteria } from './report.ts';
import { nextAction } from './next.ts';
import { passing } from './points.ts';
import { requestModel } from './request-model.ts';
import { snapshotEvents } from './snapshot-event.ts';
import { readToolCall } from './tools.ts';
import { untilClosing, type Driver } from './driver.ts';

/**
 * Runs a call, or collects the one that a dead driver began: the event's id is the job's name, so it runs once. Where it was
 * the last one, the model is asked at once, so that its result and the next request are one commit.
 */
export async function callTool(driver: Driver, call: PendingCall): Promise<void> {
  const { journal } = driver;
  const events = await resultOf(driver, call);
  const goesOn = !driver.signal.aborted && nextAction(driver, events).kind === 'requestModel';
  if (goesOn) await requestModel(driver, events);
  else await journal.append(events);
}

/** The call's result, and before it the files as it left them. */
async function resultOf(driver: Driver, call: PendingCall): Promise<NewEvent[]> {
  const { journal, ports } = driver;
  const started = performance.now();
  const answer = (text: string, isError: boolean, lost = false): NewEvent => ({
    type: 'agent.tool_result',
    tool_use_id: call.id,
    content: [{ type: 'text', text: ports.mask(text) }],
    is_error: isError,
    lost,
    duration_ms: performance.now() - started,
  });
  const tool = readToolCall(call.name, call.input);
  if (tool.kind === 'invalid') return [answer(tool.message, true)];
  if (tool.kind === 'report_impossible') {
    const noted = answer('Noted. The user reads your reason and decides.', false);
    return impossibleEvents(journal.state(), call.id, noted, ports.mask(tool.reason), ports.newEventId);
  }
  if (tool.kind === 'get_events') return [answer(readEvents(ports.log, journal.session, journal.state().head, tool.query), false)];
  try {
    if (tool.kind === 'check_criteria') {
      const taken: (WorkspaceSnapshot | null)[] = [];
      const results = await checkShown(driver, call.id, [], async (_result, snapshot) => void taken.push(snapshot));
      const passed = results.every((result) => result.passed);
      const costUsd = costOfResults([], results);
      const paid: NewEvent[] = costUsd === 0 ? [] : [{ type: 'session.usage', usage: nothingSpent.usage, cost_usd: costUsd }];
      return [...paid, ...snapshotEvents(taken, call.id, ports.mask), answer(reportCriteria(results), !passed)];
    }
    const sandbox = await liveSandbox(driver);
    const decoder = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    const job = passing(ports, 'execute', () =>
      sandbox.execute(call.id, tool.operation, {
        signal: driver.interrupt,
        onOutput: (stream, bytes) =>
          ports.onDelta(journal.session, { kind: stream, text: ports.mask(decoder[stream].decode(bytes, { stream: true })) }),
      }),
    );
    const result = await untilClosing(driver, job);
    const report = reportCall(result);
    return [...snapshotEvents([result.snapshot], call.id, ports.mask), answer(report.text, report.isError, report.lost)];
  } catch (error) {
    if (!(error instanceof SandboxGoneError)) throw error;
    // It was begun and nobody can say how it ended. It is never repeated unasked.
    await journal.append([answer(reportCall(lostCall).text, true, true)]);
    throw error;
  }
}

const nothing = { head: '', tail: '', bytes: 0 };
const lostCall = {
  state: 'lost' as const,
  exitCode: null,
  signal: null,
  timedOut: false,
  cancelled: false,
  stdout: nothing,
  stderr: nothing,
  durationMs: 0,
  error: null,
  snapshot: null,
};

/** Runs the criteria that the worker may see, in its own sandbox, but for those whose result is known. */
export async function checkShown(
  driver: Driver,
  prefix: string,
  known: readonly CriterionResult[],
  /** `snapshot`: the workspace as the check left it, where it changed something. */
  onResult: (result: CriterionResult, snapshot: WorkspaceSnapshot | null) => Promise<void>,
): Promise<CriterionResult[]> {
  const shown = dispatched(driver).outcome.spec.criteria.filter((criterion) => criterion.visibility === 'shown');
  const results: CriterionResult[] = [];
  const { root, base } = dispatched(driver);
  for (const criterion of shown) {
    const before = known.find(({ id }) => id === criterion.id);
    if (before !== undefined) {
      results.push(before);
      continue;
    }
    let taken: WorkspaceSnapshot | null = null;
    const place: CheckPorts = {
      matches: driver.ports.matches,
      capture: driver.ports.capture,
      thorough: false,
      mask: driver.ports.mask,
      async run(name, operation) {
        const sandbox = await liveSandbox(driver);
        const job = passing(driver.ports, 'execute', () => sandbox.execute(`${prefix}_${name}`, operation, { signal: driver.interrupt }));
        const call = await untilClosing(driver, job);
        driver.signal.throwIfAborted();
        taken = call.snapshot ?? taken;
        return call;
      },
      runOnBase: null,
      changes: () => driver.ports.workspace.diff({ root, base, commit: driver.journal.state().snapshot?.commit ?? base }),
      earlier: () => results,
      ask: driver.ports.ask(driver.journal.session, driver.interrupt),
    };
    const result = await checkCriterion(criterion, place);
    results.push(result);
    await onResult(result, taken);
  }
  return results;
}
