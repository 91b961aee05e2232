import { statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlainSandbox } from './plain-sandbox.test-support.ts';
import { createFixture, type Fixture } from './workspace.test-support.ts';

const session = 'sesn_shown00000001';
let fixture: Fixture;
let base: string;
let calls: number;

beforeEach(() => {
  calls = 0;
  fixture = createFixture();
  fixture.write('a.txt', 'one\n');
  fixture.write('.drover/specs/x.md', 'CANARY-old\n');
  fixture.write('.drover.md', 'not hidden\n');
  fixture.commit('first');
  fixture.git('checkout', '-qb', 'side');
  fixture.write('side.txt', 'side\n');
  fixture.write('.drover/specs/side.md', 'CANARY-side\n');
  fixture.commit('side');
  fixture.git('checkout', '-q', 'main');
  fixture.write('.drover/specs/x.md', 'CANARY-new\n');
  fixture.write('.drover/coaching.md', 'CANARY-coaching\n');
  fixture.commit('second');
  fixture.git('merge', '-q', '--no-edit', 'side');
  base = fixture.git('rev-parse', 'HEAD');
});
afterEach(() => fixture.remove());

const seed = async (snapshot: string | null = null) => {
  const worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root: fixture.root, base, snapshot, prefix: 'seed' });
  return worker;
};
const take = (worker: PlainSandbox) => fixture.workspaces.snapshot(worker, { session, root: fixture.root, base, prefix: `take${calls++}` });
const judge = async (commit: string) => {
  const gate = await fixture.sandbox();
  await fixture.workspaces.checkout(gate, { session, root: fixture.root, commit: base, prefix: 'gate' });
  const patched = await fixture.workspaces.applyPatch(gate, { root: fixture.root, base, tree: commit, prefix: 'gate' });
  return { gate, patched };
};

/** Every byte that a sandbox holds: files, objects of each repository unpacked, leftovers of Drover's own. */
const everything = async (sandbox: PlainSandbox): Promise<string> => {
  const found = await sandbox.sh(`
    for repository in $(find . /tmp/drover-${sandbox.id}.* -type d -name objects); do
      git --git-dir="\${repository%/objects}" cat-file --batch-all-objects --batch | tr -d '\\0'
    done
    find . /tmp/drover-${sandbox.id}.* -type f -exec cat {} + | tr -d '\\0'; find . -name '.drover*'`);
  expect(found).toContain('not hidden');
  return found;
};
const nothingHidden = async (sandbox: PlainSandbox) => expect(await everything(sandbox)).not.toMatch(/CANARY|\.drover\/|40000 \.drover/);

describe('nothing of .drover/ is in a sandbox', () => {
  test("of a worker: not in its files, its history, or Drover's own repository there", async () => {
    const worker = await seed();
    await nothingHidden(worker);
    expect(await worker.sh('git log --format="%s %an %ad" --date=raw --topo-order; git status --porcelain; git fsck --strict')).toBe(
      `${fixture.git('log', '--format=%s %an %ad', '--date=raw', '--topo-order')}\n`,
    );
    await worker.sh('echo two >> a.txt');
    const { commit } = await take(worker);
    await nothingHidden(worker);
    await nothingHidden(await seed(commit));
    await worker.sh('rm -rf .git/drover; echo three >> a.txt');
    await take(worker);
    await nothingHidden(worker);
  });

  test('of a gate, before and after the patch', async () => {
    const worker = await seed();
    await worker.sh('echo two >> a.txt');
    const { commit } = await take(worker);
    const { gate, patched } = await judge(commit);
    await nothingHidden(gate);
    const tree = await fixture.workspaces.treeOf({ root: fixture.root, commit });
    expect(patched).toEqual({ ok: true, tree });
    await fixture.workspaces.accept({ session, root: fixture.root, base, tree, branch: 'done', message: 'm' });
    expect(fixture.git('diff', '--name-only', 'main', 'done')).toBe('a.txt');
    expect(fixture.git('show', 'done:.drover/specs/x.md')).toBe('CANARY-new');
    expect(fixture.git('fsck', '--strict')).toBe('');
  });

  test('also where a user commit that changed it is judged', async () => {
    fixture.write('.drover/specs/x.md', 'CANARY-later\n');
    fixture.write('a.txt', 'two\n');
    const commit = fixture.commit();
    await fixture.workspaces.hold({ session, root: fixture.root, commit });
    const { gate, patched } = await judge(commit);
    await nothingHidden(gate);
    expect(patched.ok && fixture.git('rev-parse', `${base}:.drover`)).toMatch(/^[0-9a-f]{40}$/);
    expect(await gate.sh('cat a.txt')).toBe('two\n');
  });
});

