/** The application's root: everything is built here and handed down. `onReady` reads as its table of contents. */
import { app, BrowserWindow, dialog, nativeTheme, powerMonitor, safeStorage, type IpcMainInvokeEvent } from 'electron';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Push } from '../shared/ipc.ts';
import { toProblem } from '../shared/problem.ts';
import type { Settings } from '../shared/settings.ts';
import { dataFolder } from './app/data-folder.ts';
import { openDrover, type Drover } from './app/drover.ts';
import { createHandlers } from './handlers/handlers.ts';
import { registerIpc, type Served } from './ipc/register.ts';
import { safeStorageCipher } from './vault/safe-storage.ts';
import { listenForLinks, type Links } from './window/links.ts';
import { pickFile, pickFolder, pickNewFile } from './window/dialogs.ts';
import { focusWindow, openWindow, setMenu } from './window/open.ts';
import { denyEverythingElse, isOwnPage, registerScheme, servePage } from './window/security.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** The major version of Electron that Drover ships with. */
const OLDEST_RUNTIME = 45;

/** How long the application may take to let go of its targets when it closes. */
const CLOSE_LIMIT_MS = 5000;

function start(): void {
  app.setPath('userData', dataFolder());
  if (!app.requestSingleInstanceLock()) return app.quit();
  registerScheme();
  const links = listenForLinks((link) => push({ kind: 'open', link }));
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) focusWindow(window);
  });
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(() => onReady(links))
    .catch((error: unknown) => {
      const { what, where, todo } = toProblem(error, 'starting Drover');
      dialog.showErrorBox('Drover cannot start', `${what}\n\n${where}\n\n${todo}`);
      app.exit(1);
    });
}

async function onReady(links: Links): Promise<void> {
  denyEverythingElse();
  servePage(join(here, '..', 'renderer'));
  setMenu();
  const opening = openDrover({
    dataDir: app.getPath('userData'),
    resources: resourcesFolder(),
    cipher: safeStorageCipher(safeStorage),
    logWorker: pathToFileURL(join(here, 'store-worker.js')),
    indexWorker: pathToFileURL(join(here, 'index-worker.js')),
    importWorker: pathToFileURL(join(here, 'import-worker.js')),
  });
  registerIpc(
    opening.then((drover) => served(drover, links)),
    isTrusted,
  );
  // The page loads while the log opens; its first calls wait for their answers.
  const preload = join(here, '..', 'preload', 'index.cjs');
  const window = openWindow(preload);
  const drover = await opening;
  quitCleanly(drover);
  nativeTheme.themeSource = drover.settings.get().theme;
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openWindow(preload);
  });
  await window;
  powerMonitor.on('resume', () => drover.hurry());
  await drover.resume();
}

/** What the window may call, and how answers are kept free of secrets. */
function served(drover: Drover, links: Links): Served {
  const setTheme = (theme: Settings['theme']): void => void (nativeTheme.themeSource = theme);
  return {
    handlers: createHandlers(drover, { about: about(), pickFolder, pickFile, pickNewFile, push, setTheme, takeLink: () => links.take() }),
    mask: (text) => drover.vault.mask(text),
  };
}

function about(): { version: string; runtime: string; notes: string[] } {
  const { electron = '', chrome = '' } = process.versions;
  const notes: string[] = [];
  if (Number.parseInt(electron, 10) < OLDEST_RUNTIME) {
    notes.push(
      `This is a stand-in runtime (Electron ${electron}) for development and tests. Run "npm run setup" where Electron can be downloaded to get the real one.`,
    );
  }
  if (process.getuid?.() === 0)
    notes.push('Drover runs as root: the window has no sandbox of the operating system. Use an ordinary user for real work.');
  return { version: app.getVersion(), runtime: `Electron ${electron}, Chromium ${chrome}`, notes };
}

/** In a packed application the resources lie beside its archive, elsewhere in the repository. */
function resourcesFolder(): string {
  return app.isPackaged ? join(process.resourcesPath, 'resources') : join(here, '..', '..', 'resources');
}

function isTrusted(event: IpcMainInvokeEvent): boolean {
  return isOwnPage(event.senderFrame) && BrowserWindow.fromWebContents(event.sender) !== null;
}

function push(message: Push): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send('drover:push', message);
}

/** Quitting waits until drivers have let go; what runs on a target goes on and is collected at the next start. */
function quitCleanly(drover: Drover): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS));
    void Promise.race([drover.close(), limit]).finally(() => {
      closed = true;
      app.quit();
    });
  });
}

start();
