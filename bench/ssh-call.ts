/** What a tool call over SSH costs, isolation and job protocol included, beside OpenSSH's own multiplexed `ssh … true`. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createSshTarget } from '../src/main/sandbox/ssh/target.ts';
import type { Sandbox } from '../src/shared/sandbox.ts';
import { canStartBox, startBox, type Box } from '../test/box/box.ts';
import { startProxy } from '../test/box/proxy.ts';
import { median, type Row } from './support/row.ts';

const run = promisify(execFile);
const CALLS = 150;
const TRANSFER_BYTES = 200 * 1024 * 1024;

/** Only ratios of one run mean anything. Linux, as root, with openssh-server and bubblewrap; elsewhere there is nothing to measure. */
export async function benchSshCall(): Promise<Row[]> {
  if (!canStartBox)
    return [
      { what: 'tool call over SSH', measured: 'skipped', against: 'a box needs Linux, root and openssh-server', ratio: '', goal: '' },
    ];
  const box = await startBox();
  try {
    const rows: Row[] = [];
    for (const roundTripMs of [0, 50]) rows.push(...(await measure(box, roundTripMs)));
    return rows;
  } finally {
    await box.remove();
  }
}

async function measure(box: Box, roundTripMs: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-bench-'));
  const proxy = roundTripMs === 0 ? null : await startProxy(box, roundTripMs / 2);
  const port = proxy?.port ?? box.port;
  const { host, user, identity } = box;
  const knownHosts = join(folder, 'known_hosts');
  const { stdout: key } = await run('ssh-keygen', ['-yf', join(box.folder, 'host')]);
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${key}`);
  const handFile = resolve('resources/hand/hand.py');
  const target = createSshTarget({
    id: 'bench',
    installation: 'bench',
    isolation: 'bubblewrap',
    handFile,
    host,
    port,
    user,
    auth: { identityFile: identity },
    knownHosts: [knownHosts],
  });
  const control = [
    '-F',
    'none',
    '-o',
    `UserKnownHostsFile=${knownHosts}`,
    '-o',
    `ControlPath=${folder}/control`,
    '-i',
    identity,
    '-p',
    String(port),
  ];
  const ssh = (...args: string[]) => run('ssh', [...control, ...args]);
  try {
    await ssh('-M', '-N', '-f', `${user}@${host}`);
    const sandbox = await target.provision('bench', { role: 'worker' });
    const [multiplexed, calls, reads]: [number[], number[], number[]] = [[], [], []];
    // Interleaved, so that whatever else the machine does falls on both.
    for (let i = -5; i < CALLS; i += 1) {
      const a = await timed(() => ssh(`${user}@${host}`, 'true'));
      const b = await timed(() => sandbox.execute(`call_${i + 5}`, { op: 'command', command: 'true', timeoutMs: 10_000 }));
      const c = await timed(() => sandbox.execute(`read_${i + 5}`, { op: 'read', path: 'nothing' }));
      if (i < 0) continue; // the first ones warm caches
      multiplexed.push(a);
      calls.push(b);
      reads.push(c);
    }
    const row = (what: string, times: readonly number[], goal: string): Row => ({
      what: `${what}, ${roundTripMs} ms link`,
      measured: `${median(times).toFixed(1)} ms`,
      against: `ssh with ControlMaster, true: ${median(multiplexed).toFixed(1)} ms`,
      ratio: (median(times) / median(multiplexed)).toFixed(2),
      goal,
    });
    const rows = [row('tool call over SSH, true in the sandbox', calls, ''), row('reading a file over SSH', reads, '')];
    if (proxy === null) rows.push(...(await measureTransfer(sandbox, box)));
    await sandbox.destroy();
    return rows;
  } finally {
    await ssh('-O', 'exit', `${user}@${host}`).catch(() => {});
    await target.close();
    await proxy?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureTransfer(sandbox: Sandbox, box: Box): Promise<Row[]> {
  const piece = Buffer.alloc(1 << 20, 'drover');
  const pieces = async function* () {
    for (let sent = 0; sent < TRANSFER_BYTES; sent += piece.length) yield piece;
  };
  const up = await timed(() => sandbox.upload('big', pieces()));
  const down = await timed(async () => {
    for await (const _ of sandbox.download('big', TRANSFER_BYTES));
  });
  const line = await timed(() =>
    run('sh', [
      '-c',
      `head -c ${TRANSFER_BYTES} /dev/zero | ssh -F none -o UserKnownHostsFile=${box.knownHosts} -i ${box.identity} -p ${box.port} ${box.user}@${box.host} 'cat > line'`,
    ]),
  );
  const rate = (ms: number): string => `${(TRANSFER_BYTES / 1024 / 1024 / (ms / 1000)).toFixed(0)} MB/s`;
  const row = (what: string, ms: number): Row => {
    const ratio = (ms / line).toFixed(2);
    return { what: `200 MB ${what}`, measured: rate(ms), against: `ssh cat > file: ${rate(line)}`, ratio, goal: '' };
  };
  return [row('into the sandbox', up), row('out of the sandbox', down)];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
