/** A sandbox's life within a session: made from the newest files that the log has, let go when the session rests. */
import type { BodyOf, EventType, NewEvent, StopReason } from '../../shared/events.ts';
import { describeCall } from '../../shared/describe-call.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { SnapshotAt } from '../../shared/fold-workspace.ts';
import { ProblemError, toProblem, UnwritableLogError, type Problem } from '../../shared/problem.ts';
import { SandboxGoneError, type Sandbox } from '../../shared/sandbox.ts';
import { workerSandboxId } from '../../shared/sandbox-id.ts';
import { abandonedRequest } from './abandoned.ts';
import type { Driver } from './driver.ts';
import { passing } from './points.ts';
import type { HarnessPorts } from './ports.ts';
import { setUp, type SetUp } from './set-up.ts';

/** How long saving the files and letting go of the sandbox may take before the session rests without, in ms. */
const SETTLE_MS = 60_000;

/** What gives a session a reason to run. */
const INPUT = ['user.message', 'session.updated', 'verdict.sent_back'] as const satisfies EventType[];

/** How many of the calls, and of a call's paths, are named to the model where their changes went with a sandbox. */
const NAMED_CALLS = 30;
const NAMED_PATHS = 8;

/** What a session fixed at dispatch. A log without it is not one of ours: that is a bug, not a state. */
export function dispatched(driver: Driver) {
  const { dispatch, outcome } = driver.journal.state();
  if (dispatch === null || outcome === null) throw new Error(`session ${driver.journal.session} was never dispatched`);
  return { dispatch, outcome, root: dispatch.project.path, base: dispatch.base.commit };
}

/** The live sandbox, attached to if need be. Rejects with `SandboxGoneError` where it is no more. */
export async function liveSandbox(driver: Driver): Promise<Sandbox> {
  if (driver.sandbox !== null) return driver.sandbox;
  const id = driver.journal.state().sandbox?.id ?? '';
  const target = await driver.ports.target(dispatched(driver).dispatch.target);
  const sandbox = await target.attach(id, driver.signal);
  if (sandbox === undefined) throw new SandboxGoneError(id, 'it is not on the target any more');
  driver.sandbox = sandbox;
  return sandbox;
}

export async function provision(driver: Driver): Promise<void> {
  const { journal, ports, signal } = driver;
  const { dispatch, outcome, root, base } = dispatched(driver);
  const { setup } = outcome.spec;
  const state = journal.state();
  const target = await ports.target(dispatch.target);
  // A machine that was restarted still has the folder of the one before. Where it cannot be removed now, the next start does it.
  if (state.sandbox?.state === 'lost') await target.destroy(state.sandbox.id).catch(() => {});
  const id = workerSandboxId(journal.session, state.provisions + 1);
  let sandbox = await passing(ports, 'provision', () => target.provision(id, { role: 'worker', network: setup !== undefined, signal }));
  let done: SetUp | undefined;
  const { snapshot } = state;
  try {
    const place = { session: journal.session, root, base, signal };
    if (setup !== undefined) ({ sandbox } = done = await setUp(driver, target, sandbox, setup, place));
    const job = { ...place, snapshot, head: state.ownHead, prefix: `${id}_seed`, ...(done !== undefined && { setup: 'after' as const }) };
    await passing(ports, 'seed', () => ports.workspace.seed(sandbox, job));
  } catch (error) {
    // The log does not know it yet, so that nobody else would remove it. A closed application finds it again.
    if (!driver.closing.aborted) await sandbox.destroy().catch(() => {});
    throw error;
  }
  driver.sandbox = sandbox;
  const events: NewEvent[] = [
    {
      type: 'sandbox.provisioned',
      sandbox_id: id,
      target: dispatch.target,
      isolation: sandbox.isolation,
      facts: sandbox.facts,
      commit: snapshot?.commit ?? base,
      workspace_path: sandbox.workspacePath,
      ...(done !== undefined && { setup: done.result }),
    },
  ];
  const began = journal
    .context()
    .messages()
    .some(({ role }) => role === 'assistant');
  if (began) events.push(replacedMessage(state, callsOf(state.missing, ports), setup?.run));
  await journal.append(events);
}

/** What the calls did whose files went with a sandbox, in the words that a person reads. */
function callsOf(missing: readonly SnapshotAt[], ports: HarnessPorts): string[] {
  return missing.flatMap(({ tool_use_id: id, paths }) => {
    const call = id === null ? undefined : ports.log.getEvent(id);
    if (call?.type !== 'agent.tool_use') return [];
    const names = paths.slice(0, NAMED_PATHS).map(({ path }) => path);
    const more = paths.length > NAMED_PATHS ? ', …' : '';
    return [`- ${describeCall(call)}${names.length === 0 ? '' : ` (${names.join(', ')}${more})`}`];
  });
}

function replacedMessage(
  { sandbox, forked, snapshot }: SessionState,
  missing: readonly string[],
  setup: string | undefined,
): BodyOf<'system.message'> {
  const restored = snapshot !== null;
  const rewound = sandbox === null && forked !== null;
  const made = setup === undefined ? '' : ` What \`${setup}\` makes of the project's base was made again.`;
  if (rewound) return { type: 'system.message', content: [{ type: 'text', text: `${rewoundText(restored)}${made}` }] };
  const why = sandbox?.state === 'lost' ? 'Your sandbox was lost and has been replaced.' : 'You go on in a new sandbox.';
  const files = restored
    ? 'Its files are those of the last snapshot; ignored files, and changes made after that snapshot, may be missing.'
    : 'It holds the project as it was at the start: what you changed before is missing.';
  const calls = missing.length === 0 ? '' : `\n\nWhat these calls changed is missing:\n${missing.slice(-NAMED_CALLS).join('\n')}`;
  return {
    type: 'system.message',
    content: [{ type: 'text', text: `${why} ${files}${made} Processes that you started are gone. Look before you go on.${calls}` }],
  };
}

