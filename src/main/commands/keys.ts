import { keyName } from '../app/providers.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * A terminal has no keyring: the key of provider `my-gateway` comes in `DROVER_KEY_MY_GATEWAY`, is kept in memory, and is
 * taken out of the environment, so that no program that is started from here inherits it.
 */
export async function takeKeys({ settings, vault }: { settings: SettingsStore; vault: Vault }, env = process.env): Promise<void> {
  for (const { id } of settings.get().providers) {
    const name = keyVariable(id);
    const key = env[name];
    delete env[name];
    if (key !== undefined && key !== '') await vault.set(keyName(id), key);
  }
}

export const keyVariable = (provider: string): string => `DROVER_KEY_${provider.toUpperCase().replaceAll('-', '_')}`;