test.each([
  ['created it', 'mkdir -p .drover/specs; echo mine > .drover/specs/x.md'],
  ['made a link of it', 'ln -s a.txt .drover'],
  ['made a repository of it', 'git init -q .drover; echo mine > .drover/x'],
  [
    'insists on it',
    `mkdir .drover; echo mine > .drover/x; echo '!/.drover' > .gitignore; git add -f .drover .gitignore; git commit -qm mine; rm .gitignore`,
  ],
  [
    'insists on it in Drover’s own repository',
    `mkdir .drover; echo mine > .drover/x; git --git-dir=.git/drover --work-tree=. add -f .drover`,
  ],
  ['left a large file in it', 'mkdir .drover; head -c 60000000 /dev/zero > .drover/large'],
])('a worker that %s has no effect', async (_name, command) => {
  const worker = await seed();
  await worker.sh(command);
  expect(await take(worker)).toMatchObject({ commit: base, collected: true, files_changed: 0, insertions: 0, deletions: 0, left_out: [] });
  await worker.sh('echo two >> a.txt');
  const { commit, files_changed } = await take(worker);
  expect(files_changed).toBe(1);
  const { files, patch } = await fixture.workspaces.diff({ root: fixture.root, base, commit });
  expect(files.map((file) => file.path)).toEqual(['a.txt']);
  expect(patch).not.toContain('.drover');
  expect((await judge(commit)).patched).toEqual({ ok: true, tree: await fixture.workspaces.treeOf({ root: fixture.root, commit }) });
});

test('a base that is nothing but .drover/ is an empty project, and a file of that name is put back as one', async () => {
  fixture.git('rm', '-rqf', '.');
  fixture.write('.drover', 'CANARY-file\n');
  base = fixture.commit();
  const worker = await seed();
  expect(await worker.sh('ls -A; git status --porcelain')).toBe('.git\n');
  await worker.sh('mkdir .drover-x .drover; echo 1 > .drover-x/a; echo 1 > .drover/a; echo 1 > .drover.a');
  const { commit } = await take(worker);
  const { files } = await fixture.workspaces.diff({ root: fixture.root, base, commit });
  expect(files.map((file) => file.path)).toEqual(['.drover-x/a', '.drover.a']);
  expect((await judge(commit)).patched).toMatchObject({ ok: true });
});

test('a history without .drover/ keeps its ids', async () => {
  fixture.git('checkout', '-q', '--orphan', 'clean');
  fixture.git('rm', '-rqf', '.');
  fixture.write('a.txt', '1\n');
  base = fixture.commit('clean');
  expect(await (await seed()).sh('git rev-parse HEAD')).toBe(`${base}\n`);
});

test("a signature that would not fit any more is left out, and the rest of a commit's header is kept", async () => {
  const tree = fixture.git('rev-parse', 'HEAD^{tree}');
  const who = 'A U Thör <a@example.com> 1700000000 +0130';
  const lines = [
    `tree ${tree}`,
    `parent ${base}`,
    `author ${who}`,
    `committer ${who}`,
    'encoding UTF-8',
    'gpgsig -----BEGIN',
    ' ',
    ' x',
    ' -----END',
    '',
    'A title',
    '',
    'gpgsig of a body',
    '',
  ];
  fixture.write('commit', lines.join('\n'));
  base = fixture.git('hash-object', '-t', 'commit', '-w', 'commit');
  fixture.git('reset', '-q', base);
  const raw = await (await seed()).sh('git cat-file commit HEAD; git fsck --strict');
  expect(raw.split('\n').slice(2)).toEqual([
    `author ${who}`,
    `committer ${who}`,
    'encoding UTF-8',
    '',
    'A title',
    '',
    'gpgsig of a body',
    '',
  ]);
});

test('what grows with the project is on the disk of the workspace, and nothing of it in /tmp', async () => {
  fixture.write('large.bin', randomBytes(50_000_000));
  base = fixture.commit();
  const worker = await fixture.sandbox();
  let inTmp = 0;
  const watched: PlainSandbox = {
    ...worker,
    upload: async (path, bytes) => {
      await worker.upload(path, bytes);
      if (path.startsWith(`/tmp/drover-${worker.id}.`)) inTmp += statSync(path).size;
    },
  };
  await fixture.workspaces.seed(watched, { session, root: fixture.root, base, snapshot: null, prefix: 'seed' });
  await worker.sh('echo two >> a.txt');
  expect((await take(worker)).files_changed).toBe(1);
  expect(inTmp).toBe(0);
  expect(Number(await worker.sh(`du -sck /tmp/drover-${worker.id}.* | tail -n 1 | cut -f 1`))).toBeLessThan(100);
  const packs = await worker.sh('find . -name "*.pack" -size +40M | sort; ls -A');
  expect(packs).toMatch(/^\.\/\.git\/drover\/objects\/pack\/.*\n\.\/\.git\/objects\/pack\/.*\n(?!.*drover-seed)/);
}, 60_000);
