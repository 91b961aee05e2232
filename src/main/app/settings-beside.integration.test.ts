/** The window and the terminal on one data folder: what the one sets holds for the other at once. */
import { expect, it } from 'vitest';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();

it('a target that another process adds or changes is there as it is set now', { timeout: TIME_LIMIT_MS }, async () => {
  const other = await at.beside();
  const second = { kind: 'local' as const, id: 'second', name: 'Second', isolation: 'bubblewrap' as const, toolPaths: [] };
  other.settings.update((settings) => ({ ...settings, targets: [...settings.targets, second] }));
  const target = await at.drover.targets.get('second');
  expect(await target.probe()).toMatchObject({ isolation: 'bubblewrap' });
  expect(await at.drover.targets.get('second')).toBe(target);

  const change = (isolation: 'none' | 'bubblewrap', places: number): void => {
    const targets = [...other.settings.get().targets.filter(({ id }) => id !== 'second'), { ...second, isolation, places }];
    other.settings.update((settings) => ({ ...settings, targets }));
  };
  change('bubblewrap', 1);
  expect(await at.drover.targets.get('second')).toBe(target);
  change('none', 1);
  expect(await (await at.drover.targets.get('second')).probe()).toMatchObject({ isolation: 'none' });
});
