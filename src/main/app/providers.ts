/** The models that can be asked: the user's providers, and the rehearsal model that ships with Drover. */
import { ProblemError } from '../../shared/problem.ts';
import type { ProviderView } from '../../shared/settings-view.ts';
import type { Provider } from '../../shared/settings.ts';
import type { ProviderAccess } from '../model/client.ts';
import { startRehearsal } from '../model/rehearsal/server.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Vault } from '../vault/vault.ts';

/** The built-in provider's id. */
export const REHEARSAL = 'rehearsal';

/** What a small hosted model costs, so that the demo's sums look like the real ones. */
const REHEARSAL_PRICES = { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 };

/** Rehearsals of misbehaviour: they can be dispatched by name, but nobody chooses one from a list. */
const FOR_TESTS = /^(fault|odd)-/;

export interface Providers {
  access(id: string): ProviderAccess | undefined;
  /** Throws a `ProblemError` where the provider or the model is not in the settings. */
  require(id: string, model: string): ProviderAccess;
  /** What the model's window holds; the default where the model is not in the settings any more. */
  contextTokens(id: string, model: string): number;
  views(): ProviderView[];
  close(): Promise<void>;
}

/**
 * @param options.scripts the folder of the rehearsal model's scripts
 * @param options.hurry lets the rehearsal model answer without the pace of a real one
 */
export async function openProviders(options: {
  scripts: string;
  hurry: boolean;
  settings: SettingsStore;
  vault: Vault;
}): Promise<Providers> {
  const { settings, vault } = options;
  const rehearsal = await startRehearsal({ scriptsDir: options.scripts, hurry: options.hurry });
  // What a new user should see first stands first.
  const ordered = rehearsal.models.toSorted((a, b) => Number(b.id === 'demo') - Number(a.id === 'demo'));
  const builtIn: Provider = {
    id: REHEARSAL,
    name: 'Rehearsal (scripted, no key)',
    baseURL: rehearsal.baseURL,
    models: ordered.map((model) => ({ ...model, prices: REHEARSAL_PRICES, maxOutputTokens: 16_000 })),
    versionHeader: '',
  };

  const access = (id: string): ProviderAccess | undefined => {
    if (id === REHEARSAL) return { settings: builtIn, key: async () => rehearsal.key };
    const provider = settings.get().providers.find((other) => other.id === id);
    return provider && { settings: provider, key: async () => vault.get(keyName(id)) };
  };

  return {
    access,
    require(id, model) {
      const found = access(id);
      if (found === undefined)
        throw new ProblemError({
          what: `The provider "${id}" is not in the settings`,
          where: 'Settings, Providers',
          todo: 'Add it, or choose another one.',
        });
      if (!found.settings.models.some((other) => other.id === model)) {
        throw new ProblemError({
          what: `${found.settings.name} has no model "${model}"`,
          where: 'Settings, Providers',
          todo: 'Add the model to the provider, or choose another one.',
        });
      }
      return found;
    },
    contextTokens: (id, model) => access(id)?.settings.models.find((other) => other.id === model)?.contextTokens ?? 200_000,
    views: () => [
      ...settings
        .get()
        .providers.map((provider): ProviderView => ({ ...provider, key: vault.where(keyName(provider.id)), builtIn: false })),
      { ...builtIn, models: builtIn.models.filter((model) => !FOR_TESTS.test(model.id)), key: 'memory', builtIn: true },
    ],
    close: () => rehearsal.close(),
  };
}

/** The name under which the vault keeps a provider's key. */
export function keyName(provider: string): string {
  return `provider:${provider}`;
}
