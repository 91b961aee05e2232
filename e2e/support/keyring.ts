/** A throw-away GNOME keyring, unlocked, on a session bus of its own. Linux only. */
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export interface Keyring {
  /** For the application that shall use it. */
  env: Record<string, string>;
  close(): void;
}

/** Why there can be none here; null where there can. */
export function keyringMissing(): string | null {
  for (const program of ['gnome-keyring-daemon', 'dbus-daemon', 'dbus-send']) {
    if (spawnSync(program, ['--version']).error !== undefined) return `${program} is not installed`;
  }
  return null;
}

/** @param folder where the keyring keeps its file: the same folder again is the same keyring */
export async function startKeyring(folder: string): Promise<Keyring> {
  const children: ChildProcess[] = [];
  const close = (): void => children.forEach((child) => child.kill('SIGKILL'));
  try {
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(bus);
    const address = await firstLine(bus);
    const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_DATA_HOME: folder };
    const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    children.push(daemon);
    daemon.stdin.end('test');
    await untilOnBus('org.freedesktop.secrets', { ...process.env, ...env });
    return { env, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the bus ended before it said its address');
}

/** Asks until the name has an owner: a call takes a few milliseconds, so this neither spins nor sleeps. */
async function untilOnBus(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    const question = [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus.NameHasOwner',
      `string:${name}`,
    ];
    const { stdout } = await promisify(execFile)('dbus-send', question, { env });
    if (stdout.includes('boolean true')) return;
  }
  throw new Error(`${name} did not come to the bus`);
}
