import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFixture, type Fixture } from './workspace.test-support.ts';

let fixture: Fixture;
beforeEach(() => {
  fixture = createFixture();
});
afterEach(() => fixture.remove());

const file = (path: string, text: string, executable = false) => ({ path, executable, bytes: Buffer.from(text) });
const files = [
  file('.gitattributes', '*.txt text eol=crlf\n'),
  file('.gitignore', 'kept.log\n'),
  file('a "b" \\ c\nd.txt', 'one\r\ntwo\n'),
  file('deep/kept.log', ''),
  file('run', '#!/bin/sh\n', true),
];

test('the same files are the same commit of an ordinary repository, made once by however many at once', async () => {
  const { workspaces } = fixture;
  const made = await Promise.all([files, files].map((each) => workspaces.smallRepository(each)));
  const { root, commit } = made[0] ?? { root: '', commit: '' };
  expect(made[1]).toEqual({ root, commit });
  expect(await fixture.reopen().smallRepository(files)).toEqual({ root, commit });
  expect(commit).toBe('0b7cd84a9afcc664d4fc1a421d0f277d1e9101cc');
  expect(await workspaces.describeRepository(root)).toMatchObject({ head: commit, branch: 'main' });
  expect(fixture.gitIn(root, 'log', '--format=%an %aI %s')).toBe('Drover 2000-01-01T00:00:00+00:00 The probe as it stands');
  // Bytes as they are, whatever attributes and ignore files among them say.
  expect(fixture.gitIn(root, 'cat-file', 'blob', `${commit}:a "b" \\ c\nd.txt`)).toBe('one\r\ntwo');
  expect(fixture.gitIn(root, 'ls-tree', '-rz', '--name-only', commit).split('\0').filter(Boolean).toSorted()).toEqual(
    files.map(({ path }) => path).toSorted(),
  );
  expect(statSync(join(root, 'run')).mode & 0o111).not.toBe(0);
  expect(existsSync(join(root, 'deep', 'kept.log'))).toBe(true);
  // Nothing half-made is left beside it.
  expect(readdirSync(join(root, '..'))).toHaveLength(1);
  // It can be held as any other.
  await workspaces.hold({ session: 'sesn_test0000000001', root, commit });
  expect(await workspaces.holds({ root, commit })).toBe(true);
});

test('other files are another commit, in another folder', async () => {
  const { workspaces } = fixture;
  const one = await workspaces.smallRepository(files);
  const other = await workspaces.smallRepository([...files.slice(0, -1), file('run', '#!/bin/sh\n', false)]);
  expect(other.commit).not.toBe(one.commit);
  expect(other.root).not.toBe(one.root);
  expect(readFileSync(join(one.root, '.gitignore'), 'utf8')).toBe('kept.log\n');
});
