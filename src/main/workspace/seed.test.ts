import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PatchPiece } from '../../shared/diff.ts';
import { createFixture, type Fixture } from './workspace.test-support.ts';

const session = 'sesn_seed0000001';
let fixture: Fixture;
beforeEach(() => {
  fixture = createFixture();
});
afterEach(() => fixture.remove());

const seed = async (base: string, prefix = 'seed', sandbox = fixture.sandbox()) => {
  const worker = await sandbox;
  await fixture.workspaces.seed(worker, { session, root: fixture.root, base, snapshot: null, prefix });
  return worker;
};

test('a worker gets a checkout that is like any other: history, branch, identity, no remote, nothing changed', async () => {
  fixture.write('a', '1\n');
  fixture.commit('one');
  fixture.write('a', '2\n');
  const base = fixture.commit('two');
  const worker = await seed(base);
  expect(await worker.sh('git log --format=%s; git status --porcelain --branch; git remote; git config user.name; git fsck --strict')).toBe(
    'two\none\n## drover\nDrover worker\n',
  );
  expect(await worker.sh('echo 3 > a; git commit -qam three; git log --oneline | wc -l; git diff HEAD~2 --stat | tail -1')).toMatch(
    /3\n 1 file changed/,
  );
});

test('uncommitted work of the user stays at home', async () => {
  fixture.write('a', '1\n');
  const base = fixture.commit();
  fixture.write('a', 'draft\n');
  fixture.write('b', 'draft\n');
  expect(await (await seed(base)).sh('cat *')).toBe('1\n');
});

test('history is cut at 50 commits, and git in the sandbox is content with it', async () => {
  for (let count = 0; count < 60; count++) fixture.git('commit', '--allow-empty', '-qm', `c${count}`);
  const worker = await seed(fixture.git('rev-parse', 'HEAD'));
  expect(await worker.sh('git log --oneline | wc -l; git fsck --strict; git gc -q; git log --oneline | wc -l')).toBe('50\n50\n');
  fixture.write('a', 'later');
  const later = fixture.commit('later');
  expect(await (await seed(later, 'later')).sh('git log --oneline | wc -l; git fsck')).toBe('50\n');
});

test('a gate gets one commit without a past, the same one each time', async () => {
  fixture.write('a', '1\n');
  fixture.commit();
  fixture.write('a', '2\n');
  const base = fixture.commit();
  const heads = [];
  for (const prefix of ['g1', 'g2']) {
    const gate = await fixture.sandbox();
    await fixture.workspaces.checkout(gate, { session, root: fixture.root, commit: base, prefix });
    heads.push(
      await gate.sh('git rev-parse HEAD; git log --oneline | wc -l; cat a; git cat-file --batch-check --batch-all-objects | grep -c .'),
    );
  }
  expect(heads[0]).toMatch(/\n1\n2\n3\n$/);
  expect(heads[1]).toBe(heads[0]);
});

test('seeding again after a crash leaves the work of the worker alone', async () => {
  fixture.write('a', '1\n');
  const base = fixture.commit();
  const worker = await seed(base);
  await worker.sh('echo work > work');
  const ran = worker.ran.length;
  await fixture.reopen().seed(worker, { session, root: fixture.root, base, snapshot: null, prefix: 'seed' });
  expect(await worker.sh('cat work')).toBe('work\n');
  expect(worker.ran).toHaveLength(ran);
});

test.each([
  ['half done', 0.6],
  ['done', 1],
])('a seed that was lost when it was %s is finished', async (_name, share) => {
  fixture.write('a', '1\n');
  const base = fixture.commit();
  const worker = await fixture.sandbox();
  let lose = true;
  const losing: typeof worker = {
    ...worker,
    async execute(id, operation, options) {
      if (!lose || operation.op !== 'command') return worker.execute(id, operation, options);
      lose = false;
      const lines = operation.command.split('\n');
      const result = await worker.execute(
        id,
        { ...operation, command: lines.slice(0, Math.floor(lines.length * share)).join('\n') },
        options,
      );
      return { ...result, state: 'lost', exitCode: null };
    },
  };
  await fixture.workspaces.seed(losing, { session, root: fixture.root, base, snapshot: null, prefix: 'seed' });
  expect(worker.ran).toEqual(['seed-init', 'seed-init-2']);
  expect(await worker.sh('cat a; git status --porcelain; git fsck --strict')).toBe('1\n');
});

