import type { EventLink } from '../../shared/event-link.ts';
import type { Push } from '../../shared/ipc.ts';
import type { Settings } from '../../shared/settings.ts';

/** What a file dialog offers, e.g. `jsonl`. */
interface FileKind {
  name: string;
  extensions: string[];
}

/** What calls from the window need of the window and the system around it. */
export interface Shell {
  about: { version: string; runtime: string; notes: string[] };
  /** Dialogs of the system; null where the user closed one. */
  pickFolder(title: string): Promise<string | null>;
  pickFile(title: string, kind: FileKind): Promise<string | null>;
  pickNewFile(title: string, name: string, kind: FileKind): Promise<string | null>;
  push(message: Push): void;
  setTheme(theme: Settings['theme']): void;
  /** The link that the application was started with, once. */
  takeLink(): EventLink | null;
}
