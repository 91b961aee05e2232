/** What it costs to write a workspace down after a call, and to have it again elsewhere: beside `git clone` over the same server. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFixture, type Fixture } from '../src/main/workspace/workspace.test-support.ts';
import type { Sandbox } from '../src/shared/sandbox.ts';
import { canStartBox, startBox, type Box } from '../test/box/box.ts';
import { Cleanup } from '../test/box/sandboxes.ts';
import { median, type Row } from './support/row.ts';

const run = promisify(execFile);
const FILES = 20_000;
const FILE_BYTES = 10_000;
const ROUNDS = 3;
const CALLS = 40;
const session = 'sesn_bench0000001';

/** Only ratios of one run mean anything. Linux, as root, with openssh-server and bubblewrap; elsewhere there is nothing to measure. */
export async function benchRewind(): Promise<Row[]> {
  if (!canStartBox)
    return [{ what: 'rewind over SSH', measured: 'skipped', against: 'a box needs Linux, root and openssh-server', ratio: '', goal: '' }];
  const box = await startBox();
  const small = createFixture();
  const large = createFixture();
  const cleanup = new Cleanup();
  try {
    for (let i = 0; i < 20; i += 1) small.write(`file${i}.txt`, text(2000));
    for (let i = 0; i < FILES; i += 1) large.write(`part${i % 40}/folder${i % 400}/file${i}.txt`, text(FILE_BYTES));
    const target = cleanup.sshTarget(box);
    const rows: Row[] = [];
    for (const [fixture, name, counts] of [
      [small, '20 files', [0, 1]],
      [large, '20,000 files', [0, 1, 50]],
    ] as const) {
      const base = fixture.commit();
      await fixture.workspaces.hold({ session, root: fixture.root, commit: base });
      const sandbox = await target.provision(`bench_${name.replace(/\W/g, '')}`, { role: 'worker' });
      await fixture.workspaces.seed(sandbox, { session, root: fixture.root, base, snapshot: null, prefix: 'seed' });
      rows.push(...(await measureSnapshots(sandbox, name, counts)));
      if (fixture === large) rows.push(...(await measureRewind({ box, fixture, base, sandbox, cleanup })));
      await sandbox.destroy();
    }
    return rows;
  } finally {
    small.workspaces.close();
    large.workspaces.close();
    await cleanup.end();
    await box.remove();
    await small.remove();
    await large.remove();
  }
}

async function measureSnapshots(sandbox: Sandbox, name: string, counts: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  let calls = 0;
  await sandbox.execute('first', { op: 'snapshot' });
  for (const count of counts) {
    const bare: number[] = [];
    const written: number[] = [];
    const change = `for f in $(find . -name '*.txt' -not -path './.git/*' 2> /dev/null | head -${count}); do echo $$ >> "$f"; done`;
    for (let i = -3; i < CALLS; i += 1) {
      const command = count === 0 ? 'true' : change;
      // Changed by the first, written down by the third: what the change itself costs is not counted.
      await sandbox.execute(`c${count}_${calls++}`, { op: 'command', command, timeoutMs: 60_000, snapshot: false });
      const alone = await timed(() =>
        sandbox.execute(`c${count}_${calls++}`, { op: 'command', command: 'true', timeoutMs: 60_000, snapshot: false }),
      );
      const withIt = await timed(() => sandbox.execute(`c${count}_${calls++}`, { op: 'command', command: 'true', timeoutMs: 60_000 }));
      if (i < 0) continue;
      bare.push(alone);
      written.push(withIt);
    }
    rows.push({
      what: `call with a snapshot, ${name}, ${count} changed`,
      measured: `${median(written).toFixed(1)} ms`,
      against: `the same call without: ${median(bare).toFixed(1)} ms`,
      ratio: (median(written) / median(bare)).toFixed(2),
      goal: '',
    });
  }
  return rows;
}

interface RewindOf {
  box: Box;
  fixture: Fixture;
  base: string;
  sandbox: Sandbox;
  cleanup: Cleanup;
}

async function measureRewind({ box, fixture, base, sandbox, cleanup }: RewindOf): Promise<Row[]> {
  const { snapshot } = await sandbox.execute('changed', { op: 'snapshot' });
  if (snapshot === null) throw new Error('no snapshot');
  const { tree, extras } = snapshot;
  const [collected] = await fixture.workspaces.collect(sandbox, {
    ...{ session, root: fixture.root, base, prefix: 'collect' },
    snapshots: [{ tree, extras }],
  });
  const commit = collected?.commit ?? '';
  let nextCommit = '';
  const files = (at: string) => fixture.workspaces.filesAt({ root: fixture.root, base, before: base, commit: at });
  const first = await timed(() => files(commit));
  const next = await sandbox.execute('next', { op: 'write', path: 'part0/folder0/file0.txt', content: 'changed' });
  if (next.snapshot === null) throw new Error('no snapshot');
  const collecting = await timed(async () => {
    const wanted = [{ tree: next.snapshot?.tree ?? '', extras: next.snapshot?.extras ?? null }];
    const [one] = await fixture.workspaces.collect(sandbox, { session, root: fixture.root, base, prefix: 'next', snapshots: wanted });
    nextCommit = one?.commit ?? '';
  });
  const step = await timed(() => files(nextCommit));
  const served = join(box.home, 'served.git');
  await run('git', ['clone', '--quiet', '--bare', fixture.root, served]);
  await run('git', ['-C', served, 'repack', '-adq']);
  await run('chown', ['-R', box.user, served]);
  const env = {
    ...process.env,
    GIT_SSH_COMMAND: `ssh -F none -o UserKnownHostsFile=${box.knownHosts} -i ${box.identity} -p ${box.port}`,
  };
  const rewinds: number[] = [];
  const clones: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const cloned = join(fixture.folder, `clone${i}`);
    clones.push(await timed(() => run('git', ['clone', '--quiet', `ssh://${box.user}@${box.host}${served}`, cloned], { env })));
    await rm(cloned, { recursive: true });
    // A connection of its own, as the clone has.
    const target = cleanup.sshTarget(box);
    let again: Sandbox | undefined;
    rewinds.push(
      await timed(async () => {
        again = await target.provision(`again${i}`, { role: 'worker' });
        const job = { session, root: fixture.root, base, snapshot: { tree, commit, extras }, prefix: `again${i}` };
        await fixture.workspaces.seed(again, job);
      }),
    );
    await again?.destroy();
  }
  const git = await timed(() => run('git', ['-C', fixture.root, 'ls-tree', '-r', '-l', '-z', 'HEAD'], { maxBuffer: 1 << 28 }));
  const rewind: Row = {
    what: 'rewind of 20,000 files, 200 MB, over SSH',
    measured: `${(median(rewinds) / 1000).toFixed(2)} s`,
    against: `git clone over the same server: ${(median(clones) / 1000).toFixed(2)} s`,
    ratio: (median(rewinds) / median(clones)).toFixed(2),
    goal: '<= 1.5',
  };
  const listed = (what: string, ms: number): Row => ({
    what,
    measured: `${ms.toFixed(0)} ms`,
    against: `git ls-tree -r -l: ${git.toFixed(0)} ms`,
    ratio: (ms / git).toFixed(2),
    goal: '',
  });
  return [
    rewind,
    listed('files at an instant, 20,000, first', first),
    listed('files at the next instant', step),
    listed('collecting one small snapshot, in the background', collecting),
  ];
}

/** Half as compressible as text, so that neither the link nor the disk has it easy. */
function text(bytes: number): string {
  return `${randomBytes(Math.ceil(bytes / 2))
    .toString('hex')
    .slice(0, bytes - 1)}\n`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
