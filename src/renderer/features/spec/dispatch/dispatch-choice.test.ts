import { expect, test } from 'vitest';
import type { ProviderView, SettingsView } from '../../../../shared/settings-view.ts';
import { choiceMistake, firstChoice } from './dispatch-choice.ts';

const provider = (id: string, over: Partial<ProviderView>): ProviderView => ({
  id,
  name: id,
  baseURL: 'https://a.example',
  models: [{ id: `${id}-1`, prices: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }, maxOutputTokens: 1000, contextTokens: 200_000 }],
  versionHeader: '',
  key: 'none',
  builtIn: false,
  ...over,
});
const settings: SettingsView = {
  theme: 'system',
  dailyBudget: {},
  trials: { smallest: 0.2, maxPairs: 300 },
  providers: [provider('rehearsal', { builtIn: true }), provider('nokey', {}), provider('cloud', { key: 'stored' })],
  targets: [{ kind: 'local', id: 'local', name: 'This computer', isolation: 'bubblewrap', toolPaths: [], builtIn: true }],
  projects: [],
  keyring: { available: true, reason: '' },
};

test('a provider with a key comes before the rehearsal', () => {
  expect(firstChoice(settings, [])).toEqual({ provider: 'cloud', model: 'cloud-1', target: 'local' });
});

test('a provider without a key is said before the dispatch', () => {
  expect(choiceMistake(settings, { provider: 'nokey', model: 'nokey-1', target: 'local' })).toBe('nokey has no key yet.');
  expect(choiceMistake(settings, { provider: 'rehearsal', model: 'x', target: 'local' })).toBeNull();
});
