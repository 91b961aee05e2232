import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import { createFixture, type Fixture } from './workspace.test-support.ts';

const session = 'sesn_accept00001';
let fixture: Fixture;
let base: string;
let tree: string;

beforeEach(async () => {
  fixture = createFixture();
  fixture.write('a file.txt', 'one\n');
  fixture.write('staged.txt', 'one\n');
  base = fixture.commit();
  tree = await treeWith('echo two >> "a file.txt"; mkdir d; echo new > d/new');
});
afterEach(() => fixture.remove());

async function treeWith(command: string): Promise<string> {
  const { workspaces, root } = fixture;
  const worker = await fixture.sandbox();
  await workspaces.seed(worker, { session, root, base, snapshot: null, prefix: 'seed' });
  await worker.sh(command);
  const { commit } = await workspaces.snapshot(worker, { session, root, base, prefix: 'snap' });
  return workspaces.treeOf({ root, commit });
}

const accept = (more: { branch?: string; message?: string; base?: string } = {}) =>
  fixture.workspaces.accept({ session, root: fixture.root, base, tree, branch: 'drover/work', message: 'The work', ...more });

/** Every file below a folder with its bytes, rights and time of change; `skip` names what may differ. */
function picture(folder: string, skip: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !skip.test(path))
    .map((path) => {
      const found = lstatSync(join(folder, path));
      const content = found.isSymbolicLink()
        ? readlinkSync(join(folder, path))
        : found.isFile()
          ? createHash('sha256')
              .update(readFileSync(join(folder, path)))
              .digest('hex')
          : '';
      return `${path} ${found.mode.toString(8)} ${found.isDirectory() ? '' : found.mtimeMs} ${content}`;
    })
    .toSorted();
}

test("nothing of the user's is touched but for new objects and one ref, whatever they are in the middle of", async () => {
  fixture.write('staged.txt', 'staged\n');
  fixture.git('add', 'staged.txt');
  fixture.write('a file.txt', 'edited\n');
  fixture.write('untracked.txt', 'mine\n');
  fixture.git('stash', 'push', '--quiet', '--keep-index', '--include-untracked');
  fixture.git('stash', 'apply', '--quiet');
  for (const hook of ['reference-transaction', 'post-commit', 'pre-commit', 'post-index-change']) {
    writeFileSync(join(fixture.root, '.git', 'hooks', hook), `#!/bin/sh\ntouch '${fixture.root}/hook-ran'\n`);
    chmodSync(join(fixture.root, '.git', 'hooks', hook), 0o755);
  }
  const allowed = /^\.git\/(objects\/|refs\/heads\/drover|logs\/refs\/heads\/drover)/;
  const before = picture(fixture.root, allowed);
  await fixture.workspaces.describeRepository(fixture.root);
  await fixture.workspaces.hold({ session: 'sesn_other00001', root: fixture.root, commit: base });
  await accept();
  expect(picture(fixture.root, allowed)).toEqual(before);
  expect(fixture.git('rev-parse', 'drover/work^{tree}', 'drover/work^')).toBe(`${tree}\n${base}`);
  expect(fixture.git('fsck', '--strict', '--no-dangling')).toBe('');
});

test('the commit is by the user, with their message and exactly the judged tree', async () => {
  const { commit } = await accept({ message: '\nÜber: a title\n\nA body.\n\n' });
  expect(fixture.git('log', '-1', '--format=%an|%ae|%cn|%B|%T', commit)).toBe(
    `Ada User|ada@example.com|Ada User|Über: a title\n\nA body.\n|${tree}`,
  );
});

test('accepting again gives the same answer and a second commit is not made', async () => {
  const first = await accept();
  expect(await accept()).toEqual(first);
});

test("a branch of another's is never moved: a free name is offered", async () => {
  fixture.git('branch', 'drover/work');
  fixture.git('branch', 'drover/work-2');
  await expect(accept()).rejects.toThrow(/drover\/work cannot be made.*drover\/work-3 is free/);
  expect(fixture.git('rev-parse', 'drover/work')).toBe(base);
});

test('a branch whose name is the folder of this one is a problem, with a name that works', async () => {
  fixture.git('branch', 'drover');
  await expect(accept()).rejects.toThrow(/drover-work is free/);
  expect(await accept({ branch: 'drover-work' })).toMatchObject({ branch: 'drover-work' });
  expect(await fixture.workspaces.freeBranchName(fixture.root, 'drover/work')).toBe('drover-work-2');
});

test.each(['', 'two words', 'a..b', '-x', 'HEAD', 'x.lock', '@{u}', 'a\nb'])('the name %j is refused', async (branch) => {
  await expect(accept({ branch })).rejects.toThrow(/git does not allow this name/);
});

test('without a name or an address of the user it says what to run', async () => {
  for (const [kept, key] of [
    ['email = a@b.c', 'user.name'],
    ['name = A', 'user.email'],
  ] as const) {
    writeFileSync(join(fixture.folder, 'home', '.gitconfig'), `[user]\n\t${kept}\n`);
    const problem = await accept().catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ProblemError);
    expect(String(problem)).toContain(`git config --global ${key}`);
  }
});

test('a base that is gone from the repository is a plain problem, and the work is still there to look at', async () => {
  const gone = base;
  rmSync(join(fixture.root, '.git'), { recursive: true });
  fixture.git('init', '--quiet');
  fixture.commit('something else');
  await expect(accept()).rejects.toThrow(new RegExp(`${gone.slice(0, 10)} .* no longer in the repository`));
  await expect(fixture.workspaces.hold({ session: 'sesn_new0000001', root: fixture.root, commit: '1'.repeat(40) })).rejects.toThrow(
    /no longer in the repository/,
  );
  expect((await fixture.workspaces.diff({ root: fixture.root, base, commit: tree })).files).toHaveLength(2);
});

test('work on a base that the user has since moved on from, in a linked worktree, is accepted there', async () => {
  fixture.write('later.txt', 'later\n');
  fixture.commit('later');
  fixture.git('worktree', 'add', '--quiet', '../linked', '-b', 'linked');
  const root = join(fixture.folder, 'linked');
  const described = await fixture.workspaces.describeRepository(root);
  expect(described).toMatchObject({ root, name: 'linked', branch: 'linked', uncommittedChanges: 0 });
  await fixture.workspaces.hold({ session, root, commit: described.head });
  base = described.head;
  const worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root, base, snapshot: null, prefix: 'l' });
  await worker.sh('echo linked > linked');
  const { commit } = await fixture.workspaces.snapshot(worker, { session, root, base, prefix: 'l' });
  await fixture.workspaces.accept({
    session,
    root,
    base,
    tree: await fixture.workspaces.treeOf({ root, commit }),
    branch: 'from-linked',
    message: 'x',
  });
  expect(fixture.git('show', 'from-linked:linked')).toBe('linked');
});
