import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProbe, listProbes } from './probe-files.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drover-probes-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const SPEC = '---\ntitle: Greet\ncriteria:\n  - { id: a, kind: command, run: "true" }\n---\n\nWrite a greeting.\n';

async function put(path: string, content: string | Buffer): Promise<string> {
  const file = join(root, '.drover/probes', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

const versionOf = async (): Promise<string> => (await findProbe(root, 'a'))?.version ?? '';
const problemOf = async () => (await findProbe(root, 'a'))?.problem;

test('a probe is its text and the files that it begins from: a change of either is another version', async () => {
  await put('a.md', SPEC);
  const file = await put('a/one/two.txt', 'x');
  const first = await versionOf();
  expect(await findProbe(root, 'a')).toMatchObject({
    ...{ entry: 'a', problem: null, base: { kind: 'files' }, spec: { title: 'Greet' } },
    files: [{ path: 'one/two.txt', executable: false, bytes: Buffer.from('x') }],
  });
  expect((await listProbes(root))[0]).toMatchObject({ entry: 'a', version: first, problem: null });
  expect((await listProbes(root))[0]).not.toHaveProperty('files');
  const seen = new Set([first]);
  for (const change of [
    () => writeFile(file, 'y'),
    () => chmod(file, 0o755),
    () => put('a/one/three.txt', ''),
    () => put('a.md', SPEC.replace('greeting', 'word')),
    () => put('a.md', SPEC.replace('title:', 'base: 0123\ntitle:')),
  ]) {
    await change();
    seen.add(await versionOf());
  }
  expect(seen.size).toBe(6);
  await put('a.md', SPEC);
  await writeFile(file, 'x');
  await chmod(file, 0o644);
  await rm(join(dirname(file), 'three.txt'));
  expect(await versionOf()).toBe(first);
  expect(await findProbe(root, 'b')).toBeNull();
});

test('what cannot be a small project is refused, and named', async () => {
  await put('a.md', SPEC);
  expect(await problemOf()).toMatchObject({ what: 'The probe has nothing to begin from', where: '.drover/probes/a.md' });
  await mkdir(join(root, '.drover/probes/a'));
  expect(await problemOf()).toMatchObject({ what: 'The folder of the probe has no files', where: '.drover/probes/a' });
  await put('a/.git/config', '');
  expect(await problemOf()).toMatchObject({ what: 'A probe’s files are a repository of their own', where: '.drover/probes/a/.git' });
  await rm(join(root, '.drover/probes/a/.git'), { recursive: true });
  await put('a/large', Buffer.alloc(5_000_001));
  expect(await problemOf()).toMatchObject({ what: 'A probe’s files have more than 5 MB', where: '.drover/probes/a/large' });
  await rm(join(root, '.drover/probes/a/large'));
  await symlink('/etc/passwd', join(root, '.drover/probes/a/link'));
  expect(await problemOf()).toMatchObject({ what: 'A probe’s files hold a symbolic link', where: '.drover/probes/a/link' });
  await rm(join(root, '.drover/probes/a/link'));
  for (let i = 0; i < 501; i += 1) await put(`a/many/${i}`, '');
  expect(await problemOf()).toMatchObject({ what: 'A probe has more than 500 files', where: '.drover/probes/a' });
  await rm(join(root, '.drover/probes/a'), { recursive: true });
  await symlink('/etc', join(root, '.drover/probes/a'));
  expect(await problemOf()).toMatchObject({ what: 'The probe has nothing to begin from' });
});