test('over what a setup left: the files are those of the seed, what it made stays and is no work, and its repository is like any other', async () => {
  const { workspaces, root } = fixture;
  fixture.write('.gitignore', 'deps/\n');
  fixture.write('kept', 'base\n');
  fixture.write('gone', 'base\n');
  const base = fixture.commit();
  const place = (prefix: string) => ({ session, root, base, prefix });
  const first = await seed(base, 'first');
  await first.sh('echo mine > new; echo mine >> kept; rm gone; git add new; git commit -qm Mine');
  const { commit, tree, extras, head } = await workspaces.snapshot(first, place('taken'));
  const setup = 'mkdir -p deps made; touch deps/d made/m "[a] b?"; echo setup > kept; echo setup > gone';
  const looks =
    'cat kept new gone deps/d made/m 2> /dev/null; git status --porcelain; git log --format=%s; git fsck --strict --no-dangling';
  // The second setup removes the repository, and all are seeded twice, as where the first attempt was cut off.
  for (const [name, more] of Object.entries({ kept: '', removed: '; rm -rf .git' })) {
    for (const snapshot of [null, { commit, tree, extras }]) {
      const worker = await fixture.sandbox();
      const prefix = `${name}${snapshot === null ? '' : '-snapshot'}`;
      await workspaces.seed(worker, { ...place(`${prefix}-before`), snapshot: null, setup: 'before' });
      await worker.sh(`${setup}${more}`);
      const after = { ...place(prefix), snapshot, head: snapshot === null ? null : (head ?? null), setup: 'after' as const };
      await workspaces.seed(worker, after);
      await workspaces.seed(worker, after);
      const found = await worker.sh(looks);
      expect({ prefix, found }).toEqual({
        prefix,
        found: snapshot === null ? 'base\nbase\na commit\n' : 'base\nmine\nmine\n D gone\n M kept\nMine\na commit\n',
      });
      expect(await worker.sh('ls deps made; ls')).toContain('[a] b?');
      const again = await workspaces.snapshot(worker, place(`${prefix}-again`));
      expect(again.commit).toBe(snapshot === null ? base : commit);
    }
  }
});

test('a very large history is not carried along with a shallow clone of it', async () => {
  for (let count = 0; count < 5; count++) fixture.git('commit', '--allow-empty', '-qm', `c${count}`);
  const root = join(fixture.folder, 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth=2', `file://${fixture.root}`, root], { env: fixture.environment });
  const { head } = await fixture.workspaces.describeRepository(root);
  const worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root, base: head, snapshot: null, prefix: 's' });
  expect(await worker.sh('git log --oneline | wc -l; git fsck')).toBe('2\n');
  await worker.sh('echo new > new');
  const { commit } = await fixture.workspaces.snapshot(worker, { session, root, base: head, prefix: 's' });
  const tree = await fixture.workspaces.treeOf({ root, commit });
  await fixture.workspaces.accept({ session, root, base: head, tree, branch: 'done', message: 'm' });
  expect(execFileSync('git', ['-C', root, 'rev-list', '--count', 'done'], { encoding: 'utf8' })).toBe('3\n');
  expect(execFileSync('git', ['-C', root, 'fsck', '--strict'], { encoding: 'utf8' })).toBe('');
});

test('a SHA-256 repository makes the whole trip', async () => {
  const root = join(fixture.folder, 'sha256');
  fixture.git('init', '--quiet', '--object-format=sha256', root);
  fixture.gitIn(root, 'commit', '--allow-empty', '-qm', 'x');
  const { head: base } = await fixture.workspaces.describeRepository(root);
  const worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root, base, snapshot: null, prefix: 's' });
  await worker.sh('echo new > new');
  const { commit } = await fixture.workspaces.snapshot(worker, { session, root, base, prefix: 's' });
  const gate = await fixture.sandbox();
  await fixture.workspaces.checkout(gate, { session, root, commit: base, prefix: 'g' });
  const patched = await fixture.workspaces.applyPatch(gate, { root, base, tree: commit, prefix: 'g' });
  expect(patched).toEqual({ ok: true, tree: await fixture.workspaces.treeOf({ root, commit }) });
});

test("what a session needs outlives the user's history: rewritten, collected, even removed", async () => {
  fixture.write('a', '1\n');
  const base = fixture.commit();
  await fixture.workspaces.hold({ session, root: fixture.root, commit: base });
  fixture.git('commit', '--amend', '-qm', 'rewritten');
  fixture.git('reflog', 'expire', '--expire=now', '--all');
  fixture.git('gc', '--quiet', '--prune=now');
  expect(await (await seed(base)).sh('cat a')).toBe('1\n');
});

test('sessions of one project may begin at the same moment', async () => {
  fixture.write('a', '1\n');
  const commits = [fixture.commit('1'), fixture.commit('2'), fixture.commit('3')];
  await Promise.all(commits.map((commit, index) => fixture.workspaces.hold({ session: `sesn_many${index}`, root: fixture.root, commit })));
  for (const commit of commits) expect(await fixture.workspaces.treeOf({ root: fixture.root, commit })).toMatch(/^[0-9a-f]{40}$/);
});

