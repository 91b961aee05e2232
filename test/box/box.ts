/** A real OpenSSH server for a test: an ordinary process with a user, a port and folders of its own. Linux, as root. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a box can be made here; where not, its tests are skipped. */
export const canStartBox = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/sbin/sshd');

export interface BoxOptions {
  maxSessions?: number;
  /** More lines for sshd_config. */
  config?: string[];
  /** Type of the host's key. */
  hostKey?: 'ed25519' | 'ecdsa' | 'rsa';
}

export interface Box {
  host: string;
  port: number;
  user: string;
  /** Path of the private key that the box accepts. */
  identity: string;
  /** A known_hosts file with the box's key. */
  knownHosts: string;
  /** The user's home there. */
  home: string;
  /** Of its own; removed with the box. */
  folder: string;
  /** Cuts every connection; the server goes on listening and the user's processes go on running. */
  drop(): Promise<void>;
  /** Ends the server and its connections, not the user's processes. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Pids of everything that runs as the user, but for the server's own processes. */
  processesOfUser(): Promise<number[]>;
  /** kill -9 of everything that runs as the user, the server's own processes left out. */
  killProcessesOfUser(): Promise<void>;
  /** Stops the server, ends the user's processes, removes the user and the folder. */
  remove(): Promise<void>;
}

export async function startBox(options: BoxOptions = {}): Promise<Box> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-box-'));
  await chmod(folder, 0o755);
  const home = join(folder, 'home');
  const identity = join(folder, 'id');
  const hostKey = join(folder, 'host');
  const user = `drv${folder
    .slice(-6)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, 'x')}${process.pid}`;
  const port = await freePort();
  await addUser(user, home);
  await mkdir('/run/sshd', { recursive: true }); // sshd's compiled-in folder
  await run('ssh-keygen', ['-q', '-t', options.hostKey ?? 'ed25519', '-N', '', '-C', 'box', '-f', hostKey]);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'client', '-f', identity]);
  await mkdir(join(folder, 'keys'));
  await copyFile(`${identity}.pub`, join(folder, 'keys', user));
  const [type, key] = (await readFile(`${hostKey}.pub`, 'utf8')).split(' ');
  const knownHosts = join(folder, 'known_hosts');
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${type} ${key}\n`);
  const config = join(folder, 'sshd_config'); // sshd wants an absolute path
  await writeFile(config, sshdConfig({ folder, port, user, hostKey, maxSessions: options.maxSessions ?? 10, more: options.config ?? [] }));

  let server: ChildProcess | undefined;
  const box: Box = {
    ...{ host: '127.0.0.1', port, user, identity, knownHosts, home, folder },
    async start() {
      const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
      server = child;
      await listening(child);
    },
    async stop() {
      const child = server;
      server = undefined;
      if (child?.pid === undefined || child.exitCode !== null) return;
      await dropConnections(child.pid);
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async drop() {
      if (server?.pid !== undefined) await dropConnections(server.pid);
    },
    processesOfUser: () => processesOf(user),
    async killProcessesOfUser() {
      for (const pid of await processesOf(user)) kill(pid);
    },
    async remove() {
      await box.stop();
      for (let pids = await processesOf(user, true); pids.length > 0; pids = await processesOf(user, true)) {
        for (const pid of pids) kill(pid);
        await sleep(5);
      }
      await retry(() => run('userdel', [user]));
      await rm(folder, { recursive: true, force: true }).catch(() => run('rm', ['-rf', folder]));
    },
  };
  await box.start();
  return box;
}

function sshdConfig(o: { folder: string; port: number; user: string; hostKey: string; maxSessions: number; more: string[] }): string {
  return [
    ...o.more, // first: sshd takes the first value of a setting
    `Port ${o.port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${o.hostKey}`,
    'PidFile none',
    `AuthorizedKeysFile ${o.folder}/keys/%u`,
    `AllowUsers ${o.user}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    `MaxSessions ${o.maxSessions}`,
    'MaxStartups 100',
    'PrintMotd no',
    '',
  ].join('\n');
}

/** useradd holds a lock on the whole system's user list. */
async function addUser(user: string, home: string): Promise<void> {
  // '*' is no password, but not locked: '!' is refused with UsePAM no.
  await retry(() => run('useradd', ['-m', '-d', home, '-s', '/bin/bash', '-p', '*', user]));
}

async function retry(act: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(50);
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  server.close();
  await once(server, 'close');
  return port;
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Server listening')) resolve();
    });
    child.once('exit', () => reject(new Error(`sshd ended: ${log}`)));
  });
}

/** Listener -> root's monitor -> the user's process, which holds the socket: both go, never what the user runs. */
async function dropConnections(listener: number): Promise<void> {
  const table = await processTable();
  const children = (of: number) => table.filter(({ parent }) => parent === of);
  for (const monitor of children(listener)) {
    for (const child of children(monitor.pid)) if (child.name.startsWith('sshd')) kill(child.pid);
    kill(monitor.pid);
  }
}

async function processesOf(user: string, all = false): Promise<number[]> {
  const uid = Number((await run('id', ['-u', user])).stdout);
  return (await processTable())
    .filter((p) => p.uid === uid && p.state !== 'Z' && (all || !p.name.startsWith('sshd')))
    .map(({ pid }) => pid);
}

interface Process {
  pid: number;
  parent: number;
  uid: number;
  name: string;
  state: string;
}

async function processTable(): Promise<Process[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
      const field = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '';
      return { pid: Number(name), parent: Number(field('PPid')), uid: Number(field('Uid')), name: field('Name'), state: field('State') };
    }),
  );
  return found.filter(({ name }) => name !== '');
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
