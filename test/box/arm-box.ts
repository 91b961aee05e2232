/**
 * A real arm64 Debian with an SSH server, on an amd64 machine: its userland runs under qemu-user, in a mount and pid
 * namespace of its own. The file system is built once from Debian's packages and kept outside the repository.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type Box } from './box.ts';

const run = promisify(execFile);

/** What the box is made of: a change here makes another file system. */
const PACKAGES =
  'base-files,bash,dash,coreutils,libc-bin,grep,sed,tar,gzip,findutils,diffutils,mawk,hostname,util-linux,mount,procps,git,python3,openssh-server,ca-certificates';
const USER = 'boxuser';
/** No user of the machine itself has this number: processes are told apart by it. */
const UID = 64321;

/** Building downloads about 60 MB. */
const BUILD_LIMIT_MS = 10 * 60_000;

/** Why an arm64 box cannot be made here; null where it can. */
export const noArmBox: string | null =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? 'it takes Linux on amd64'
    : process.getuid?.() !== 0
      ? 'it takes root'
      : (['/usr/bin/qemu-aarch64-static', '/usr/bin/mmdebstrap', '/usr/bin/bwrap']
          .find((file) => !existsSync(file))
          ?.concat(' is missing') ?? null);

export type ArmBox = Pick<Box, 'host' | 'port' | 'user' | 'identity' | 'knownHosts' | 'home' | 'folder' | 'processesOfUser' | 'remove'>;

export async function startArmBox(): Promise<ArmBox> {
  const rootfs = await armRootfs();
  await registerInterpreter();
  const folder = await mkdtemp(join(tmpdir(), 'drover-arm-box-'));
  await chmod(folder, 0o755);
  const [etc, home, identity, knownHosts] = ['etc', 'home', 'id', 'known_hosts'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]; // as many as there are names
  const port = await freePort();
  for (const made of [etc, join(etc, 'keys'), home]) await mkdir(made);
  await chown(home, UID, UID);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'arm box', '-f', join(etc, 'host')]);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'client', '-f', identity]);
  await copyFile(`${identity}.pub`, join(etc, 'keys', USER));
  const [type, key] = (await readFile(join(etc, 'host.pub'), 'utf8')).split(' ');
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${type} ${key}\n`);
  await writeFile(join(etc, 'sshd_config'), sshdConfig(port));

  const server = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private', 'sh', '-euc', ENTER, 'enter', rootfs, folder],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Server listening')) resolve();
    });
    server.once('exit', () => reject(new Error(`the arm64 sshd ended: ${log}`)));
  });
  return {
    ...{ host: '127.0.0.1', port, user: USER, identity, knownHosts, home, folder },
    processesOfUser,
    async remove() {
      const ended = once(server, 'exit');
      if (server.kill('SIGKILL')) await ended; // the namespace's first process goes with it, and so does everything inside
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** $1 the file system, $2 the box's folder. pivot_root: the kernel refuses user namespaces to a chrooted process. */
const ENTER = `
mount --bind "$1" "$1"; mount --bind "$2/etc" "$1/etc/box"; mount --bind "$2/home" "$1/home/${USER}"
mount -t proc proc "$1/proc"; mount -t tmpfs tmpfs "$1/tmp"; mount -t tmpfs -o mode=755 tmpfs "$1/dev"
for d in null zero random urandom tty full; do : > "$1/dev/$d"; mount --bind "/dev/$d" "$1/dev/$d"; done
mkdir "$1/dev/pts" "$1/dev/shm"; chmod 1777 "$1/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"; ln -s pts/ptmx "$1/dev/ptmx"; ln -s /proc/self/fd "$1/dev/fd"
cd "$1"; pivot_root . .; umount -l .; cd /
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/sbin/sshd -D -e -f /etc/box/sshd_config`;

function sshdConfig(port: number): string {
  const lines = [
    'HostKey /etc/box/host',
    'AuthorizedKeysFile /etc/box/keys/%u',
    `AllowUsers ${USER}`,
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

async function processesOfUser(): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
      const field = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '';
      return field('Uid') === String(UID) && field('State') !== 'Z' && !field('Name').startsWith('sshd') ? [Number(name)] : [];
    }),
  );
  return found.flat();
}

/** The kernel runs arm64 programs with qemu from now on; in containers and small machines nobody has said so yet. */
async function registerInterpreter(): Promise<void> {
  const folder = '/proc/sys/fs/binfmt_misc';
  if (!existsSync(join(folder, 'register'))) await run('mount', ['-t', 'binfmt_misc', 'binfmt_misc', folder]);
  if (!existsSync(join(folder, 'qemu-aarch64')))
    await writeFile(join(folder, 'register'), await readFile('/usr/lib/binfmt.d/qemu-aarch64.conf'));
}

/** Made once; two that make it at the same time end with one. */
async function armRootfs(): Promise<string> {
  const hash = createHash('sha256').update([PACKAGES, USER, UID, build.toString()].join('\n')).digest('hex').slice(0, 12);
  const folder = `/var/tmp/drover-arm-${hash}`;
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(`${folder}.new-`);
  try {
    await build(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Packages are unpacked and nothing of theirs is run: what their scripts would have done follows by hand. */
async function build(folder: string): Promise<void> {
  await run('mmdebstrap', ['--quiet', '--arch=arm64', '--variant=extract', `--include=${PACKAGES}`, 'bookworm', folder], {
    timeout: BUILD_LIMIT_MS,
    maxBuffer: 64 << 20,
  });
  await chmod(folder, 0o755);
  const at = (path: string): string => join(folder, path);
  const nobody = 'sshd:x:102:65534::/run/sshd:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin';
  await writeFile(at('etc/passwd'), `root:x:0:0:root:/root:/bin/bash\n${nobody}\n${USER}:x:${UID}:${UID}::/home/${USER}:/bin/bash\n`);
  await writeFile(at('etc/group'), `root:x:0:\nnogroup:x:65534:\n${USER}:x:${UID}:\n`);
  await writeFile(at('etc/shadow'), ['root', 'sshd', USER].map((name) => `${name}:*:19000::::::\n`).join(''), { mode: 0o600 });
  for (const path of [`home/${USER}`, 'run/sshd', 'etc/ssh', 'etc/box']) await mkdir(at(path), { recursive: true });
  await chmod(at('tmp'), 0o1777);
  await run('ln', ['-sf', 'mawk', at('usr/bin/awk')]);
  // qemu-user cannot make namespaces: the machine's own bubblewrap does, with its few libraries, and all inside is arm64.
  const libraries = execFileSync('ldd', ['/usr/bin/bwrap'], { encoding: 'utf8' }).match(/\/[^ ]+/g) ?? [];
  for (const [from, to] of [['/usr/bin/bwrap', at('usr/local/bin/bwrap')], ...libraries.map((path) => [path, at(path)])] as [
    string,
    string,
  ][]) {
    // pairs, as written
    await mkdir(join(to, '..'), { recursive: true });
    await copyFile(from, to);
    await chmod(to, 0o755);
  }
}