test('a patch that does not apply says why, and the same sandbox can be used again', async () => {
  fixture.write('a', '1\n');
  const base = fixture.commit();
  fixture.write('a', '2\n');
  const next = fixture.commit();
  fixture.write('a', '3\n');
  const last = fixture.commit();
  await fixture.workspaces.hold({ session, root: fixture.root, commit: last });
  const gate = await fixture.sandbox();
  await fixture.workspaces.checkout(gate, { session, root: fixture.root, commit: base, prefix: 'g' });
  const lying = {
    ...gate,
    upload: (path: string, bytes: AsyncIterable<Uint8Array>) =>
      gate.upload(path, path.endsWith('.patch') ? fixture.workspaces.patch({ root: fixture.root, base: next, commit: last }) : bytes),
  };
  expect(await fixture.workspaces.applyPatch(lying, { root: fixture.root, base, tree: last, prefix: 'g' })).toEqual({
    ok: false,
    reason: 'patch failed: a:1; a: patch does not apply',
  });
  expect(await fixture.workspaces.applyPatch(gate, { root: fixture.root, base, tree: last, prefix: 'h' })).toMatchObject({ ok: true });
  expect(await fixture.workspaces.applyPatch(gate, { root: fixture.root, base, tree: base, prefix: 'i' })).toMatchObject({ ok: true });
  expect(await gate.sh('cat a')).toBe('1\n');
});

test('the diff of a large change is cut at the end of a line and says so', async () => {
  fixture.write('a', '');
  const base = fixture.commit();
  fixture.write('a', 'a line of some length that is repeated\n'.repeat(80_000));
  const commit = fixture.commit();
  await fixture.workspaces.hold({ session, root: fixture.root, commit: base });
  await fixture.workspaces.hold({ session, root: fixture.root, commit });
  const diff = await fixture.workspaces.diff({ root: fixture.root, base, commit });
  expect(diff).toMatchObject({ truncated: true, files: [{ path: 'a', status: 'modified', insertions: 80_000 }] });
  expect(diff.patch.length).toBeLessThanOrEqual(2 * 1024 * 1024);
  expect(diff.patch.endsWith('repeated\n')).toBe(true);

  const pieces: string[] = [];
  for (let from: number | null = 0; from !== null;) {
    const piece: PatchPiece = await fixture.workspaces.patchPiece({ root: fixture.root, base, commit, paths: ['a'], from });
    pieces.push(piece.patch);
    from = piece.next;
  }
  expect(pieces).toHaveLength(2);
  expect(pieces.join('').match(/^\+a line of some length that is repeated$/gm)).toHaveLength(80_000);
});

test('the piece of one file is of that file alone, renamed or named like a pattern; its content has a name', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n}\n`).join('');
  fixture.write('old', lines);
  fixture.write('*', 'star\n');
  const base = fixture.commit();
  fixture.git('mv', 'old', 'new');
  fixture.write('new', `${lines}more\n`);
  fixture.write('*', 'stars\n');
  const commit = fixture.commit();
  await fixture.workspaces.hold({ session, root: fixture.root, commit: base });
  await fixture.workspaces.hold({ session, root: fixture.root, commit });
  const { files, contents } = await fixture.workspaces.diff({ root: fixture.root, base, commit });
  expect(files.map((file) => file.path)).toEqual(['*', 'new']);
  expect(contents[0]).toBe(`100644 ${fixture.git('rev-parse', `${base}:*`)}..100644 ${fixture.git('rev-parse', `${commit}:*`)}`);
  const piece = (paths: string[]): Promise<PatchPiece> =>
    fixture.workspaces.patchPiece({ root: fixture.root, base, commit, paths, from: 0 });
  expect((await piece(['*'])).patch).toMatch(/^diff --git a\/\* b\/\*\n[^]*\+stars\n$/);
  expect((await piece(['old', 'new'])).patch).toMatch(/rename from old\nrename to new\n[^]*\+more\n$/);
});

test('nothing of the data folder is readable by others, and removing a sandbox leaves nothing in /tmp', async () => {
  fixture.write('a', '1\n');
  const worker = await seed(fixture.commit());
  await worker.destroy();
  expect(execFileSync('sh', ['-c', `ls -d /tmp/drover-${worker.id}* 2>/dev/null || true`], { encoding: 'utf8' })).toBe('');
  expect(existsSync(join(fixture.folder, 'data', 'workspaces'))).toBe(true);
});
