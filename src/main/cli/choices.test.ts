/** What a person types, and what it means. */
import { describe, expect, it } from 'vitest';
import type { ProviderView } from '../../shared/settings-view.ts';
import { chooseWorker } from './choose-worker.ts';
import { coachedModel } from './coaching-worker.ts';
import { findSession } from './find-session.ts';
import { findSpec } from './find-spec.ts';

describe('a session id', () => {
  const ids = ['sesn_0mwxk2zjw00009a868b663502', 'sesn_0mwxk3c3c0000d6e7fe5c1779', 'sesn_317e93222dd1108755ba6f4a04'];
  it('may be cut to its beginning or its end where one session alone fits', () => {
    expect(findSession(ids, ids[1]!)).toBe(ids[1]);
    expect(findSession(ids, '3502')).toBe(ids[0]);
    expect(findSession(ids, 'sesn_317e')).toBe(ids[2]);
    expect(findSession(ids, '0mwxk3')).toBe(ids[1]);
  });
  it('that fits several, or none, or is too short, is refused', () => {
    expect(() => findSession(ids, '0mwx')).toThrow('2 sessions have ids like this');
    expect(() => findSession(ids, 'nothing')).toThrow('There is no such session');
    expect(() => findSession(ids, '04')).toThrow('There is no such session');
    expect(() => findSession([], 'sesn_')).toThrow('There is no such session');
  });
});

describe('a spec', () => {
  it('is found by its file or by its name', () => {
    expect(findSpec('/r/.drover/specs/retry-uploads.md', undefined)).toEqual({ project: '/r', slug: 'retry-uploads' });
    expect(findSpec('retry-uploads', '/r')).toEqual({ project: '/r', slug: 'retry-uploads' });
    expect(() => findSpec('notes.md', undefined)).toThrow('This is not where a spec is');
    expect(() => findSpec('/r/.drover/specs/../../etc/passwd', undefined)).toThrow('This is not where a spec is');
  });
});

describe('a worker', () => {
  const provider = (id: string, key: ProviderView['key'], ...models: string[]): ProviderView => ({
    id,
    name: id,
    baseURL: 'https://example.test',
    versionHeader: '',
    models: models.map((model) => ({
      id: model,
      prices: { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 },
      maxOutputTokens: 1,
      contextTokens: 1,
    })),
    key,
    builtIn: id === 'rehearsal',
  });
  const rehearsal = provider('rehearsal', 'memory', 'demo');
  const choose = (providers: ProviderView[], asked: Parameters<typeof chooseWorker>[1] = {}) =>
    chooseWorker({ providers, targets: [] }, asked, (id) => `KEY_${id}`);

  it('is the first provider with a key and its first model, or whoever has the model that was asked for', () => {
    const providers = [provider('a', 'none', 'x'), provider('b', 'memory', 'y', 'z'), rehearsal];
    expect(choose(providers)).toEqual({ provider: 'b', model: 'y', target: 'local' });
    expect(choose(providers, { model: 'z', target: 'box' })).toEqual({ provider: 'b', model: 'z', target: 'box' });
    expect(choose(providers, { model: 'demo' })).toMatchObject({ provider: 'rehearsal' });
    expect(choose(providers, { provider: 'rehearsal' })).toMatchObject({ provider: 'rehearsal', model: 'demo' });
  });
  it('that cannot be had is refused, with the variable that its key comes in', () => {
    expect(() => choose([provider('a', 'none', 'x'), rehearsal])).toThrow('KEY_a');
    expect(() => choose([rehearsal])).toThrow('There is no provider of models yet');
    expect(() => choose([rehearsal], { model: 'nobody' })).toThrow('No provider has a model "nobody"');
    expect(() => choose([rehearsal], { provider: 'nobody' })).toThrow('is not in the settings');
  });
});

describe('the model that coaching is asked about', () => {
  const newest = { provider: 'p', model: 'new', target: 'box' };
  const records = [
    { provider: 'q', model: 'tried' },
    { provider: 'r', model: 'tried' },
  ];
  const providers = [
    { id: 'r', models: [{ id: 'other' }] },
    { id: 's', models: [{ id: 'other' }, { id: 'new' }] },
  ];
  const known = { newest, records, providers };
  it('is that of the newest dispatch, else the one that was tried last, and no other', () => {
    expect(coachedModel({}, known)).toEqual({ provider: 'p', model: 'new' });
    expect(coachedModel({}, { ...known, newest: null })).toEqual({ provider: 'r', model: 'tried' });
    expect(coachedModel({}, { newest: null, records: [], providers })).toBeNull();
  });
  it('comes from where it was last had, else from the first provider that has it', () => {
    expect(coachedModel({ model: 'new' }, known)).toEqual({ provider: 'p', model: 'new' });
    expect(coachedModel({ model: 'tried' }, known)).toEqual({ provider: 'r', model: 'tried' });
    expect(coachedModel({ model: 'other' }, known)).toEqual({ provider: 'r', model: 'other' });
    expect(coachedModel({ provider: 's' }, known)).toEqual({ provider: 's', model: 'other' });
    expect(coachedModel({ model: 'nowhere' }, known)).toBeNull();
  });
  it('is what was named whole, whoever knows it', () => {
    expect(coachedModel({ provider: 'x', model: 'y' }, known)).toEqual({ provider: 'x', model: 'y' });
  });
});
