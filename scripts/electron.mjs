/**
 * Which Electron runs the application: the one package.json names, downloaded once; where that cannot be downloaded, the
 * stand-in of electron-stand-in.mjs, for development and tests only. The choice is kept in .electron/runtime.json.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeStandIn, standInFolder } from './electron-stand-in.mjs';
import { isStarted, main, MINUTE, root, run, say, SetupProblem } from './run.mjs';

/**
 * `override` is the folder for ELECTRON_OVERRIDE_DIST_PATH, null for the package's own binary.
 * @typedef {{ path: string, version: string, override: string | null }} ElectronRuntime
 */

const home = join(root, 'node_modules', 'electron');
const noted = join(root, '.electron', 'runtime.json');

/** @returns {Promise<ElectronRuntime>} */
export async function ensureElectron() {
  const wanted = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  const chosen = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (chosen) return inFolder(chosen);
  if (hasOwn(wanted)) return own(wanted);
  if (remembersStandIn(wanted)) return inFolder(standInFolder);
  if (await download(wanted)) {
    say(`setup: Electron ${wanted} is in place`);
    return own(wanted);
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupProblem(
      `setup: Electron ${wanted} could not be downloaded. Check the network (ELECTRON_MIRROR names another host) and run it again.`,
    );
  }
  await makeStandIn();
  mkdirSync(join(root, '.electron'), { recursive: true });
  writeFileSync(noted, JSON.stringify({ wanted }));
  const runtime = inFolder(standInFolder);
  say(
    `setup: Electron ${wanted} could not be downloaded; Electron ${runtime.version} stands in, for development and tests (npm run setup -- --again tries anew)`,
  );
  return runtime;
}

/** What a process needs in its environment so that the npm package `electron` finds this runtime.
 * @param {ElectronRuntime} runtime */
export function electronEnvironment({ override }) {
  return override === null ? process.env : { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: override };
}

/** @param {string} wanted */
function hasOwn(wanted) {
  const version = join(home, 'dist', 'version');
  return existsSync(join(home, 'path.txt')) && existsSync(version) && readFileSync(version, 'utf8').replace(/^v/, '').trim() === wanted;
}

/** @param {string} version @returns {ElectronRuntime} */
function own(version) {
  return { path: join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8')), version, override: null };
}

/** @param {string} folder @returns {ElectronRuntime} */
function inFolder(folder) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const path = join(folder, names[process.platform] ?? 'electron');
  if (!existsSync(path)) throw new SetupProblem(`setup: there is no Electron in ${folder} (ELECTRON_OVERRIDE_DIST_PATH)`);
  const version = join(folder, 'version');
  return {
    path,
    version: existsSync(version) ? readFileSync(version, 'utf8').replace(/^v/, '').trim() : 'of unknown version',
    override: folder,
  };
}

/** @param {string} wanted */
function remembersStandIn(wanted) {
  if (!existsSync(noted) || !existsSync(join(standInFolder, 'version')) || process.argv.includes('--again')) return false;
  return JSON.parse(readFileSync(noted, 'utf8')).wanted === wanted;
}

/** Five minutes where its host answers; elsewhere only as long as a copy in the user's cache takes. @param {string} version */
async function download(version) {
  const answers = await hostAnswers();
  if (answers) say(`setup: downloading Electron ${version} (about 120 MB, once)`);
  const limit = answers ? 5 * MINUTE : MINUTE / 4;
  const { code } = await run(process.execPath, [join(home, 'install.js')], { limit });
  return code === 0 && hasOwn(version);
}

async function hostAnswers() {
  const host =
    process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

if (isStarted(import.meta.url)) await main(async () => console.log((await ensureElectron()).path));
