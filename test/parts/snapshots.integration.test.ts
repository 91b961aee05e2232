/** What the hand writes down after a call: what is in it, what is not, and what a hostile or unlucky workspace cannot do to it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { killHand } from '../box/hands.ts';
import { Cleanup, newCallId, perform, run } from '../box/sandboxes.ts';
import type { Sandbox, WorkspaceSnapshot } from '../../src/shared/sandbox.ts';
import type { LocalTargetOptions } from '../../src/main/sandbox/local/target.ts';
import { createFixture, type Fixture } from '../../src/main/workspace/workspace.test-support.ts';

const session = 'sesn_snapshots001';

let fixture: Fixture;
let cleanup: Cleanup;
let base: string;
let root: string;
let prefixes = 0;
beforeEach(() => {
  fixture = createFixture();
  cleanup = new Cleanup();
  fixture.write('.gitignore', 'ignored/\n*.log\n');
  for (const name of ['kept.txt', 'gone.txt', 'folder/one']) fixture.write(name, `${name}\n`);
  fixture.write('forced.log', 'tracked\n');
  fixture.git('add', '--force', 'forced.log');
});
afterEach(async () => {
  fixture.workspaces.close();
  await cleanup.end();
  await fixture.remove();
});

const place = () => ({ session, root: fixture.root, base, prefix: `p${prefixes++}` });

async function seeded(options: Partial<LocalTargetOptions> = {}): Promise<Sandbox> {
  base = fixture.commit();
  root = await cleanup.folder();
  const target = await cleanup.localTarget({ root, ...options });
  const sandbox = await target.provision('sb', { role: 'worker' });
  await fixture.workspaces.seed(sandbox, { ...place(), snapshot: null });
  return sandbox;
}

async function after(sandbox: Sandbox, text: string): Promise<WorkspaceSnapshot | null> {
  const { exitCode, stderr, snapshot } = await run(sandbox, text);
  expect({ exitCode, stderr: stderr.head }).toEqual({ exitCode: 0, stderr: '' });
  return snapshot;
}

const look = async (sandbox: Sandbox, text: string): Promise<string> =>
  (await sandbox.execute(newCallId(), { op: 'command', command: text, timeoutMs: 30_000, snapshot: false })).stdout.head;

/** What a snapshot holds, as git on the desktop lists it once it has arrived. */
async function contents(sandbox: Sandbox, snapshot: WorkspaceSnapshot | null): Promise<string[]> {
  if (snapshot === null) throw new Error('there is no snapshot');
  const { tree, extras } = snapshot;
  const [collected] = await fixture.workspaces.collect(sandbox, { ...place(), snapshots: [{ tree, extras }] });
  if (collected === undefined) throw new Error('it did not arrive');
  const files = await fixture.workspaces.filesAt({ root: fixture.root, base, before: null, commit: collected.commit });
  return files?.entries.map((entry) => entry.path) ?? [];
}
const plain = ['.gitignore', 'folder/one', 'forced.log', 'gone.txt', 'kept.txt'];

