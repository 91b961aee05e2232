/** A box on which some programs are not there: its server sees the system through an overlay without them. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBox, type Box } from './box.ts';

const FOLDERS = ['/usr/local/bin', '/usr/bin'];

/** @param programs names such as `git`, missing in every folder of the box's PATH */
export async function startBoxWithout(...programs: string[]): Promise<Box> {
  const box = await startBox();
  await box.stop();
  const mounts = FOLDERS.flatMap((folder, index) => {
    const there = programs.filter((name) => existsSync(join(folder, name)));
    const layer = join(box.folder, `without-${index}`);
    mkdirSync(layer);
    // A character device 0:0 is how an overlay says "removed".
    for (const name of there) execFileSync('mknod', [join(layer, name), 'c', '0', '0']);
    return there.length === 0 ? [] : [`mount -t overlay overlay -o lowerdir=${layer}:${folder} ${folder}`];
  });
  const script = [...mounts, `exec /usr/sbin/sshd -D -e -f ${join(box.folder, 'sshd_config')}`].join(' && ');
  const server = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Server listening')) resolve();
    });
    server.once('exit', () => reject(new Error(`sshd ended: ${log}`)));
  });
  return {
    ...box,
    async remove() {
      const ended = once(server, 'exit');
      if (server.kill('SIGKILL')) await ended;
      await box.remove();
    },
  };
}
