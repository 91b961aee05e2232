/** What the gate costs beyond its criteria's own time, on a large repository, beside `git clone` and `git apply` over the same link. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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

/** Made by `git fast-import`: nothing is written but its pack, and the work tree stays empty. */
async function makeRepository(folder: string): Promise<{ root: string; base: string; commit: string; patch: string }> {
  const root = join(folder, 'repository');
  await run('git', ['init', '--quiet', '--initial-branch=main', root]);
  const git = async (...args: string[]): Promise<string> => (await run('git', ['-C', root, ...args], { maxBuffer: 1 << 26 })).stdout.trim();
  const importing = spawn('git', ['-C', root, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(importing, 'exit');
  await pipeline(Readable.from(commits()), importing.stdin);
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  const [base, commit] = await Promise.all(['main', 'patched'].map((branch) => git('rev-parse', branch)));
  const patch = join(folder, 'patch');
  await writeFile(patch, `${await git('diff', '--binary', 'main', 'patched')}\n`);
  return { root, base: base ?? '', commit: commit ?? '', patch };
}

/** A branch with every file, and one from it with twenty of them written anew. */
function* commits(): Generator<string> {
  const commit = (branch: string): string => `commit refs/heads/${branch}\ncommitter b <b@example.com> 1700000000 +0000\ndata 1\nx\n`;
  const file = (number: number, seed: number): string => {
    const text = content(seed);
    return `M 100644 inline d${Math.floor(number / 100)}/f${number % 100}\ndata ${text.length}\n${text}\n`;
  };
  yield commit('main');
  for (let number = 0; number < FILES; number += 1) yield file(number, number);
  yield `${commit('patched')}from refs/heads/main\n`;
  for (let number = 0; number < 20; number += 1) yield file(number * 100, -number - 1);
}

/** Text that packs to about a third, as source does. */
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
