/** The places where sandboxes are made, as the settings have them: built when first used, kept while they stay the same. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ProblemError, toProblem, type Problem } from '../../shared/problem.ts';
import type { Target } from '../../shared/sandbox.ts';
import type { SshHost, TargetTest } from '../../shared/settings-view.ts';
import type { TargetSettings } from '../../shared/settings.ts';
import { createLocalTarget } from '../sandbox/local/target.ts';
import { UnknownHostError, type HostKey } from '../sandbox/ssh/host-key-errors.ts';
import { trustHostKey } from '../sandbox/ssh/host-keys.ts';
import { listHosts } from '../sandbox/ssh/hosts.ts';
import { createSshTarget } from '../sandbox/ssh/target.ts';
import type { SettingsStore } from '../settings/settings.ts';

export interface Targets {
  has(id: string): boolean;
  /** Throws a `ProblemError` where the target is not in the settings. */
  require(id: string): TargetSettings;
  get(id: string): Promise<Target>;
  test(id: string): Promise<TargetTest>;
  /** Believes the key that the host showed at the last test, if it has this fingerprint. */
  trust(id: string, fingerprint: string): Promise<void>;
  /** Kept in memory, for this run only. */
  passphrase(id: string, passphrase: string): Promise<void>;
  /** Lets go of a target whose settings changed. */
  forget(id: string): Promise<void>;
  hosts(): Promise<SshHost[]>;
  close(): Promise<void>;
}

type SshSettings = Extract<TargetSettings, { kind: 'ssh' }>;

/** @param options.resources the folder that ships with the application: the hand is in it */
export function createTargets(options: { dataDir: string; resources: string; settings: SettingsStore }): Targets {
  const { dataDir, settings } = options;
  /** `made`: of which settings. */
  const built = new Map<string, { target: Target; made: string }>();
  const passphrases = new Map<string, string>();
  /** Keys that hosts showed and nobody has confirmed yet, by target. */
  const offered = new Map<string, { host: string; port: number; key: HostKey }>();
  /** Targets whose key asked for a passphrase since the last attempt, and whether the one it had was wrong. */
  const asked = new Map<string, { file: string; wasWrong: boolean }>();
  const knownHosts = join(dataDir, 'known_hosts');

  const find = (id: string): TargetSettings | undefined => settings.get().targets.find((target) => target.id === id);
  const require = (id: string): TargetSettings => {
    const found = find(id);
    if (found === undefined) {
      throw new ProblemError({
        what: `The target "${id}" is not in the settings`,
        where: 'Settings, Targets',
        todo: 'Add it, or choose another one.',
      });
    }
    return found;
  };
  const common = (target: TargetSettings) => ({
    id: target.id,
    isolation: target.isolation,
    installation: settings.get().installation,
    handFile: join(options.resources, 'hand', 'hand.py'),
    readOnlyPaths: target.toolPaths,
    path: target.toolPaths.map((path) => join(path, 'bin')),
  });
  const buildSsh = (target: SshSettings): Target =>
    createSshTarget({
      ...common(target),
      host: target.host,
      port: target.port,
      user: target.user,
      knownHosts: [knownHosts, join(homedir(), '.ssh', 'known_hosts'), target.knownHostsFile],
      auth: {
        identityFile: target.identityFile,
        agentSocket: process.env['SSH_AUTH_SOCK'],
        passphrase: async (file, wasWrong) => {
          const known = passphrases.get(target.id);
          if (known === undefined || wasWrong) asked.set(target.id, { file, wasWrong });
          return wasWrong ? undefined : known;
        },
      },
    });
  const get = (id: string): Target => {
    const target = require(id);
    // How many it holds is asked elsewhere, each time.
    const { name: _name, places: _places, ...rest } = target;
    const made = JSON.stringify(rest);
    const known = built.get(id);
    if (known?.made === made) return known.target;
    // Another process changed its settings.
    void known?.target.close().catch(() => {});
    const fresh = target.kind === 'local' ? createLocalTarget({ ...common(target), root: join(dataDir, 'local') }) : buildSsh(target);
    built.set(id, { target: fresh, made });
    return fresh;
  };
  const forget = async (id: string): Promise<void> => {
    const known = built.get(id);
    built.delete(id);
    await known?.target.close();
  };

  const testFailed = (id: string, error: unknown): TargetTest => {
    const problem: Problem = toProblem(error, require(id).name);
    if (error instanceof UnknownHostError) {
      offered.set(id, error);
      return { state: 'unknown_host', host: error.host, port: error.port, keyType: error.key.type, fingerprint: error.key.fingerprint };
    }
    const passphrase = asked.get(id);
    if (passphrase !== undefined) {
      return {
        state: 'passphrase_needed',
        identityFile: passphrase.file,
        problem: passphrase.wasWrong ? wrongPassphrase(passphrase.file) : null,
      };
    }
    return { state: 'failed', problem, facts: null };
  };

  return {
    has: (id) => find(id) !== undefined,
    require,
    get: async (id) => get(id),
    async test(id) {
      asked.delete(id);
      try {
        return { state: 'ok', report: await get(id).probe() };
      } catch (error) {
        return testFailed(id, error);
      }
    },
    async trust(id, fingerprint) {
      const shown = offered.get(id);
      if (shown?.key.fingerprint !== fingerprint) {
        throw new ProblemError({
          what: 'This is not the key that the host showed last',
          where: require(id).name,
          todo: 'Test the connection again and compare the fingerprint.',
        });
      }
      await trustHostKey(knownHosts, shown.host, shown.port, shown.key);
      offered.delete(id);
      await forget(id);
    },
    async passphrase(id, passphrase) {
      passphrases.set(id, passphrase);
      await forget(id);
    },
    forget,
    hosts: async () => (await listHosts()).map((host) => ({ ...host, identityFile: host.identityFile ?? '' })),
    close: async () => void (await Promise.all([...built.values()].map(({ target }) => target.close()))),
  };
}

function wrongPassphrase(file: string): Problem {
  return { what: 'The passphrase does not fit the key', where: file, todo: 'Enter the right one.' };
}
