/**
 * The spec's `setup` in a worker's new sandbox: on the base alone, as the gate runs it, so that nothing that a worker wrote ever
 * runs with a network. Then the sandbox is cut off, and what the worker had is put over it.
 */
import { setupOperation, setupOutput, type Setup } from '../../shared/run-setup.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';
import { untilClosing, type Driver } from './driver.ts';
import { passing } from './points.ts';
import type { WorkspaceJob } from './ports.ts';

export interface SetUp {
  /** The same sandbox, without a network where the target can do without. */
  sandbox: Sandbox;
  result: { run: string; output: string; duration_ms: number };
}

/** Repeatable: a driver that comes after a dead one collects the run that it began. Rejects with a `ProblemError` where it fails. */
export async function setUp(
  driver: Driver,
  target: Target,
  begun: Sandbox,
  setup: Setup,
  job: Omit<WorkspaceJob, 'prefix'>,
): Promise<SetUp> {
  const { journal, ports, signal, interrupt } = driver;
  const { id } = begun;
  // One without a network was set up, and died before the log said so.
  const isCut = !begun.network;
  if (!isCut) {
    const base = { ...job, prefix: `${id}_base`, snapshot: null, head: null, setup: 'before' } as const;
    await passing(ports, 'seed', () => ports.workspace.seed(begun, base));
    if (journal.state().settingUp !== id)
      await journal.append([{ type: 'sandbox.setup_started', sandbox_id: id, run: ports.mask(setup.run) }]);
  }
  const run = passing(ports, 'setup', () => begun.execute(`${id}_setup`, setupOperation(setup), { signal: interrupt }));
  const call = await untilClosing(driver, run);
  signal.throwIfAborted();
  const result = { run: ports.mask(setup.run), output: setupOutput(setup, call, ports.mask), duration_ms: call.durationMs };
  if (isCut || begun.isolation === 'none') return { sandbox: begun, result };
  await passing(ports, 'cut', () => target.cutNetwork(id, signal));
  return { sandbox: await target.provision(id, { role: 'worker', signal }), result };
}
