/** Targets and sandboxes for tests: each with a folder of its own, everything removed by `end`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallResult, Operation, Sandbox, Target } from '../../src/shared/sandbox.ts';
import type { HandTargetOptions } from '../../src/main/sandbox/hand-target.ts';
import { createLocalTarget, type LocalTargetOptions } from '../../src/main/sandbox/local/target.ts';
import { createSshTarget, type SshTargetOptions } from '../../src/main/sandbox/ssh/target.ts';
import type { Box } from './box.ts';

const handFile = resolve(import.meta.dirname, '../../resources/hand/hand.py');

export const common: HandTargetOptions = { id: 'test', installation: 'this', isolation: 'bubblewrap', handFile };

/** What a test made, ended in reverse order. */
export class Cleanup {
  private readonly acts: (() => Promise<unknown>)[] = [];

  add<T>(made: T, end: (made: T) => Promise<unknown>): T {
    this.acts.push(() => end(made));
    return made;
  }

  async end(): Promise<void> {
    for (let act = this.acts.pop(); act !== undefined; act = this.acts.pop()) await act();
  }

  async folder(): Promise<string> {
    return this.add(await mkdtemp(join(tmpdir(), 'drover-test-')), (path) => rm(path, { recursive: true, force: true }));
  }

  /** Its sandboxes go with it. */
  async localTarget(options: Partial<LocalTargetOptions> = {}): Promise<Target> {
    const root = options.root ?? (await this.folder());
    return this.add(createLocalTarget({ ...common, root, ...options }), endTarget);
  }

  sshTarget(box: Box, options: Partial<SshTargetOptions> = {}): Target {
    const { host, port, user, identity, knownHosts } = box;
    return this.add(
      createSshTarget({ ...common, host, port, user, auth: { identityFile: identity }, knownHosts: [knownHosts], ...options }),
      (target) => target.close(),
    );
  }
}

async function endTarget(target: Target): Promise<void> {
  for (const id of await target.list()) await target.destroy(id);
  await target.close();
}

let calls = 0;
/** A call's id that no other call of this process has. */
export const newCallId = (): string => `call_${process.pid}_${++calls}`;

export function run(sandbox: Sandbox, command: string, timeoutMs = 30_000): Promise<CallResult> {
  return sandbox.execute(newCallId(), { op: 'command', command, timeoutMs });
}

export function perform(sandbox: Sandbox, operation: Operation): Promise<CallResult> {
  return sandbox.execute(newCallId(), operation);
}

/** Waits until something is so, asking every 10 ms. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, limitMs = 20_000): Promise<void> {
  for (const end = performance.now() + limitMs; !(await holds()); await sleep(10)) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
  }
}

/** The next moment at which a call's output contains a text. */
export function outputWatch(): {
  onOutput: (stream: string, bytes: Uint8Array) => void;
  seen(text: string): Promise<void>;
  text(): string;
} {
  let text = '';
  let waiting: { text: string; resolve: () => void }[] = [];
  return {
    onOutput(_stream, bytes) {
      text += Buffer.from(bytes).toString('latin1');
      waiting = waiting.filter((one) => !text.includes(one.text) || (one.resolve(), false));
    },
    seen: (wanted) => (text.includes(wanted) ? Promise.resolve() : new Promise((resolve) => waiting.push({ text: wanted, resolve }))),
    text: () => text,
  };
}
