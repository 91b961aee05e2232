/** Hands as the machine sees them: to kill one, or to prove that none is left. */
import { readdir, readFile } from 'node:fs/promises';

/** Pids of hands (and their bubblewraps) whose sandboxes lie below a folder. */
export async function handsBelow(root: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const args = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const folder = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (args.includes('\0serve\0') && (args.includes(root) || folder.includes(root))) found.push(Number(name));
  }
  return found;
}

/** kill -9 of a sandbox's hand, as the machine's out-of-memory killer would. */
export async function killHand(root: string): Promise<void> {
  const pids = await handsBelow(root);
  if (pids.length === 0) throw new Error(`no hand below ${root}`);
  for (const pid of pids.toReversed()) process.kill(pid, 'SIGKILL');
}