function rewoundText(restored: boolean): string {
  const files = restored ? 'Its files are those of this point' : 'It holds the project as it was at the start';
  return `The session was rewound to this point, and you go on in a new sandbox. ${files}; ignored files are missing, and processes that you started are gone. Look before you go on.`;
}

/** The workspace as it stands, as an event that names a commit whose objects are on the desktop. */
export async function snapshot(driver: Driver, prefix: string, signal: AbortSignal): Promise<NewEvent> {
  const { root, base } = dispatched(driver);
  const sandbox = await liveSandbox(driver);
  const job = { session: driver.journal.session, root, base, prefix, signal };
  const taken = await passing(driver.ports, 'snapshot', () => driver.ports.workspace.snapshot(sandbox, job));
  return { type: 'workspace.snapshot', ...taken };
}

/** Ends the sandbox: no process and no file of it stays behind. */
async function release(driver: Driver): Promise<NewEvent[]> {
  const { sandbox } = driver.journal.state();
  if (sandbox?.state !== 'live') return [];
  const target = await driver.ports.target(dispatched(driver).dispatch.target);
  await driver.sandbox?.detach();
  driver.sandbox = null;
  await passing(driver.ports, 'release', () => target.destroy(sandbox.id));
  return [{ type: 'sandbox.destroyed', sandbox_id: sandbox.id }];
}

/** Stop: calls under way are cancelled and answered, the files are saved, the sandbox goes, the session rests. */
export async function stop(driver: Driver): Promise<void> {
  const { journal } = driver;
  const state = journal.state();
  const events: NewEvent[] = state.pendingCalls.map((call) => ({
    type: 'agent.tool_result',
    tool_use_id: call.id,
    content: [{ type: 'text', text: 'The session was stopped before this call ended; it may have taken effect in part.' }],
    is_error: true,
    lost: true,
    duration_ms: 0,
  }));
  if (state.openRequest !== null) events.unshift(abandonedRequest(state.openRequest));
  if (state.openEvaluation !== null) {
    events.push({
      type: 'span.outcome_evaluation_end',
      outcome_evaluation_start_id: state.openEvaluation.startId,
      outcome_id: state.outcome?.id ?? '',
      iteration: state.openEvaluation.iteration,
      result: 'interrupted',
      explanation: state.stoppedBecause ?? 'The user stopped the session.',
      usage: { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
      criteria: state.criteria,
    });
  }
  if (events.length > 0) await journal.append(events);
  await pause(driver, { type: 'interrupted' }, state.stoppedBecause ?? 'Stopped by the user.');
}

/** The session rests and says why; its files are saved and its sandbox goes, where that can be done in time. */
export async function pause(driver: Driver, reason: StopReason, details: string): Promise<void> {
  const { journal, ports } = driver;
  const { head } = journal.state();
  const settled = await settle(driver);
  await journal.append((state) => {
    // What a person said meanwhile is a reason to go on, which coming to rest would forget.
    const heard = ports.log.getEvents(journal.session, { from: head + 1, to: state.head, types: INPUT, limit: 1 }).length > 0;
    return [
      ...settled,
      heard ? { type: 'session.status_running' } : { type: 'session.status_idle', stop_reason: reason, stop_details: details },
    ];
  });
}

async function settle(driver: Driver): Promise<NewEvent[]> {
  const { sandbox, pendingCalls, verdict, head } = driver.journal.state();
  // A call that could not be collected is still under way: its sandbox must stay, so that Continue finds the result.
  if (sandbox?.state !== 'live' || pendingCalls.length > 0) return [];
  const signal = AbortSignal.any([driver.signal, AbortSignal.timeout(SETTLE_MS)]);
  const events: NewEvent[] = [];
  try {
    // A verdict needs no further snapshot: its commit is what was judged.
    // In the log before the sandbox goes: whoever dies between the two must not leave files that nobody knows of.
    if (verdict === null) await driver.journal.append([await snapshot(driver, `${sandbox.id}_at${head}`, signal)]);
    const left = await driver.collector.finish(await liveSandbox(driver), signal);
    if (left !== null) events.push(leftError(left));
    events.push(...(await release(driver)));
  } catch (error) {
    if (error instanceof SandboxGoneError) {
      return [...events, { type: 'sandbox.lost', sandbox_id: sandbox.id, reason: error.message }];
    }
    if (error instanceof UnwritableLogError || (!(error instanceof ProblemError) && !signal.aborted)) throw error;
    // The sandbox stays live in the log: it is found again on Continue, or removed at the next start.
    const problem = toProblem(error, sandbox.id);
    events.push({
      type: 'session.error',
      error: { type: 'sandbox_error', message: problem.what, retry_status: { type: 'exhausted' }, problem },
    });
  }
  return events;
}

/** What stays behind in a sandbox that goes is said, and stops nobody. */
function leftError(problem: Problem): NewEvent {
  const error = { type: 'workspace_error' as const, message: problem.what, retry_status: { type: 'exhausted' as const }, problem };
  return { type: 'session.error', error };
}
