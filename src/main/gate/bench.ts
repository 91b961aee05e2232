/** The places of one verdict: a fresh checkout of the base, measured, then the patch put on it; copies of it; another where one was spoilt. */
import { ProblemError } from '../../shared/problem.ts';
import { setupOperation, setupOutput } from '../../shared/run-setup.ts';
import { gateSandboxId } from '../../shared/sandbox-id.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';
import { openPlace, type Place, type Settled } from './place.ts';
import type { GatePorts, Judgment } from './ports.ts';

/** How often a spoilt place is made anew: whoever spoils more than this spoils for its own loss. */
const MOST_PLACES = 20;

export interface Bench {
  /** Where everything happens, for what is to be said of it. */
  sandbox(): Promise<Sandbox>;
  /** The place with the base's files, set up. */
  onBase(): Promise<Place>;
  /** Puts the patch on the base, in the place that is there now and in those to come. */
  patch(tree: string): Promise<{ ok: true; tree: string } | { ok: false; reason: string }>;
  /** The place with the patch's files. */
  patched(): Promise<Place>;
  /** A copy of it. Only while nothing has run there yet. */
  copy(number: number): Promise<Place>;
  /** What was just used is not what it was: the next one who asks gets another. */
  spoil(settled: Settled): void;
  /** Removes every sandbox that was made. */
  end(): Promise<void>;
}

export function openBench(job: Judgment, target: Target, ports: GatePorts, signal: AbortSignal): Bench {
  const made = new Set<Sandbox>();
  let number = 0;
  let current: { place: Place; sealed: string } | undefined;
  let tree: string | undefined;
  let baseTree: Promise<string> | undefined;

  const provision = async (which: string, options: { network?: boolean; copyOf?: string } = {}): Promise<Sandbox> => {
    const sandbox = await target.provision(gateSandboxId(job.prefix, which), { role: 'gate', ...options, signal });
    made.add(sandbox);
    return sandbox;
  };

  /** A fresh checkout of the base, with what the spec's setup made of it. */
  const checkout = async (which: string): Promise<{ sandbox: Sandbox; prefix: string }> => {
    const prefix = which === '' ? job.prefix : `${job.prefix}_${which}`;
    const { setup } = job.spec;
    let sandbox = await provision(which, { network: setup !== undefined });
    // One that was set up has no network any more, and no mark of its checkout in its new /tmp.
    const done = setup !== undefined && !sandbox.network;
    if (!done)
      await ports.workspace.checkout(sandbox, {
        session: job.session,
        root: job.root,
        signal,
        commit: job.base,
        prefix: `${prefix}_checkout`,
      });
    if (setup === undefined || done) return { sandbox, prefix };
    const call = await sandbox.execute(`${prefix}_setup`, setupOperation(setup), { signal });
    signal.throwIfAborted();
    setupOutput(setup, call, ports.mask);
    if (sandbox.isolation === 'none') return { sandbox, prefix };
    await target.cutNetwork(sandbox.id, signal);
    sandbox = await provision(which);
    return { sandbox, prefix };
  };

  const place = async (): Promise<Place> => {
    if (current !== undefined) return current.place;
    if (number >= MOST_PLACES) throw tooOften(target.id);
    const { sandbox, prefix } = await checkout(number === 0 ? '' : `r${number}`);
    current = { place: openPlace({ sandbox, prefix, root: job.root, workspace: ports.workspace, signal }), sealed: '' };
    return current.place;
  };
  const sealed = async (name: string, wanted: string): Promise<Place> => {
    const at = await place();
    if (current !== undefined && current.sealed !== wanted) {
      await at.seal(name, wanted);
      current.sealed = wanted;
    }
    return at;
  };
  const prefixNow = (): string => (number === 0 ? job.prefix : `${job.prefix}_r${number}`);
  const applied = async (wanted: string): ReturnType<Bench['patch']> => {
    const { sandbox } = await place();
    return ports.workspace.applyPatch(sandbox, { root: job.root, base: job.base, tree: wanted, prefix: `${prefixNow()}_patch`, signal });
  };

  return {
    sandbox: async () => (await place()).sandbox,
    async onBase() {
      return sealed('seal-base', await (baseTree ??= ports.workspace.baseTree({ root: job.root, base: job.base, signal })));
    },
    async patch(wanted) {
      const answer = await applied(wanted);
      if (answer.ok) tree = wanted;
      return answer;
    },
    async patched() {
      if (tree === undefined) throw new Error('the patch is not applied yet');
      if (current === undefined) await applied(tree);
      return sealed('seal', tree);
    },
    async copy(copyNumber) {
      if (tree === undefined || current === undefined) throw new Error('there is nothing to copy yet');
      const sandbox = await provision(`own${copyNumber}`, { copyOf: current.place.sandbox.id });
      const prefix = `${job.prefix}_own${copyNumber}`;
      const at = openPlace({ sandbox, prefix, root: job.root, workspace: ports.workspace, signal });
      await at.seal('seal', tree);
      return at;
    },
    spoil({ spoilt }) {
      if (spoilt.length === 0) return;
      current = undefined;
      number += 1;
    },
    async end() {
      // Once a call was aborted its result must not be collected later: the sandboxes go either way.
      await Promise.all([...new Map([...made].map((sandbox) => [sandbox.id, sandbox])).values()].map((sandbox) => sandbox.destroy()));
    },
  };
}

function tooOften(target: string): ProblemError {
  return new ProblemError({
    what: 'The checks changed what the spec’s setup made again and again, so that no fresh checkout lasts',
    where: target,
    todo: 'Correct the criteria so that they leave what the setup made alone, then dispatch the spec again.',
  });
}

/** Findings about how far the checkout was kept apart. */
export function isolationFindings(job: Judgment, sandbox: Pick<Sandbox, 'isolation'>) {
  const finding = (subject: string, message: string) => ({
    kind: 'isolation' as const,
    subject,
    change: null,
    action: 'noted' as const,
    message,
  });
  const setup =
    job.spec.setup === undefined
      ? []
      : [finding('setup', 'The spec’s setup ran on the base, before anything of the patch was there, with the machine’s network.')];
  if (sandbox.isolation === 'bubblewrap') return setup;
  return [
    ...setup,
    finding(job.target, 'This target has no isolation: checks could use the network and reach files outside of the checkout.'),
  ];
}

/** Whether two runs can be at work at the same time. */
export async function coresOf(place: Place): Promise<number> {
  const call = await place.run('cores', { op: 'command', command: 'nproc 2> /dev/null || getconf _NPROCESSORS_ONLN', timeoutMs: 10_000 });
  const cores = Number(call.stdout.head.trim());
  return Number.isInteger(cores) && cores > 0 ? cores : 1;
}
