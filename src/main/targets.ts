/** The places where sandboxes are made, as the settings have them: built when first used, kept while they stay the same. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SshHost, TargetTest } from '../shared/ipc.ts';
import { ProblemError, toProblem } from '../shared/problem.ts';
import type { Target } from '../shared/sandbox.ts';
import type { TargetSettings } from '../shared/settings.ts';
import { createLocalTarget } from './sandbox/local/target.ts';
import type { SettingsStore } from './settings/settings.ts';

export interface Targets {
  has(id: string): boolean;
  /** Throws a `ProblemError` where the target is not in the settings. */
  require(id: string): TargetSettings;
  get(id: string): Promise<Target>;
  test(id: string): Promise<TargetTest>;
  /** Believes a host's key from now on, if it is still the one with this fingerprint. */
  trust(id: string, fingerprint: string): Promise<void>;
  /** For this run only. */
  passphrase(id: string, passphrase: string): Promise<void>;
  /** Lets go of a target whose settings changed. */
  forget(id: string): Promise<void>;
  hosts(): Promise<SshHost[]>;
  close(): Promise<void>;
}

/** @param options.resources the folder that ships with the application: the hand is in it */
export function createTargets(options: { dataDir: string; resources: string; settings: SettingsStore }): Targets {
  const { dataDir, settings } = options;
  const built = new Map<string, Target>();

  const find = (id: string): TargetSettings | undefined => settings.get().targets.find((target) => target.id === id);
  const require = (id: string): TargetSettings => {
    const found = find(id);
    if (found === undefined) throw new ProblemError({ what: `The target "${id}" is not in the settings`, where: 'Settings, Targets', todo: 'Add it, or choose another one.' });
    return found;
  };
  const build = (target: TargetSettings): Target => {
    const common = {
      id: target.id,
      isolation: target.isolation,
      installation: settings.get().installation,
      handFile: join(options.resources, 'hand', 'hand.py'),
      readOnlyPaths: target.toolPaths,
      path: target.toolPaths.map((path) => join(path, 'bin')),
    };
    if (target.kind === 'local') return createLocalTarget({ ...common, root: join(dataDir, 'local') });
    throw new Error(`not yet: ${homedir()}`);
  };
  const get = (id: string): Target => {
    const known = built.get(id) ?? build(require(id));
    built.set(id, known);
    return known;
  };

  return {
    has: (id) => find(id) !== undefined,
    require,
    get: async (id) => get(id),
    async test(id) {
      try {
        return { state: 'ok', report: await get(id).probe() };
      } catch (error) {
        return { state: 'failed', problem: toProblem(error, require(id).name), facts: null };
      }
    },
    async trust() {},
    async passphrase() {},
    async forget(id) {
      const target = built.get(id);
      built.delete(id);
      await target?.close();
    },
    hosts: async () => [],
    close: async () => void (await Promise.all([...built.values()].map((target) => target.close()))),
  };
}
