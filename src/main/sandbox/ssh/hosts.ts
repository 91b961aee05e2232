/** The hosts of the user's SSH configuration, for a picker. `Match` sections are left out: one may run a command. */
import { readdir, readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import SSHConfig, { glob } from 'ssh-config';

export interface SshHost {
  alias: string;
  host: string;
  port: number;
  user: string;
  /** The first that is named; undefined leaves it to the agent and the default keys. */
  identityFile: string | undefined;
}

type Config = ReturnType<typeof SSHConfig.parse>;

/** As OpenSSH: files that include each other end somewhere. */
const DEEPEST_INCLUDE = 16;

/** Every host with a name of its own, in the order of the file. A file that is not there has none. */
export async function listHosts(file: string = join(homedir(), '.ssh', 'config')): Promise<SshHost[]> {
  const config = await readConfig(file, dirname(file), 0);
  const aliases = config.flatMap((line) => ('param' in line && line.param.toLowerCase() === 'host' ? words(line.value) : []));
  const named = aliases.filter((alias) => !/[*?!]/.test(alias));
  return [...new Set(named)].map((alias) => describeHost(config, alias));
}

function describeHost(config: Config, alias: string): SshHost {
  const found = config.compute(alias, { matchExec: false, ignoreCase: true });
  const value = (name: string): string | undefined => [found[name]].flat()[0];
  const identity = value('identityfile');
  return {
    alias,
    host: (value('hostname') ?? alias).replaceAll('%h', alias),
    port: Number(value('port') ?? 22) || 22,
    user: value('user') ?? userInfo().username,
    identityFile: identity?.replace(/^~(?=\/)/, homedir()).replaceAll('%d', homedir()),
  };
}

/** A file with the files that it includes in their places, without `Match` sections. */
async function readConfig(file: string, folder: string, depth: number): Promise<Config> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const config = SSHConfig.parse(text);
  const lines: Config[number][] = [];
  for (const line of config) {
    if (!('param' in line)) continue;
    const name = line.param.toLowerCase();
    if (name === 'include' && depth < DEEPEST_INCLUDE) {
      for (const pattern of words(line.value))
        for (const path of await includedFiles(pattern, folder)) lines.push(...(await readConfig(path, folder, depth + 1)));
    } else if (name !== 'match') lines.push(line);
  }
  config.splice(0, config.length, ...lines);
  return config;
}

/** Patterns are looked for in the last part of the path, where people write them (`config.d/*`). */
async function includedFiles(pattern: string, folder: string): Promise<string[]> {
  const path = resolve(folder, pattern.replace(/^~(?=\/)/, homedir()));
  const name = path.slice(dirname(path).length).replace(/^\//, '');
  if (!/[*?]/.test(name)) return [path];
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter((one) => glob(name, one) && !one.startsWith('.'))
    .toSorted()
    .map((one) => join(dirname(path), one));
}

function words(value: string | { val: string }[]): string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '') : value.map(({ val }) => val);
}
