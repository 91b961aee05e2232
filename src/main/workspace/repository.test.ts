import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFixture, type Fixture } from './workspace.test-support.ts';

let fixture: Fixture;
beforeEach(() => {
  fixture = createFixture();
});
afterEach(() => fixture.remove());

const describeIt = (path = fixture.root) => fixture.workspaces.describeRepository(path);

test('a repository is described, from its top, from a folder inside and through a link', async () => {
  fixture.write('dir/a', 'a');
  const head = fixture.commit();
  fixture.write('dir/a', 'changed');
  fixture.write('new file\nwith a line', 'x');
  fixture.write('.drover/specs/x.md', 'a spec does not count');
  symlinkSync(fixture.root, join(fixture.folder, 'link'));
  for (const path of [fixture.root, join(fixture.root, 'dir'), join(fixture.folder, 'link')]) {
    expect(await describeIt(path)).toEqual({ root: fixture.root, name: 'project', branch: 'main', head, uncommittedChanges: 2 });
  }
});

test('the folder of a repository is found from anywhere in it, again and again, and not where it is no more', async () => {
  fixture.write('dir/a', 'a');
  symlinkSync(fixture.root, join(fixture.folder, 'link'));
  for (const path of [fixture.root, join(fixture.root, 'dir'), join(fixture.folder, 'link'), join(fixture.root, 'dir')])
    expect(await fixture.workspaces.rootOf(path)).toBe(fixture.root);
  rmSync(join(fixture.root, 'dir'), { recursive: true });
  await expect(fixture.workspaces.rootOf(join(fixture.root, 'dir'))).rejects.toMatchObject({
    problem: { what: 'There is no such folder' },
  });
  await expect(fixture.workspaces.rootOf(fixture.folder)).rejects.toMatchObject({
    problem: { what: 'This folder is not a git repository' },
  });
});

test('a detached HEAD has no branch', async () => {
  fixture.write('a', 'a');
  fixture.commit();
  fixture.git('checkout', '--quiet', '--detach');
  expect(await describeIt()).toMatchObject({ branch: null, uncommittedChanges: 0 });
});

test('reading leaves the index as it is, also where git would like to refresh it', async () => {
  fixture.write('a', 'a');
  fixture.commit();
  rmSync(join(fixture.root, 'a'));
  fixture.write('a', 'a');
  const index = join(fixture.root, '.git', 'index');
  const before = statSync(index).mtimeMs;
  await describeIt();
  expect(statSync(index).mtimeMs).toBe(before);
});

test('a planted fsmonitor does not run', async () => {
  fixture.write('a', 'a');
  fixture.commit();
  writeFileSync(join(fixture.folder, 'evil'), `#!/bin/sh\ntouch '${fixture.folder}/ran'\n`);
  chmodSync(join(fixture.folder, 'evil'), 0o755);
  fixture.git('config', 'core.fsmonitor', join(fixture.folder, 'evil'));
  await describeIt();
  expect(() => statSync(join(fixture.folder, 'ran'))).toThrow();
});

test('GIT_DIR and its like in the environment point nowhere', async () => {
  fixture.write('a', 'a');
  const head = fixture.commit();
  const workspaces = fixture.reopen({
    environment: { ...fixture.environment, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere', GIT_WORK_TREE: '/' },
  });
  expect(await workspaces.describeRepository(fixture.root)).toMatchObject({ head });
});

test('a linked worktree and a submodule are repositories of their own', async () => {
  fixture.write('a', 'a');
  const head = fixture.commit();
  fixture.git('worktree', 'add', '--quiet', '../linked', '-b', 'linked');
  expect(await describeIt(join(fixture.folder, 'linked'))).toMatchObject({ name: 'linked', branch: 'linked', head });
  fixture.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', fixture.root, 'sub');
  expect(await describeIt(join(fixture.root, 'sub'))).toMatchObject({ root: join(fixture.root, 'sub'), head });
});

test.each([
  ['no such folder', () => '/nowhere/at/all', /no such folder/],
  ['a file', () => (fixture.write('f', 'f'), join(fixture.root, 'f')), /a file, not a folder/],
  ['no repository', () => (mkdirSync(join(fixture.folder, 'plain')), join(fixture.folder, 'plain')), /not a git repository/],
  ['no commits', () => fixture.root, /no commits yet.*first commit/],
  [
    'a bare repository',
    () => (fixture.git('init', '--quiet', '--bare', '../bare.git'), join(fixture.folder, 'bare.git')),
    /bare repository/,
  ],
  ['the .git folder', () => join(fixture.root, '.git'), /inside of a \.git folder/],
])('%s is a plain problem', async (_name, path, message) => {
  await expect(describeIt(path())).rejects.toThrow(message);
});

test.runIf(process.getuid?.() === 0)("another user's repository is refused with the line that allows it", async () => {
  fixture.write('a', 'a');
  fixture.commit();
  const { chownSync } = await import('node:fs');
  chownSync(fixture.root, 12345, 12345);
  chownSync(join(fixture.root, '.git'), 12345, 12345);
  await expect(describeIt()).rejects.toThrow(/another user owns.*safe\.directory '.*project'/);
});

test('without git it says how to install it', async () => {
  await expect(fixture.reopen({ gitPath: '/nowhere/git' }).describeRepository(fixture.root)).rejects.toThrow(
    /git is not installed.*Install it/,
  );
});
