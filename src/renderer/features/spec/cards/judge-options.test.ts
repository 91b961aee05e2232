import { expect, test } from 'vitest';
import type { SettingsView } from '../../../../shared/settings-view.ts';
import { judgeOfValue, judgeOptions, valueOfJudge, type Judge } from './judge-options.ts';

const model = (id: string) => ({
  id,
  prices: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  maxOutputTokens: 16_000,
  contextTokens: 200_000,
});
const settings: SettingsView = {
  theme: 'system',
  dailyBudget: {},
  trials: { smallest: 0.2, maxPairs: 300 },
  providers: [
    { id: 'one', name: 'One', baseURL: 'https://models.test', versionHeader: '', key: 'stored', builtIn: false, models: [model('small')] },
  ],
  targets: [],
  projects: [],
  keyring: { available: true, reason: '' },
};
const choices = (written: Judge): (Judge | undefined)[] => judgeOptions(settings, written).map(({ value }) => judgeOfValue(value));

test('the session’s own and the models of the settings', () => {
  expect(choices({ provider: '', model: '' })).toEqual([undefined, { provider: 'one', model: 'small' }]);
  expect(choices({ provider: 'one', model: 'small' })).toHaveLength(2);
});

test('what is written and the settings do not have stays a choice, half of it too', () => {
  for (const written of [
    { provider: 'two', model: 'small' },
    { provider: 'one', model: '' },
    { provider: '', model: 'gone' },
  ]) {
    expect(choices(written).at(-1)).toEqual(written);
    expect(judgeOptions(settings, written).at(-1)).toMatchObject({ value: valueOfJudge(written), detail: 'not in the settings' });
  }
});