describe.each(['bubblewrap', 'none'] as const)('with isolation %s', (isolation) => {
  test('a call says what it changed, and one that changed nothing has no snapshot', async () => {
    const sandbox = await seeded({ isolation });
    expect(await after(sandbox, 'cat kept.txt; touch kept.txt; mkdir -p ignored; echo x > ignored/x; echo x > x.log')).toBeNull();
    expect(await after(sandbox, 'rm gone.txt; echo 1 >> kept.txt; echo 2 > new; mkdir empty; chmod 600 folder/one')).toMatchObject({
      changedFiles: 5,
      leftOut: [],
      paths: [
        { path: 'empty/', change: 'added' },
        { path: 'folder/one', change: 'modified' },
        { path: 'gone.txt', change: 'deleted' },
        { path: 'kept.txt', change: 'modified' },
        { path: 'new', change: 'added' },
      ],
    });
    expect((await perform(sandbox, { op: 'write', path: 'new', content: '3' })).snapshot?.paths).toEqual([
      { path: 'new', change: 'modified' },
    ]);
    expect((await perform(sandbox, { op: 'edit', path: 'new', oldText: '3', newText: '4' })).snapshot?.changedFiles).toBe(1);
    expect((await perform(sandbox, { op: 'edit', path: 'new', oldText: 'nothing', newText: '4' })).snapshot).toBeNull();
    expect((await perform(sandbox, { op: 'read', path: 'new' })).snapshot).toBeNull();
    expect(await after(sandbox, 'echo "$(cat new)" > new')).toMatchObject({ changedFiles: 1 });
    // Within the clock's own grain, with the same size: only looking again finds it.
    for (let i = 0; i < 20; i += 1) expect(await after(sandbox, `printf %02d ${i} > same`)).toMatchObject({ changedFiles: 1 });
  });

  test("the worker's repository is neither read nor written", async () => {
    const sandbox = await seeded({ isolation });
    const own =
      'cat .git/index .git/HEAD .git/config | sha256sum; find .git -path .git/drover -prune -o -type f -printf "%p %T@ %C@\\n" | sort';
    await after(sandbox, 'echo staged > staged; git add staged; echo more >> staged');
    const before = await look(sandbox, own);
    expect(await after(sandbox, 'echo a > a; rm gone.txt; chmod +x kept.txt')).toMatchObject({ changedFiles: 3 });
    await perform(sandbox, { op: 'write', path: 'b', content: 'b' });
    expect(await look(sandbox, own)).toBe(before);
    expect(await look(sandbox, 'git status --porcelain')).toBe(' D gone.txt\n M kept.txt\nAM staged\n?? a\n?? b\n');
  });

  test('a planted program is not started, whatever configuration names it', async () => {
    const sandbox = await seeded({ isolation });
    await after(
      sandbox,
      `printf '#!/bin/sh\\ntouch %s/ran\\n' "$PWD" > .git/evil; chmod +x .git/evil
       for at in .git .git/drover; do for key in core.fsmonitor core.sshCommand core.pager core.editor filter.x.clean; do
         git --git-dir=$at config $key "$PWD/.git/evil"; done; mkdir -p $at/hooks; cp .git/evil $at/hooks/post-index-change; done
       git --git-dir=.git/drover config core.excludesFile "$PWD/everything"; echo '*' > everything; echo '* filter=x' > .gitattributes`,
    );
    const snapshot = await after(sandbox, 'echo new > new; mkdir deep; echo x > deep/x.log');
    expect(snapshot?.paths).toEqual(
      [
        { path: 'new', change: 'added' },
        { path: 'deep/', change: 'added' },
      ].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(await contents(sandbox, snapshot)).not.toContain('ran');
    expect(await look(sandbox, 'ls ran 2>/dev/null; true')).toBe('');
  });

  test.each([
    ['removed', 'rm -rf .git'],
    ['made a file', 'rm -rf .git; echo gitdir: /elsewhere > .git'],
    ['made a link', 'mv .git elsewhere; ln -s elsewhere .git'],
    ['emptied of what is ours', 'rm -rf .git/drover'],
    ['made a repository of its own again', 'rm -rf .git; git init -q; git add -A; git -c user.name=a -c user.email=a@a commit -qm again'],
    ['robbed of its objects', 'rm -rf .git/drover/objects/*'],
  ])('where .git was %s, snapshots go on and all of them arrive', async (_, deed) => {
    const sandbox = await seeded({ isolation });
    await after(sandbox, 'echo one > one');
    await run(sandbox, deed);
    const snapshot = await after(sandbox, 'echo two > two; rm -rf elsewhere/none');
    const found = await contents(sandbox, snapshot);
    expect(found.filter((path) => !path.startsWith('elsewhere/'))).toEqual([...plain, 'one', 'two']);
  });

  test('rules of .gitignore hold as git has them, and count anew when they change', async () => {
    const sandbox = await seeded({ isolation });
    const first = await after(sandbox, 'mkdir -p a/ignored; for f in a/x.log a/ignored/y a/y.txt b.log; do echo x > $f; done');
    expect(first?.paths.map(({ path }) => path)).toEqual(['a/y.txt']);
    const second = await after(sandbox, "printf '*.txt\\n!x.log\\n' > a/.gitignore; echo x > a/z.txt");
    expect(second?.paths.map(({ path }) => path)).toEqual(['a/.gitignore', 'a/x.log']);
    const third = await after(sandbox, 'rm .gitignore');
    expect(third?.paths.map(({ path }) => path)).toEqual(['.gitignore', 'a/ignored/y', 'b.log']);
    // Once it is in, a rule does not take it out; and what the base has is never ignored.
    expect(await after(sandbox, "printf '*\\n' > .gitignore; echo more >> b.log; rm forced.log")).toMatchObject({ changedFiles: 3 });
    expect(await after(sandbox, 'echo again > forced.log; echo no > no.txt')).toMatchObject({
      paths: [{ path: 'forced.log', change: 'added' }],
    });
  });

  test('a hand that was killed goes on where it was, and gives each call the snapshot that it had', async () => {
    const sandbox = await seeded({ isolation });
    const operation = { op: 'command', command: 'echo one > one; mkdir empty; chmod 600 kept.txt', timeoutMs: 30_000 } as const;
    const first = await sandbox.execute('one', operation);
    expect(first.snapshot).toMatchObject({ changedFiles: 3 });
    await killHand(root);
    expect(await sandbox.execute('one', operation)).toEqual(first);
    expect(await after(sandbox, 'true')).toBeNull();
    await killHand(root);
    expect((await after(sandbox, 'echo two > two; rm one'))?.paths).toEqual([
      { path: 'one', change: 'deleted' },
      { path: 'two', change: 'added' },
    ]);
    await killHand(root);
    await after(sandbox, 'rm -rf .git');
    await killHand(root);
    expect(await after(sandbox, 'true')).toBeNull();
    expect(await contents(sandbox, await after(sandbox, 'echo three > three'))).toEqual([...plain, 'three', 'two']);
  });

  test('a hand that dies before it has written the workspace down loses no result: the next one writes it', async () => {
    const sandbox = await seeded({ isolation });
    const operation = { op: 'command', command: 'echo one > one; exit 3', timeoutMs: 30_000 } as const;
    const first = await sandbox.execute('one', operation);
    await killHand(root);
    // As it is on disk between the command's end and the snapshot.
    const file = join(root, 'sandboxes/this/sb/jobs/one/result');
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), snapshot: 'pending always' }).padEnd(8192));
    const again = await sandbox.execute('one', operation);
    expect(again).toMatchObject({ state: 'done', exitCode: 3, snapshot: { tree: first.snapshot?.tree } });
    expect(await sandbox.execute('one', operation)).toEqual(again);
  });
});

