import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Provider } from '../../shared/settings.ts';
import { anthropicProvider } from './anthropic-provider.ts';
import { openSettings } from './settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-settings-'));
  file = join(folder, 'data', 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the first start has one target, no provider and an installation of its own', () => {
  const store = openSettings(file);
  expect(store.get()).toMatchObject({
    version: 1,
    theme: 'system',
    providers: [],
    projects: [],
    targets: [{ kind: 'local', isolation: 'bubblewrap' }],
  });
  expect(store.get().installation).toMatch(/^[0-9a-f]{16}$/);
  expect(store.problem).toBeNull();
  expect(openSettings(file).get()).toEqual(store.get());
});

test('a change is on disk, told to listeners, and readable by its owner alone', () => {
  const store = openSettings(file);
  const themes: string[] = [];
  const stop = store.onChange((settings) => themes.push(settings.theme));
  store.update((settings) => ({ ...settings, theme: 'dark', providers: [anthropicProvider()] }));
  stop();
  store.update((settings) => ({ ...settings, theme: 'light' }));
  expect(themes).toEqual(['dark']);
  expect(openSettings(file).get()).toEqual(store.get());
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'data'))).toEqual(['settings.json']);
});

test('what another process writes is read, told to listeners, and not undone by a change of one’s own', () => {
  const store = openSettings(file);
  const other = openSettings(file);
  const themes: string[] = [];
  store.onChange((settings) => themes.push(settings.theme));
  other.update((settings) => ({ ...settings, theme: 'dark' }));
  expect(store.get().theme).toBe('dark');
  expect(store.get()).toBe(store.get());
  expect(themes).toEqual(['dark']);
  other.update((settings) => ({ ...settings, projects: ['/p'] }));
  store.update((settings) => ({ ...settings, theme: 'light' }));
  expect(other.get()).toMatchObject({ theme: 'light', projects: ['/p'] });
});

test('a file that somebody is still writing, or that is gone, leaves the settings as they were', () => {
  const store = openSettings(file);
  const before = store.get();
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.slice(0, 40));
  expect(store.get()).toEqual(before);
  expect(readFileSync(file, 'utf8')).toBe(text.slice(0, 40));
  writeFileSync(file, text.replace('"system"', '"dark"'));
  expect(store.get()).toEqual({ ...before, theme: 'dark' });
  rmSync(file);
  expect(store.get().theme).toBe('dark');
});

test('a change that is not sound is refused, and nothing of it stays', () => {
  const store = openSettings(file);
  const before = readFileSync(file, 'utf8');
  expect(() => store.update((settings) => ({ ...settings, providers: [{ ...anthropicProvider(), models: [] }] }))).toThrow(
    /add at least one model/,
  );
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(store.get().providers).toEqual([]);
});

test('a broken file is kept aside, said, and what is sound in it is used', () => {
  const { installation } = openSettings(file).get();
  const broken = JSON.stringify({
    version: 1,
    installation,
    theme: 'pink',
    providers: [anthropicProvider(), { id: '!' }],
    targets: 3,
    projects: ['/p', 4],
  });
  writeFileSync(file, broken);
  const store = openSettings(file);
  expect(store.get()).toMatchObject({
    installation,
    theme: 'system',
    providers: [{ id: 'anthropic' }],
    targets: [{ id: 'local' }],
    projects: ['/p'],
  });
  const kept = readdirSync(join(folder, 'data')).find((name) => name.endsWith('.kept')) ?? '';
  expect(readFileSync(join(folder, 'data', kept), 'utf8')).toBe(broken);
  expect(store.problem).toMatchObject({ what: 'The settings file could not be read whole', todo: expect.stringContaining(kept) as string });
  expect(openSettings(file).problem).toBeNull();
});

test('half a file and a file of a newer version are kept aside too', () => {
  openSettings(file);
  writeFileSync(file, '{"version": 1, "insta');
  expect(openSettings(file).problem).not.toBeNull();
  const newer = openSettings(file);
  writeFileSync(file, JSON.stringify({ ...newer.get(), version: 2, theme: 'dark' }));
  const store = openSettings(file);
  expect(store.problem?.what).toMatch(/newer version/);
  expect(store.get()).toMatchObject({ version: 1, theme: 'dark', installation: newer.get().installation });
});

test('the template of a provider is one that settings accept', () => {
  expect(Provider.parse(anthropicProvider())).toEqual(anthropicProvider());
});
