/** The system's dialogs, over the one window. Each resolves to null where the user closed it. */
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

export interface FileKind {
  name: string;
  /** Without the dot. */
  extensions: string[];
}

export const pickFolder = (title: string): Promise<string | null> => pick({ title, properties: ['openDirectory'] });

export const pickFile = (title: string, kind: FileKind): Promise<string | null> =>
  pick({ title, properties: ['openFile'], filters: [kind] });

export async function pickNewFile(title: string, name: string, kind: FileKind): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  const options = { title, defaultPath: name, filters: [kind] };
  const picked = window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  return picked.canceled || picked.filePath === '' ? null : picked.filePath;
}

async function pick(options: OpenDialogOptions): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  const picked = window === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return picked.filePaths[0] ?? null;
}
