import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSpecFiles } from './spec-files.ts';
import { slugOf } from './slug.ts';

const TEXT = '---\ntitle: One\ncriteria:\n  - {id: a, kind: command, run: "true"}\n---\nDo it.\n';
const specs = createSpecFiles();
let root: string;
const folder = () => join(root, '.drover', 'specs');
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'drover-specs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a new spec is written, listed and read', async () => {
  expect(await specs.list(root)).toEqual([]);
  const saved = await specs.save(root, 'one', TEXT, null);
  expect(saved).toMatchObject({ project: root, slug: 'one', text: TEXT, spec: { title: 'One', goal: 'Do it.' }, mistakes: [] });
  expect(readFileSync(join(folder(), 'one.md'), 'utf8')).toBe(TEXT);
  expect(await specs.read(root, 'one')).toEqual(saved);
  expect(await specs.list(root)).toEqual([{ slug: 'one', title: 'One', mistakes: [] }]);
  expect(readdirSync(folder())).toEqual(['one.md']);
});

test('a text with mistakes is kept all the same, with its mistakes', async () => {
  await specs.save(root, 'two', '---\ntitle: Two\n---\n', null);
  await specs.save(root, 'one', TEXT, null);
  expect(await specs.list(root)).toMatchObject([{ slug: 'one' }, { slug: 'two', title: 'Two', mistakes: [{ line: 2 }, { line: 4 }] }]);
  expect(await specs.read(root, 'two')).toMatchObject({ spec: null, mistakes: [{ line: 2 }, { line: 4 }] });
});

test('a file that somebody else changed is not overwritten', async () => {
  await specs.save(root, 'one', TEXT, null);
  writeFileSync(join(folder(), 'one.md'), 'theirs');
  await expect(specs.save(root, 'one', 'mine', TEXT)).rejects.toThrow(/changed since you opened it/);
  await expect(specs.save(root, 'one', 'mine', null)).rejects.toThrow(/there already/);
  expect(readFileSync(join(folder(), 'one.md'), 'utf8')).toBe('theirs');
  rmSync(join(folder(), 'one.md'));
  await expect(specs.save(root, 'one', 'mine', TEXT)).rejects.toThrow(/deleted since you opened it/);
  expect(readdirSync(folder())).toEqual([]);
});

test('saving the same text twice is no clash', async () => {
  await specs.save(root, 'one', TEXT, null);
  expect(await specs.save(root, 'one', TEXT, null)).toMatchObject({ text: TEXT });
  expect(await specs.save(root, 'one', 'new', TEXT)).toMatchObject({ text: 'new' });
  expect(await specs.save(root, 'one', 'new', TEXT)).toMatchObject({ text: 'new' });
});

test('two new specs of one name at the same moment: one is written, the other is told', async () => {
  const results = await Promise.allSettled([specs.save(root, 'one', 'a', null), specs.save(root, 'one', 'b', null)]);
  const written = readFileSync(join(folder(), 'one.md'), 'utf8');
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.text] : []))).toEqual([written]);
});

test.each(['.drover', '.drover/specs'])('%s as a symbolic link is refused, and nothing is written through it', async (where) => {
  const outside = mkdtempSync(join(tmpdir(), 'drover-outside-'));
  if (where !== '.drover') mkdirSync(join(root, '.drover'));
  symlinkSync(outside, join(root, where));
  await expect(specs.save(root, 'one', TEXT, null)).rejects.toThrow(/symbolic link/);
  await expect(specs.list(root)).rejects.toThrow(/symbolic link/);
  expect(readdirSync(outside)).toEqual([]);
  rmSync(outside, { recursive: true });
});

test('a spec that is a symbolic link, a folder or no text is listed with what is wrong, and not followed', async () => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(root, 'secret'), 'secret');
  symlinkSync(join(root, 'secret'), join(folder(), 'link.md'));
  mkdirSync(join(folder(), 'folder.md'));
  writeFileSync(join(folder(), 'latin.md'), Buffer.from([0x2d, 0xe9]));
  writeFileSync(join(folder(), 'Not A Slug.md'), TEXT);
  const messages = (await specs.list(root)).map(({ slug, mistakes }) => `${slug}: ${mistakes[0]?.message ?? ''}`);
  expect(messages).toEqual([
    expect.stringMatching(/^folder: This is not a file/),
    expect.stringMatching(/^latin: The file is not UTF-8/),
    expect.stringMatching(/^link: This is a symbolic link/),
  ]);
  await expect(specs.save(root, 'link', 'x', 'secret')).rejects.toThrow(/symbolic link/);
  expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('secret');
  expect(lstatSync(join(folder(), 'link.md')).isSymbolicLink()).toBe(true);
});

test('a spec that is not there is a plain problem', async () => {
  await expect(specs.read(root, 'none')).rejects.toThrow(/no such spec/);
});

test('a slug is made of a title', () => {
  expect(slugOf('Add a --version flag!')).toBe('add-a-version-flag');
  expect(slugOf('Größe änd’re Épée')).toBe('grosse-and-re-epee');
  expect(slugOf('日本語')).toBe('spec');
  expect(slugOf('x'.repeat(200))).toHaveLength(60);
  expect(slugOf('One', ['one', 'one-2'])).toBe('one-3');
});
