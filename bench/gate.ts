/** What the gate costs beyond its criteria's own time, on a large repository, beside `git clone` and `git apply` over the same link. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { capturePattern, matchPattern } from '../src/main/app/match-pattern.ts';
import { judge } from '../src/main/gate/gate.ts';
import { createWorkspaces } from '../src/main/workspace/workspaces.ts';
import { Spec } from '../src/shared/spec.ts';
import { canStartBox, startBox, type Box } from '../test/box/box.ts';
import { Cleanup } from '../test/box/sandboxes.ts';
import { median, type Row } from './support/row.ts';

const run = promisify(execFile);
const FILES = 20_000;
const FILE_BYTES = 10 * 1024;
const ROUNDS = 3;
const session = 'sesn_bench0000001';

/** Only the ratio of one run means anything. Linux, as root, with openssh-server and bubblewrap; elsewhere there is nothing to measure. */
export async function benchGate(): Promise<Row[]> {
  if (!canStartBox)
    return [
      { what: 'the gate on 20,000 files', measured: 'skipped', against: 'a box needs Linux, root and openssh-server', ratio: '', goal: '' },
    ];
  const folder = await mkdtemp(join(tmpdir(), 'drover-bench-'));
  await chmod(folder, 0o755); // the box's user reads the repository
  const cleanup = new Cleanup();
  const box = cleanup.add(await startBox(), (made) => made.remove());
  try {
    const { root, base, commit, patch } = await makeRepository(folder);
    const workspaces = createWorkspaces({ dataDir: join(folder, 'data') });
    for (const id of [base, commit]) await workspaces.hold({ session, root, commit: id });
    const target = cleanup.sshTarget(box);
    const spec = Spec.parse({ title: 'x', goal: 'x', budget: {}, criteria: [{ id: 'c', kind: 'command', run: 'test -f d0/f1' }] });
    const ports = {
      ask: null,
      matches: matchPattern,
      capture: capturePattern,
      mask: (text: string) => text,
      target: async () => target,
      workspace: workspaces,
    };
    const [gates, clones]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      clones.push(await timed(() => cloneAndApply(box, root, patch, join(folder, `clone${round}`))));
      const job = { session, prefix: `sevt_bench${round}`, root, base, commit, spec, target: target.id };
      const watch = { signal: AbortSignal.timeout(10 * 60_000), onCheck: async () => {} };
      // The criterion's own runs are a `test -f` each: nothing to take off. Both sides remove what they made.
      gates.push(
        await timed(async () => {
          const verdict = await judge(job, ports, watch);
          if (!verdict.passed) throw new Error(verdict.explanation);
        }),
      );
    }
    workspaces.close();
    const seconds = (times: readonly number[]): string => `${(median(times) / 1000).toFixed(1)} s`;
    return [
      {
        what: `the gate on 200 MB in 20,000 files, over SSH, beyond the criteria's own time`,
        measured: seconds(gates),
        against: `git clone over the same sshd and git apply: ${seconds(clones)}`,
        ratio: (median(gates) / median(clones)).toFixed(2),
        goal: '<= 1.5',
      },
    ];
  } finally {
    await cleanup.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function cloneAndApply(box: Box, root: string, patch: string, into: string): Promise<void> {
  const ssh = `ssh -F none -o UserKnownHostsFile=${box.knownHosts} -i ${box.identity} -p ${box.port}`;
  const env = { ...process.env, GIT_SSH_COMMAND: ssh };
  const from = `${box.user}@${box.host}:${root}`;
  await run('git', ['-c', 'safe.directory=*', 'clone', '--quiet', '-u', 'git -c safe.directory=* upload-pack', from, into], { env });
  await run('git', ['-C', into, 'apply', patch]);
  await rm(into, { recursive: true, force: true });
}

/** Text that packs to about a third, as source does. */
async function makeRepository(folder: string): Promise<{ root: string; base: string; commit: string; patch: string }> {
  const root = join(folder, 'repository');
  const git = async (...args: string[]): Promise<string> =>
    (
      await run('git', ['-C', root, '-c', 'user.name=b', '-c', 'user.email=b@example.com', '-c', 'gc.auto=0', ...args], {
        maxBuffer: 1 << 26,
      })
    ).stdout.trim();
  for (let folders = 0; folders < FILES / 100; folders += 1) {
    await mkdir(join(root, `d${folders}`), { recursive: true });
    await Promise.all(
      Array.from({ length: 100 }, (_, file) => writeFile(join(root, `d${folders}`, `f${file}`), content(folders * 100 + file))),
    );
  }
  await run('git', ['init', '--quiet', root]);
  await git('add', '--all');
  await git('commit', '--quiet', '-m', 'base');
  const base = await git('rev-parse', 'HEAD');
  for (let file = 0; file < 20; file += 1) await writeFile(join(root, `d${file}`, 'f0'), content(-file - 1));
  await git('commit', '--quiet', '--all', '-m', 'patch');
  const patch = join(folder, 'patch');
  await writeFile(patch, `${await git('diff', '--binary', 'HEAD~1', 'HEAD')}\n`);
  const commit = await git('rev-parse', 'HEAD');
  await git('reset', '--quiet', '--hard', base);
  await git('repack', '-a', '-d', '--quiet');
  return { root, base, commit, patch };
}

function content(seed: number): string {
  let text = '';
  for (let line = 0; text.length < FILE_BYTES; line += 1) {
    const word = createHash('md5').update(`${seed} ${line}`).digest('hex');
    text += `  const value${line} = compute(input, { name: '${word.slice(0, 16)}', depth: ${line} });\n`;
  }
  return text;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
