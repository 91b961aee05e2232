/** Starts the built application as a user would, on a profile of its own, and cleans up after it. */
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface LaunchOptions {
  /** An existing profile; without it a fresh one, removed when the test ends. */
  dataDir?: string;
  /** On top of the test's own environment. */
  env?: Record<string, string>;
  /** Switches and arguments after the application's folder. */
  args?: string[];
  /** Which Electron; without it the one that the npm package `electron` finds. Needed where `--password-store` counts. */
  executablePath?: string;
}

export interface Launched {
  app: ElectronApplication;
  page: Page;
  dataDir: string;
  /** Ends the application as a user does. Does nothing where it has ended already. */
  close(): Promise<void>;
  /** Ends the application as a power cut does. */
  kill(): Promise<void>;
}

export type Launch = (options?: LaunchOptions) => Promise<Launched>;

interface Fixtures {
  /** A folder in the system's temporary folder, removed when the test ends. */
  temporaryFolder: (name: string) => string;
  /** Starts the application; what still runs when the test ends is closed. */
  launch: Launch;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its first argument's pattern
  temporaryFolder: async ({}, use) => {
    const folders: string[] = [];
    await use((name) => {
      const folder = mkdtempSync(join(tmpdir(), `drover-e2e-${name}-`));
      folders.push(folder);
      return folder;
    });
    // Not rmSync: where a process that is just ending still writes there, it tries the folder again without what was added.
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  },
  launch: async ({ temporaryFolder }, use) => {
    const running: Launched[] = [];
    await use(async (options = {}) => {
      const launched = await start({ ...options, dataDir: options.dataDir ?? temporaryFolder('profile') });
      running.push(launched);
      return launched;
    });
    for (const launched of running) await launched.close();
  },
});

export { expect } from '@playwright/test';

/** The arguments and environment of one application, for tests that start it without Playwright's hands on it. */
export function environment(dataDir: string, env: Record<string, string> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(inherited), DROVER_DATA_DIR: dataDir, ...env };
}

async function start({ dataDir, env, args = [], executablePath }: LaunchOptions & { dataDir: string }): Promise<Launched> {
  const app = await _electron.launch({
    args: ['.', ...args],
    cwd: root,
    env: environment(dataDir, env),
    ...(executablePath !== undefined && { executablePath }),
  });
  askOnceMore(app);
  // Taken now: once it has ended, Playwright knows it no more.
  const child = app.process();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    if (isOver()) return;
    child.kill('SIGKILL');
    await ended;
  };
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const page = await app.firstWindow().catch(async (error: unknown) => {
    await kill();
    throw new Error(`No window came. The application said:\n${said}`, { cause: error });
  });
  return {
    app,
    page,
    dataDir,
    async close() {
      if (isOver()) return;
      await app.close();
    },
    kill,
  };
}

/**
 * The main process may throw a result's promise away before Playwright has it ("Resulting promise was garbage collected", seen once
 * in some thousand calls): what was asked is asked once more. Nothing that tests ask for is otherwise the second time.
 */
function askOnceMore(app: ElectronApplication): void {
  const ask = app.evaluate.bind(app);
  const again = async (...asked: Parameters<typeof ask>): Promise<unknown> => {
    try {
      return await ask(...asked);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('promise was garbage collected'))) throw error;
      return ask(...asked);
    }
  };
  // Its type follows from what it is asked for, which goes through as it came.
  app.evaluate = again as typeof app.evaluate;
}
