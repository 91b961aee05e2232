/** Calls from the window about settings: the theme, providers and their keys, targets. */
import type { Channel } from '../../shared/ipc.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Drover } from '../app/drover.ts';
import { keyName, REHEARSAL } from '../app/providers.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

type Channels = Extract<Channel, `settings.${string}` | `provider.${string}` | `target.${string}` | `ssh.${string}`>;

export function settingsHandlers(drover: Drover, shell: Pick<Shell, 'push' | 'setTheme'>): Pick<Handlers, Channels> {
  return {
    'settings.get': () => drover.settingsView(),
    'settings.theme': ({ theme }) => {
      drover.settings.update((settings) => ({ ...settings, theme }));
      shell.setTheme(theme);
      shell.push({ kind: 'settings', settings: drover.settingsView() });
      return null;
    },
    'settings.dailyBudget': ({ budget }) => {
      drover.settings.update((settings) => ({ ...settings, dailyBudget: budget }));
      shell.push({ kind: 'settings', settings: drover.settingsView() });
      return null;
    },
    'settings.trials': ({ trials }) => {
      drover.settings.update((settings) => ({ ...settings, trials }));
      shell.push({ kind: 'settings', settings: drover.settingsView() });
      return null;
    },
    'provider.save': async ({ provider, key }) => {
      if (provider.id === REHEARSAL) throw builtIn('provider');
      drover.settings.update((settings) => ({ ...settings, providers: replace(settings.providers, provider) }));
      if (key !== undefined) await drover.vault.set(keyName(provider.id), key);
      return drover.settingsView();
    },
    'provider.remove': async ({ id }) => {
      drover.settings.update((settings) => ({ ...settings, providers: settings.providers.filter((other) => other.id !== id) }));
      await drover.vault.remove(keyName(id));
      return drover.settingsView();
    },
    'provider.test': ({ id, model }) => drover.testProvider(id, model),
    'target.save': async ({ target }) => {
      drover.settings.update((settings) => ({ ...settings, targets: replace(settings.targets, target) }));
      await drover.targets.forget(target.id);
      return drover.settingsView();
    },
    'target.remove': async ({ id }) => {
      if (id === 'local') throw builtIn('target');
      drover.settings.update((settings) => ({ ...settings, targets: settings.targets.filter((other) => other.id !== id) }));
      await drover.targets.forget(id);
      return drover.settingsView();
    },
    'target.test': ({ id }) => drover.targets.test(id),
    'target.trust': async ({ id, fingerprint }) => {
      await drover.targets.trust(id, fingerprint);
      return null;
    },
    'target.passphrase': async ({ id, passphrase }) => {
      await drover.targets.passphrase(id, passphrase);
      return null;
    },
    'ssh.hosts': () => drover.targets.hosts(),
  };
}

function replace<T extends { id: string }>(list: readonly T[], item: T): T[] {
  const at = list.findIndex((other) => other.id === item.id);
  return at === -1 ? [...list, item] : list.with(at, item);
}

function builtIn(thing: string): ProblemError {
  return new ProblemError({ what: `This ${thing} is built in`, where: 'Settings', todo: `Add a ${thing} of your own beside it.` });
}
