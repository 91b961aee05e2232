/** `drover demo` in a terminal: on this machine, on a box, on an arm64 box, and with what a person mistypes. */
import { expect, test } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noArmBox, startArmBox } from '../test/box/arm-box.ts';
import { canStartBox, freePort, startBox } from '../test/box/box.ts';
import { git } from './support/repository.ts';
import { root } from './support/launch.ts';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

let folder: string;
let dataDir: string;
const running = new Set<ChildProcess>();

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-e2e-cli-'));
  dataDir = join(folder, 'data');
});
test.afterEach(() => {
  for (const child of running) child.kill('SIGKILL'); // where a test was cut short
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `drover`. The user's home is an empty folder: what it needs, it brings. */
function drover(...args: string[]): Promise<Ended> {
  const { SSH_AUTH_SOCK: _agent, DROVER_DATA_DIR: _data, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    cwd: folder,
    env: { ...env, HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    }),
  );
}

interface Place {
  host: string;
  port: number;
  user: string;
  identity: string;
  knownHosts: string;
}

const at = ({ host, port, user, identity, knownHosts }: Place): string[] => [
  '--target',
  `ssh://${user}@${host}:${port}`,
  '--identity',
  identity,
  '--known-hosts',
  knownHosts,
];

/** Exactly one JSON document, with everything that is promised, of a demo that passed and was accepted. */
function expectPassed({ code, stdout, stderr }: Ended, facts: Record<string, unknown>): void {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\{[^]*\}\n$/);
  const summary = JSON.parse(stdout);
  const criterion = {
    id: expect.any(String),
    passed: true,
    reason: expect.any(String),
    visibility: expect.stringMatching(/^(shown|held_out)$/),
    duration_ms: expect.any(Number),
  };
  expect(summary).toEqual({
    session: expect.stringMatching(/^sesn_/),
    events: expect.objectContaining({
      'session.created': 1,
      'agent.tool_use': expect.any(Number),
      'verdict.ended': 1,
      'session.status_idle': 1,
    }),
    iterations: 2,
    criteria: Array(4).fill(criterion),
    verdict: 'passed',
    explanation: expect.stringContaining('4 of 4'),
    branch: expect.stringMatching(/^drover\/compound-durations-/),
    commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    project: join(dataDir, 'demo-project'),
    sandbox: { isolation: 'bubblewrap', facts: expect.objectContaining(facts) },
    cost_usd: expect.any(Number),
    usage: expect.objectContaining({ input_tokens: expect.any(Number), output_tokens: expect.any(Number) }),
    durations_ms: { total: expect.any(Number), active: expect.any(Number), verdict: expect.any(Number) },
  });
  expect(summary.criteria.map((one: { visibility: string }) => one.visibility)).toContain('held_out');
  expect(summary.events['agent.tool_result']).toBe(summary.events['agent.tool_use']);
  expect(git(summary.project, 'rev-parse', summary.branch)).toBe(summary.commit);
  expect(git(summary.project, 'status', '--porcelain')).toBe('');
}

/** `what`, `where` and `what to do`, each with something after it; no stack trace. */
function expectPlain(stderr: string, ...named: string[]): void {
  expect(stderr).toMatch(/^\S.*\n {2}where: \S.*\n {2}what to do: \S.*\n$/);
  for (const name of named) expect(stderr).toContain(name);
}

test('the demo on this machine: exit 0, one JSON document, all data in the folder that was named', async () => {
  expectPassed(await drover('demo', '--json', '--data-dir', dataDir), { arch: process.arch === 'arm64' ? 'aarch64' : 'x86_64' });
  expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(['log.db', 'settings.json', 'demo-project']));
  expect(existsSync(join(folder, 'home', '.config', 'drover'))).toBe(false);
});

test('the demo without --json prints a line for each event, and what became of it', async () => {
  const { code, stdout, stderr } = await drover('demo', '--data-dir', dataDir);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  const events = lines.filter((line) => /^ *\d+\.\ds +\d+ {2}[a-z_.]+/.test(line));
  expect(events.map((line) => Number(line.trim().split(/\s+/)[1]))).toEqual(events.map((_, index) => index + 1));
  expect(lines.slice(events.length)).toEqual([
    '',
    expect.stringMatching(/^Verdict: passed\. 4 of 4/),
    expect.stringMatching(/^Accepted as branch drover\//),
  ]);
});

test('the demo on an SSH box: judged there, a branch here, nothing left there', async () => {
  test.skip(!canStartBox, 'a box takes Linux, root and an SSH server');
  const box = await startBox();
  try {
    expectPassed(await drover('demo', '--json', '--data-dir', dataDir, ...at(box)), { user: box.user });
    await expect.poll(() => box.processesOfUser()).toEqual([]);
    const sandboxes = join(box.home, '.drover', 'sandboxes');
    expect(readdirSync(sandboxes).flatMap((installation) => readdirSync(join(sandboxes, installation)))).toEqual([]);
  } finally {
    await box.remove();
  }
});

test('the demo on an arm64 box', async () => {
  test.skip(noArmBox !== null, noArmBox ?? '');
  test.setTimeout(15 * 60_000); // the box's system is downloaded once
  const box = await startArmBox();
  try {
    expectPassed(await drover('demo', '--json', '--data-dir', dataDir, ...at(box)), {
      arch: 'aarch64',
      os: expect.stringContaining('Debian'),
      user: 'boxuser',
    });
    await expect.poll(() => box.processesOfUser()).toEqual([]);
  } finally {
    await box.remove();
  }
});

for (const target of ['box', 'http://me@box', 'ssh://box', 'ssh://me@', 'ssh://me@box:http']) {
  test(`the target ${target} is refused with the right way to write it, before anything is made`, async () => {
    const { code, stdout, stderr } = await drover('demo', '--json', '--data-dir', dataDir, '--target', target);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expectPlain(stderr, target, 'ssh://user@host:port');
  });
}

test('a box that cannot be reached: exit 1, why on stderr, on stdout the one document without a verdict', async () => {
  const port = await freePort();
  const { code, stdout, stderr } = await drover('demo', '--json', '--data-dir', dataDir, '--target', `ssh://me@127.0.0.1:${port}`);
  expect(code).toBe(1);
  expectPlain(stderr, 'Nothing listens there', `127.0.0.1:${port}`);
  expect(JSON.parse(stdout)).toMatchObject({
    session: expect.stringMatching(/^sesn_/),
    verdict: null,
    branch: null,
    commit: null,
    explanation: 'Nothing listens there',
  });
});

test('a box whose key nobody confirmed: exit 1 and the fingerprint; a key it does not take: exit 1 and which', async () => {
  test.skip(!canStartBox, 'a box takes Linux, root and an SSH server');
  const box = await startBox();
  try {
    const unknown = await drover('demo', '--data-dir', dataDir, ...at({ ...box, knownHosts: '' }));
    expect(unknown.code).toBe(1);
    expectPlain(unknown.stderr, 'SHA256:', `${box.host}:${box.port}`);
    expect(unknown.stdout).toContain('Verdict: none');
    const refused = await drover('demo', '--json', '--data-dir', dataDir, ...at({ ...box, identity: join(box.folder, 'host') }));
    expect(refused.code).toBe(1);
    expectPlain(refused.stderr, `refused every key for user ${box.user}`, join(box.folder, 'host'));
  } finally {
    await box.remove();
  }
});

test('a data folder that cannot be made: exit 1 and which', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  const { code, stdout, stderr } = await drover('demo', '--json', '--data-dir', join(folder, 'a-file', 'data'));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expectPlain(stderr, join(folder, 'a-file'));
});