describe('what does not fit', () => {
  test('a file over the limit is left out and named; one of the base stays as it was', async () => {
    const sandbox = await seeded({ snapshots: { maxFileBytes: 1000 } });
    const snapshot = await after(
      sandbox,
      'head -c 1001 /dev/zero > large; head -c 1000 /dev/zero > fits; head -c 2000 /dev/zero > kept.txt',
    );
    expect(snapshot).toMatchObject({ changedFiles: 1, paths: [{ path: 'fits', change: 'added' }] });
    expect(snapshot?.leftOut.toSorted()).toEqual(['kept.txt', 'large']);
    expect(await contents(sandbox, snapshot)).toEqual(['.gitignore', 'fits', 'folder/one', 'forced.log', 'gone.txt', 'kept.txt']);
    expect(await after(sandbox, 'true')).toBeNull();
    expect(await after(sandbox, 'rm large; echo small > kept.txt')).toMatchObject({ changedFiles: 1, leftOut: [] });
  });

  test('a snapshot that takes too long, or has too much in it, says so and keeps what was there', async () => {
    const slow = await seeded({ snapshots: { maxSeconds: 0 } });
    const snapshot = await after(slow, 'echo new > new; echo more >> kept.txt');
    expect(snapshot?.leftOut).toContain('new');
    expect(snapshot?.leftOut.at(-1)).toMatch(/longer than 0 s/);
    expect(await contents(slow, snapshot)).toEqual(plain);
  });

  test('more bytes than a snapshot may have are left out, and come with the next', async () => {
    const sandbox = await seeded({ snapshots: { maxBytes: 150_000 } });
    const first = await after(sandbox, 'for n in 1 2 3; do head -c 100000 /dev/urandom > noise$n; done');
    expect(first).toMatchObject({ changedFiles: 1 });
    expect(first?.leftOut).toHaveLength(2);
    expect(await after(sandbox, 'true')).toMatchObject({ changedFiles: 1 });
    expect(await after(sandbox, 'true')).toMatchObject({ changedFiles: 1, leftOut: [] });
    expect(await after(sandbox, 'true')).toBeNull();
  });

  test('a folder of many files is written down; beyond the limit it is said', async () => {
    const sandbox = await seeded({ snapshots: { maxFiles: 3000 } });
    const many = await after(sandbox, 'mkdir many; cd many; seq 1 2000 | while read n; do echo $n > $n; done');
    expect(many).toMatchObject({ changedFiles: 2000, leftOut: [] });
    expect(many?.paths.length).toBeGreaterThan(10);
    const more = await after(sandbox, 'cd many; seq 2001 4000 | while read n; do echo $n > $n; done');
    expect(more?.leftOut).toEqual([expect.stringMatching(/more than 3000/)]);
    expect((await contents(sandbox, more)).length).toBe(3000);
  });

  test('what cannot be read is named, and what was known of it stays', async () => {
    const sandbox = await seeded();
    const snapshot = await after(sandbox, 'echo secret > secret; mkdir shut; echo in > shut/in; chmod 000 secret folder shut');
    expect(snapshot?.leftOut.toSorted()).toEqual(['folder/', 'secret', 'shut/']);
    expect(await contents(sandbox, snapshot)).toEqual(plain);
    const opened = await after(sandbox, 'chmod 755 folder shut; chmod 644 secret');
    expect(opened).toMatchObject({ leftOut: [] });
    expect(await contents(sandbox, opened)).toEqual([...plain, 'secret', 'shut/in']);
  });

  test('names that no tree may have, pipes and folders without end are left out, and the rest arrives', async () => {
    const sandbox = await seeded();
    const snapshot = await after(
      sandbox,
      `mkdir .GIT 'git~1' '.git ' fine; for d in .GIT 'git~1' '.git '; do echo x > "$d/config"; done; echo x > 'a\\.git'; echo x > fine/x
       printf x > "$(printf '.g\\342\\200\\214it')"; mkfifo pipe; mkdir -p nested/.git .drover; echo x > nested/.git/x; echo x > .drover/x
       python3 -c "
import os
for _ in range(400):
    os.mkdir('d'); os.chdir('d')
open('end', 'w')"`,
    );
    expect(snapshot?.leftOut).toHaveLength(6);
    expect(await contents(sandbox, snapshot)).toEqual([...plain.slice(0, 1), 'fine/x', ...plain.slice(1)]);
  });
});

