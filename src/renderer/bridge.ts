/** The only file that touches `window`: the preload's bridge and what the window remembers between runs. */
import type { DroverBridge } from '../shared/ipc.ts';

declare global {
  interface Window {
    readonly drover: DroverBridge;
  }
}

export function getBridge(): DroverBridge {
  return window.drover;
}

/** Sizes of panels and the like; never anything that matters. Storage that is refused is no storage. */
export const layoutStorage: Pick<Storage, 'getItem' | 'setItem'> = {
  getItem(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key, value) {
    try {
      window.localStorage.setItem(key, value);
    } catch {
      // Full or refused: the panel has its default size next time.
    }
  },
};

/** What somebody wrote and has not sent yet. Unlike sizes it matters: `setItem` says whether it is kept. */
export const draftStorage = {
  getItem: (key: string): string | null => layoutStorage.getItem(key),
  setItem(key: string, value: string): boolean {
    try {
      window.localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  },
  removeItem(key: string): void {
    try {
      window.localStorage.removeItem(key);
    } catch {
      // Refused: then it is not there either.
    }
  },
  keys(): string[] {
    try {
      return Object.keys(window.localStorage);
    } catch {
      return [];
    }
  },
};

/** Calls back on every key pressed anywhere in the window; returns the function that ends it. */
export function onKeyDown(listener: (event: KeyboardEvent) => void): () => void {
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}

/** Puts text on the clipboard; false where the system refused. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await window.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function isMac(): boolean {
  return window.navigator.platform.startsWith('Mac');
}

/** Calls back when the window gets the focus again; returns the function that ends it. */
export function onWindowFocus(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  return () => window.removeEventListener('focus', listener);
}
