/** A real arm64 Debian with an SSH server on an amd64 machine, under qemu-user. Its file system is made once and kept outside the repository. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type Box } from './box.ts';

const run = promisify(execFile);
const enterScript = join(import.meta.dirname, 'arm-box.sh');
const buildScript = join(import.meta.dirname, 'arm-rootfs.sh');

/** It downloads about 60 MB. */
const BUILD_LIMIT_MS = 10 * 60_000;
const NEEDED = ['/usr/sbin/sshd', '/usr/bin/qemu-aarch64-static', '/usr/bin/mmdebstrap', '/usr/bin/bwrap'];

/** Why an arm64 box cannot be made here; null where it can. */
export const noArmBox: string | null = whyNot();
export const canStartArmBox = noArmBox === null;

function whyNot(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'an arm64 box takes Linux on amd64';
  if (process.getuid?.() !== 0) return 'an arm64 box takes root';
  const missing = NEEDED.find((file) => !existsSync(file));
  return missing === undefined ? null : `an arm64 box takes ${missing}`;
}

export type ArmBox = Pick<Box, 'host' | 'port' | 'user' | 'identity' | 'knownHosts' | 'home' | 'folder' | 'processesOfUser' | 'remove'>;

export async function startArmBox(): Promise<ArmBox> {
  const rootfs = await armRootfs();
  const folder = await mkdtemp(join(tmpdir(), 'drover-arm-box-'));
  await chmod(folder, 0o755);
  const [etc, identity, knownHosts] = [join(folder, 'etc'), join(folder, 'id'), join(folder, 'known_hosts')];
  const port = await freePort();
  await mkdir(join(etc, 'keys'), { recursive: true });
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'arm box', '-f', join(etc, 'host')]);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'client', '-f', identity]);
  await copyFile(`${identity}.pub`, join(etc, 'keys', 'boxuser'));
  const [type, key] = (await readFile(join(etc, 'host.pub'), 'utf8')).split(' ');
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${type} ${key}\n`);
  await writeFile(join(etc, 'sshd_config'), sshdConfig(port));

  const server = spawn(enterScript, [rootfs, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.once('exit', () => reject(new Error(`the arm64 sshd ended: ${log}`)));
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Server listening')) resolve();
    });
  });
  return {
    ...{ host: '127.0.0.1', port, user: 'boxuser', identity, knownHosts, folder },
    home: join(folder, 'upper', 'home', 'boxuser'), // there once something was written to it
    processesOfUser: () => processesBelow(server.pid ?? 0),
    async remove() {
      const ended = once(server, 'exit');
      if (server.kill('SIGKILL')) await ended; // its namespace goes with it, and so does everything inside
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sshdConfig(port: number): string {
  const lines = [
    'HostKey /etc/box/host',
    'AuthorizedKeysFile /etc/box/keys/%u',
    'AllowUsers boxuser',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
  ];
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    'PidFile none',
    ...lines,
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 100',
    'PrintMotd no',
    '',
  ].join('\n');
}

/** What runs in the box, but for root's and the server's own processes: its first process adopts whoever loses a parent. */
async function processesBelow(server: number): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const table = await Promise.all(
    names.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const field = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '';
      const counts = field('Uid') !== '0' && field('State') !== 'Z' && !field('Name').startsWith('sshd');
      return { pid: Number(pid), parent: Number(field('PPid')), counts };
    }),
  );
  const below = new Set([server]);
  for (let before = 0; before < below.size;) {
    before = below.size;
    for (const { pid, parent } of table) if (below.has(parent)) below.add(pid);
  }
  return table.flatMap(({ pid, counts }) => (counts && below.has(pid) ? [pid] : []));
}

/** Made once; of two that make it at the same time, one wins. */
async function armRootfs(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(buildScript))
    .digest('hex')
    .slice(0, 12);
  const folder = `/var/tmp/drover-arm-${hash}`;
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(`${folder}.new-`);
  try {
    await chmod(draft, 0o755);
    await run(buildScript, [draft], { timeout: BUILD_LIMIT_MS, maxBuffer: 64 << 20 });
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