test('a repository of the newer object format has snapshots like any other', async () => {
  await fixture.remove();
  fixture = createFixture({ objectFormat: 'sha256' });
  fixture.write('kept.txt', 'kept\n');
  const sandbox = await seeded();
  const snapshot = await after(sandbox, 'echo new > new; mkdir empty');
  expect(snapshot?.tree).toHaveLength(64);
  expect(await contents(sandbox, snapshot)).toEqual(['kept.txt', 'new']);
  await after(sandbox, 'rm -rf .git');
  expect(await contents(sandbox, await after(sandbox, 'echo more > more'))).toEqual(['kept.txt', 'more', 'new']);
});

describe('collecting', () => {
  test('one that cannot be had does not hold up the others', async () => {
    const sandbox = await seeded();
    const snapshots = [await after(sandbox, 'echo 1 > a')];
    // Drover's own commands make a pack of what was written down; that this one takes it away costs nothing.
    await look(sandbox, 'rm -f .git/drover/objects/pack/pack-[0-9a-f]*.*');
    // The third has what git lets into no repository.
    for (const text of ['echo 2 > a', 'ln -s /etc/passwd .gitmodules', 'rm .gitmodules; echo 3 > a', 'echo 4 > b'])
      snapshots.push(await after(sandbox, text));
    const real = snapshots.flatMap((one) => (one === null ? [] : [{ tree: one.tree, extras: one.extras }]));
    const wanted = [...real, { tree: 'a'.repeat(40), extras: null }];
    const got = await fixture.workspaces.collect(sandbox, { ...place(), snapshots: wanted });
    expect(got.map(({ tree }) => wanted.findIndex((one) => one.tree === tree))).toEqual([0, 1, 3, 4]);
    for (const { tree, commit } of got) expect(await fixture.workspaces.commitOf({ root: fixture.root, base, tree })).toBe(commit);
    expect(await fixture.workspaces.commitOf({ root: fixture.root, base, tree: wanted[2]?.tree ?? '' })).toBeNull();
  });

  test('goes on beside a running call, under few refs, and can be stopped', async () => {
    const sandbox = await seeded();
    const running = run(sandbox, 'until [ -e go ]; do sleep 0.05; done');
    const wanted = [];
    for (let i = 0; i < 5; i += 1) {
      const { snapshot } = await perform(sandbox, { op: 'write', path: `file${i}`, content: `${i}` });
      if (snapshot !== null) wanted.push({ tree: snapshot.tree, extras: snapshot.extras });
      await fixture.workspaces.collect(sandbox, { ...place(), snapshots: wanted });
    }
    expect(await fixture.workspaces.collect(sandbox, { ...place(), snapshots: wanted })).toHaveLength(5);
    const refs = fixture.storeGit('for-each-ref', '--format=%(refname)', `refs/drover/sessions/${session}`).split('\n');
    expect(refs.length).toBeLessThan(5);
    // What is under the refs stays when everything else goes.
    fixture.storeGit('gc', '--quiet', '--prune=now');
    expect(await fixture.reopen().collect(sandbox, { ...place(), snapshots: wanted })).toHaveLength(5);
    const stopped = fixture.workspaces.collect(sandbox, {
      ...place(),
      snapshots: [{ tree: 'a'.repeat(40), extras: null }],
      signal: AbortSignal.abort(),
    });
    await expect(stopped).rejects.toThrow();
    await perform(sandbox, { op: 'write', path: 'go', content: '' });
    expect(await running).toMatchObject({ exitCode: 0 });
  });
});
