/** Makes this checkout able to run: system packages, an Electron, a better-sqlite3 that loads. The second time it is done in a moment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureElectron } from './electron.mjs';
import { setHooks } from './hooks.mjs';
import { ensurePackages } from './packages.mjs';
import { isStarted, main, root, say, SetupProblem } from './run.mjs';
import { ensureSqlite } from './sqlite.mjs';

/** For the window, or for its tests too. @param {{ tests?: boolean }} options */
export async function setup({ tests = false } = {}) {
  checkCheckout();
  await ensurePackages('sandbox', 'window', ...(tests ? /** @type {const} */ (['tests']) : []));
  const electron = await ensureElectron();
  await ensureSqlite(electron);
  await setHooks();
  return electron;
}

/** For the command line alone: no Electron, nothing of a window. */
export async function setupForTerminal() {
  checkCheckout();
  await ensurePackages('sandbox');
  await ensureSqlite(null);
}

function checkCheckout() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupProblem(`Drover needs Node 20.19 or newer; this is ${process.versions.node}.`);
  if (!existsSync(join(root, 'node_modules', 'better-sqlite3'))) throw new SetupProblem('Packages are missing. Run: npm ci');
}

if (isStarted(import.meta.url)) {
  await main(async () => {
    const electron = await setup({ tests: process.argv.includes('--tests') });
    say(`setup: done, with Electron ${electron.version} and Node ${process.versions.node}`);
  });
}
