/** A target whose sandboxes are kept by a hand, whatever transport leads to it. */
import { z } from 'zod';
import type { Isolation, TargetFacts } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';
import { HandClient } from './hand/client.ts';
import { createOneShot, HandRefusal, Launched } from './hand/one-shot.ts';
import { openHand } from './hand/open.ts';
import { handSandbox } from './hand-sandbox.ts';
import { factsOf, missingOf, probeValues } from './probe/report.ts';
import { PROBE_SCRIPT } from './probe/script.ts';
import { refusalProblem } from './refusal.ts';
import type { Transport } from './transport.ts';

export interface HandTargetOptions {
  id: string;
  isolation: Isolation;
  /** This installation of Drover: `list` and `destroy` know no other's sandboxes. */
  installation: string;
  /** Path of `hand.py` on this computer. */
  handFile: string;
  /** Python on the target; found there where it is not given. */
  python?: string | undefined;
  /** Folders outside the system that hold tools (nvm, pyenv, cargo): mounted read-only at their own place. `~/` is the user's home there. */
  readOnlyPaths?: string[] | undefined;
  /** Put before the system's PATH. */
  path?: string[] | undefined;
  /** How long a broken connection is tried again before a call fails. */
  reconnectMs?: number | undefined;
  /** A hand without clients and running calls ends itself after this long; the sandbox's folder stays. */
  idleSeconds?: number | undefined;
  /** Bytes of one call's stdout, and of its stderr, that are kept on the target; the rest is counted and dropped. */
  keepBytes?: number | undefined;
  /** What is left out of the workspace's snapshots, and named there; the hand's own limits where they are not given. */
  snapshots?: { maxFileBytes?: number; maxBytes?: number; maxSeconds?: number; maxFiles?: number } | undefined;
}

const PROVISION_MS = 90_000;
const PROBE_MS = 30_000;
const RECONNECT_MS = 10 * 60_000;
const Ids = z.object({ ids: z.array(z.string()) });

export function handTarget(transport: Transport, options: HandTargetOptions): Target {
  const { id, isolation, installation } = options;
  const { where } = transport;
  const hand = createOneShot(transport, options.handFile, options.python ?? '');
  const sandboxes = new Set<Sandbox>();
  const barred = { direct: false };

  const probe = async (signal?: AbortSignal): Promise<Map<string, string>> => {
    const result = await transport.sh(PROBE_SCRIPT, [transport.root, options.python ?? ''], { signal, timeoutMs: PROBE_MS });
    return probeValues(result.stdout.toString());
  };
  const launch = async (sandboxId: string, more: object, signal?: AbortSignal): Promise<Launched> => {
    const { idleSeconds, keepBytes, snapshots } = options;
    try {
      return Launched.parse(await hand.run('launch', { id: sandboxId, installation, idleSeconds, keepBytes, snapshots, ...more }, signal));
    } catch (error) {
      throw error instanceof HandRefusal && error.code !== 'gone'
        ? new ProblemError(refusalProblem(error, where), { cause: error })
        : error;
    }
  };
  const makeSandbox = (sandboxId: string, launched: Launched, facts: TargetFacts): Sandbox => {
    let { socket } = launched;
    const client = new HandClient({
      sandboxId,
      where,
      reconnectMs: options.reconnectMs ?? RECONNECT_MS,
      open: (signal) =>
        openHand({
          sandboxId,
          barred,
          direct: () => transport.open(socket, signal),
          relaunch: async () => ({ socket } = await launch(sandboxId, { attachOnly: true, isolation: launched.isolation }, signal)),
          relay: async () => {
            const { script, args } = await hand.relay(socket);
            return await transport.pipe(script, args, signal);
          },
        }),
    });
    const sandbox = handSandbox({
      id: sandboxId,
      where,
      facts,
      isolation: launched.isolation,
      network: launched.network,
      workspacePath: launched.workspace,
      client,
      destroy: () => target.destroy(sandboxId),
      onClosed: () => sandboxes.delete(sandbox),
    });
    sandboxes.add(sandbox);
    return sandbox;
  };
  const make = async (sandboxId: string, more: object, signal: AbortSignal): Promise<{ sandbox: Sandbox; launched: Launched }> => {
    const [launched, values] = await Promise.all([launch(sandboxId, more, signal), probe(signal)]);
    return { launched, sandbox: makeSandbox(sandboxId, launched, factsOf(values)) };
  };

  const target: Target = {
    id,
    async probe(signal) {
      const values = await probe(signal);
      const started = performance.now();
      await transport.sh(':', [], { signal, timeoutMs: PROBE_MS });
      return { facts: factsOf(values), missing: missingOf(values, isolation), isolation, latencyMs: performance.now() - started };
    },
    async provision(sandboxId, { role, network = false, copyOf, signal }) {
      const limit = AbortSignal.any([AbortSignal.timeout(PROVISION_MS), ...(signal === undefined ? [] : [signal])]);
      const existed = (await target.list(limit)).includes(sandboxId);
      try {
        const { readOnlyPaths = [], path = [] } = options;
        return (await make(sandboxId, { role, isolation, readOnlyPaths, path, network, copyOf }, limit)).sandbox;
      } catch (error) {
        // What was half made goes; what was there before is not ours to remove.
        if (!existed) await target.destroy(sandboxId).catch(() => {});
        if (limit.aborted && signal?.aborted !== true)
          throw new ProblemError(
            { what: 'The sandbox was not ready within 90 s', where, todo: 'See that the machine is not overloaded, then try again.' },
            { cause: error },
          );
        throw error;
      }
    },
    async attach(sandboxId, signal) {
      const limit = AbortSignal.any([AbortSignal.timeout(PROVISION_MS), ...(signal === undefined ? [] : [signal])]);
      try {
        return (await make(sandboxId, { attachOnly: true, isolation }, limit)).sandbox;
      } catch (error) {
        if (error instanceof HandRefusal && error.code === 'gone') return undefined;
        throw error;
      }
    },
    async cutNetwork(sandboxId, signal) {
      for (const sandbox of sandboxes) if (sandbox.id === sandboxId) await sandbox.detach();
      try {
        await hand.run('cut', { id: sandboxId, installation }, signal);
      } catch (error) {
        throw error instanceof HandRefusal ? new ProblemError(refusalProblem(error, where), { cause: error }) : error;
      }
    },
    list: async (signal) => Ids.parse(await hand.run('list', { installation }, signal)).ids,
    async destroy(sandboxId) {
      for (const sandbox of sandboxes) if (sandbox.id === sandboxId) void sandbox.detach();
      try {
        await hand.run('destroy', { id: sandboxId, installation });
      } catch (error) {
        throw error instanceof HandRefusal ? new ProblemError(refusalProblem(error, where), { cause: error }) : error;
      }
    },
    async close() {
      await Promise.all([...sandboxes].map((sandbox) => sandbox.detach()));
      await transport.close();
    },
  };
  return target;
}
