/** Electron's safeStorage as the vault's cipher. Only `main.ts` hands it in, once the application is ready. */
import type { SafeStorage } from 'electron';
import type { Cipher } from './vault.ts';

const INSTALL =
  'Install and unlock a keyring (gnome-keyring or KWallet) and start Drover again; until then keys are kept for this run only.';

/** On Linux without a keyring Electron can "encrypt" with a fixed key, `basic_text`. That protects nothing and is refused. */
export function safeStorageCipher(safeStorage: SafeStorage): Cipher {
  return {
    available() {
      if (!safeStorage.isEncryptionAvailable()) return { ok: false, reason: `This login has no keyring that Drover can use. ${INSTALL}` };
      if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) {
        return { ok: false, reason: `The only key store here writes keys as plain text. ${INSTALL}` };
      }
      return { ok: true };
    },
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (blob) => safeStorage.decryptString(blob),
  };
}
