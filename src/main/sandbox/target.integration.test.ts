import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canStartBox, startBox, type Box } from '../../../test/box/box.ts';
import { handsBelow } from '../../../test/box/hands.ts';
import { createLocalTarget } from './local/target.ts';
import { Cleanup, common, perform, run, until } from '../../../test/box/sandboxes.ts';

const cleanup = new Cleanup();
const ofAll = new Cleanup();
afterEach(() => cleanup.end());
afterAll(() => ofAll.end());

/** A PATH with these programs only. */
async function pathWith(...names: string[]): Promise<string> {
  const folder = await cleanup.folder();
  for (const name of [...'sh id uname head sed awk df mkdir cat wc mv rm chmod tail printf dirname apt-get'.split(' '), ...names]) {
    symlinkSync(execFileSync('which', [name]).toString().trim(), join(folder, name));
  }
  return folder;
}

describe('what a machine lacks', () => {
  test('nothing is missing where everything is there, and the facts are the machine’s', async () => {
    const report = await (await cleanup.localTarget()).probe();
    expect(report).toMatchObject({
      missing: [],
      isolation: 'bubblewrap',
      facts: {
        arch: execFileSync('uname', ['-m']).toString().trim(),
        git: expect.stringMatching(/^2\./),
        python: expect.stringMatching(/^3\./),
        bubblewrap: expect.stringMatching(/^0\./),
      },
    });
    expect(report.latencyMs).toBeGreaterThan(0);
    expect(report.facts.freeDiskBytes).toBeGreaterThan(0);
  });

  test('without git and bubblewrap the probe names the lines that install them, and provision refuses', async () => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root, searchPath: await pathWith() });
    const { missing, facts } = await target.probe();
    expect(missing).toEqual([
      { what: 'git is not installed', install: 'sudo apt install git' },
      { what: 'bubblewrap is not installed', install: 'sudo apt install bubblewrap' },
    ]);
    expect(facts).toMatchObject({ git: null, bubblewrap: null });
    await expect(target.provision('sb', { role: 'worker' })).rejects.toMatchObject({
      problem: {
        what: expect.stringContaining('bubblewrap is not installed'),
        todo: expect.stringContaining('sudo apt install bubblewrap'),
      },
    });
    expect(await target.list()).toEqual([]);
    const open = await cleanup.localTarget({ root, searchPath: await pathWith(), isolation: 'none' });
    expect((await open.probe()).missing).toEqual([{ what: 'git is not installed', install: 'sudo apt install git' }]);
    expect((await run(await open.provision('sb', { role: 'worker' }), 'echo runs')).stdout.head).toBe('runs\n');
  });

  test('without git, glob and grep still find files', async () => {
    const target = await cleanup.localTarget({ searchPath: await pathWith('grep', 'touch'), isolation: 'none' });
    const sandbox = await target.provision('sb', { role: 'worker' });
    await perform(sandbox, { op: 'write', path: 'src/deep/a.ts', content: 'needle\n' });
    expect((await perform(sandbox, { op: 'glob', pattern: '**/*.ts' })).stdout.head).toBe('src/deep/a.ts');
    expect((await perform(sandbox, { op: 'grep', pattern: 'n.*e' })).stdout.head).toBe('src/deep/a.ts:1:needle');
  });

  test('a python that is not there is told with the line that installs it', async () => {
    const target = createLocalTarget({ ...common, root: await cleanup.folder(), python: '/nowhere/python3' });
    expect((await target.probe()).missing).toEqual([{ what: 'Python 3 is not installed', install: 'sudo apt install python3' }]);
    await expect(target.provision('sb', { role: 'worker' })).rejects.toMatchObject({ problem: { what: 'Python 3 is not installed' } });
  });

  test('a bubblewrap that cannot make a sandbox says so', async () => {
    const folder = await pathWith('git');
    const refusing =
      '#!/bin/sh\n[ "$1" = --version ] && { echo bubblewrap 9; exit; }\n[ "$1" = --help ] && exit\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n';
    writeFileSync(join(folder, 'bwrap'), refusing, { mode: 0o755 });
    const target = await cleanup.localTarget({ searchPath: folder });
    expect((await target.probe()).missing).toMatchObject([
      { what: 'bubblewrap cannot make a sandbox (bwrap: No permissions to create new namespace)' },
    ]);
    await expect(target.provision('sb', { role: 'worker' })).rejects.toMatchObject({
      problem: { what: 'The sandbox did not start: bwrap: No permissions to create new namespace' },
    });
    expect(await target.list()).toEqual([]);
  });
});

