/** Hands as the machine sees them: to kill one, or to prove that none is left. */
import { readdir, readFile } from 'node:fs/promises';

/** Pids of the hands, and of their bubblewraps, whose sandboxes lie below a folder. */
export async function handsBelow(root: string): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (name: string, file: string): Promise<string> => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
  const processes = await Promise.all(names.map(async (name) => ({ pid: Number(name), args: (await read(name, 'cmdline')).split('\0') })));
  const hands = processes.flatMap(({ pid, args }) =>
    args.includes('serve') ? [{ pid, args, mark: args.findLast((arg) => arg.startsWith('drover-')) }] : [],
  );
  // The hand in its namespace does not name the folder; its bubblewrap does, and both carry the sandbox's mark.
  const marks = new Set(hands.filter(({ args }) => args.some((arg) => arg.includes(root))).map(({ mark }) => mark));
  return hands.filter(({ mark }) => marks.has(mark)).map(({ pid }) => pid);
}

/** kill -9 of a sandbox's hand, as the machine's out-of-memory killer would. */
export async function killHand(root: string): Promise<void> {
  const pids = await handsBelow(root);
  if (pids.length === 0) throw new Error(`no hand below ${root}`);
  for (const pid of pids.toReversed()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Its bubblewrap ended with it.
    }
  }
}