describe('what is left behind', () => {
  test('sandboxes are listed for their own installation only, and destroyed whether or not they run', async () => {
    const root = await cleanup.folder();
    const mine = await cleanup.localTarget({ root });
    const other = await cleanup.localTarget({ root, installation: 'other' });
    await other.provision('theirs', { role: 'gate' });
    const sandbox = await mine.provision('a', { role: 'worker' });
    await mine.provision('b', { role: 'worker' });
    await run(
      sandbox,
      'mkdir -p locked/deep; echo x > locked/deep/file; chmod 555 locked/deep; chmod 000 locked; sleep 45454 & setsid sleep 45455 & true',
    );
    await mine.close();
    const later = await cleanup.localTarget({ root });
    expect(await later.list()).toEqual(['a', 'b']);
    for (const id of ['a', 'b', 'never-made']) await later.destroy(id);
    expect(await later.list()).toEqual([]);
    expect(existsSync(join(root, 'sandboxes/this/a'))).toBe(false);
    expect(execFileSync('ps', ['-eo', 'args']).toString()).not.toContain('sleep 4545');
    expect(await other.list()).toEqual(['theirs']);
    await other.destroy('theirs');
    expect(await handsBelow(root)).toEqual([]);
  });

  test('a folder as deep as a worker can make it goes too', async () => {
    const target = await cleanup.localTarget();
    const sandbox = await target.provision('deep', { role: 'worker' });
    await run(
      sandbox,
      'i=0; while [ $i -lt 800 ]; do mkdir a_long_name_for_a_folder && cd a_long_name_for_a_folder; i=$((i+1)); done; chmod 000 .',
    );
    await sandbox.destroy();
    expect(await target.list()).toEqual([]);
  });

  test('a data folder with a long path works', async () => {
    const root = join(await cleanup.folder(), 'a-long-name-for-a-folder/'.repeat(6));
    mkdirSync(root, { recursive: true });
    const target = await cleanup.localTarget({ root });
    const sandbox = await target.provision('sb', { role: 'worker' });
    expect((await run(sandbox, 'echo short')).stdout.head).toBe('short\n');
    await target.destroy('sb');
  });

  test('the same id again attaches; a provision that is stopped leaves nothing', async () => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root });
    const [one, two] = await Promise.all([1, 2].map(() => target.provision('sb', { role: 'worker' })));
    await perform(one!, { op: 'write', path: 'a', content: 'shared' });
    expect((await perform(two!, { op: 'read', path: 'a' })).stdout.head).toBe('shared');
    const stop = new AbortController();
    const half = target.provision('half', { role: 'worker', signal: stop.signal });
    await until('it is being made', () => existsSync(join(root, 'sandboxes/this/half')));
    stop.abort();
    await half.then(
      (made) => made.destroy(),
      () => {},
    );
    expect(await target.list()).toEqual(['sb']);
    for (const id of ['', '../x', 'a b'])
      await expect(target.provision(id, { role: 'worker' })).rejects.toMatchObject({ name: 'ProblemError' });
  });
});

describe.skipIf(!canStartBox)('on a box', () => {
  let box: Box;
  beforeAll(async () => void (box = ofAll.add(await startBox({ config: ['SetEnv PATH=/nowhere'] }), (made) => made.remove())));

  test('a sandbox of an ordinary user is made, used and gone without a trace', async () => {
    const plain = cleanup.add(await startBox(), (made) => made.remove());
    const target = cleanup.sshTarget(plain);
    const sandbox = await target.provision('sb', { role: 'worker' });
    expect((await run(sandbox, 'id -un; pwd')).stdout.head).toBe('agent\n/workspace\n');
    const again = cleanup.sshTarget(plain);
    expect(await again.list()).toEqual(['sb']);
    await again.destroy('sb');
    expect(await plain.processesOfUser()).toEqual([]);
    expect(existsSync(join(plain.home, '.drover/sandboxes/this/sb'))).toBe(false);
    expect(execFileSync('ls', [join(plain.home, '.drover/run')]).toString()).toBe('');
  });

  test('a login shell that greets is no obstacle', async () => {
    const greeting = cleanup.add(await startBox(), (made) => made.remove());
    execFileSync('sh', ['-c', `printf 'echo Welcome\\necho drover {not json}\\n' > ${greeting.home}/.bashrc`]);
    const target = cleanup.sshTarget(greeting);
    const sandbox = cleanup.add(await target.provision('sb', { role: 'worker' }), (made) => made.destroy());
    expect((await run(sandbox, 'echo fine')).stdout.head).toBe('fine\n');
  });

  test('a box without anything on its PATH tells what is missing', async () => {
    const { missing } = await cleanup.sshTarget(box).probe();
    expect(missing.map(({ what }) => what)).toContain('bubblewrap is not installed');
  });
});
