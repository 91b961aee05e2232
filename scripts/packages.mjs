/** System packages: what is missing is installed where apt and root are at hand, otherwise named in one line. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MINUTE, run, say, SetupProblem } from './run.mjs';

/**
 * A need is a package and, where one is enough to tell, the command it brings. Alternatives are for Debian releases that renamed it.
 * @typedef {{ packages: string[], command?: string }} Need
 */

/** @param {string} command @param {string} [name] @returns {Need} */
const tool = (command, name = command) => ({ command, packages: [name] });
/** @param {string[]} packages @returns {Need} */
const library = (...packages) => ({ packages });

/** @type {Record<string, Need[]>} */
const groups = {
  sandbox: [tool('git'), tool('bwrap', 'bubblewrap'), tool('python3'), library('ca-certificates')],
  window: [
    library('libgtk-3-0', 'libgtk-3-0t64'),
    library('libnss3'),
    library('libasound2', 'libasound2t64'),
    library('libgbm1'),
    tool('Xvfb', 'xvfb'),
    tool('xauth'),
    tool('dbus-run-session', 'dbus'),
    tool('unzip'),
  ],
  compiler: [tool('g++')],
  tests: [
    tool('sshd', 'openssh-server'),
    tool('ssh', 'openssh-client'),
    tool('mmdebstrap'),
    library('qemu-user-static', 'qemu-user'),
    tool('ip', 'iproute2'),
    tool('ps', 'procps'),
    tool('gnome-keyring-daemon', 'gnome-keyring'),
    library('libsecret-1-0'),
    library('fonts-dejavu-core'),
    library('fonts-inter'),
    library('fonts-jetbrains-mono'),
  ],
};

/** A missing compiler stops what needs it; without the others the program says itself what it cannot do. */
const required = new Set(['compiler']);

/**
 * Makes the packages of these groups available, or says what to run.
 * @param {...('sandbox' | 'window' | 'compiler' | 'tests')} names
 */
export async function ensurePackages(...names) {
  const needs = names.flatMap((name) => groups[name] ?? []);
  if (process.platform !== 'linux') return hint(names, needs);
  const missing = await missingOf(needs);
  if (missing.length === 0) return;
  if (!has('apt-get')) return give(names, `install what gives you: ${missing.map((need) => need.command ?? need.packages[0]).join(', ')}`);
  if (process.getuid?.() !== 0) {
    const line = missing.map((need) => need.packages[0]).join(' ');
    return give(names, `run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${line}`);
  }
  await install(names, missing);
}

/** @param {string[]} names @param {Need[]} missing */
async function install(names, missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3', ...args], { limit: 20 * MINUTE, env });
  say('setup: apt-get update');
  await apt('update');
  const packages = await Promise.all(missing.map(available));
  say(`setup: installing ${packages.join(' ')}`);
  const all = await apt('install', '-y', '--no-install-recommends', ...packages);
  if (all.code === 0) return;
  // One that cannot be had must not keep out the rest.
  for (const name of packages) {
    const one = await apt('install', '-y', '--no-install-recommends', name);
    if (one.code !== 0) say(`setup: ${name} could not be installed: ${one.stderr.trim().split('\n').at(-1)}`);
  }
  if ((await missingOf(missing)).length > 0) give(names, `apt-get failed:\n${all.stderr.trim().split('\n').slice(-5).join('\n')}`);
}

/** The first of a need's names that this release has. @param {Need} need */
async function available(need) {
  for (const name of need.packages) {
    const { stdout } = await run('apt-cache', ['policy', name], { limit: MINUTE });
    if (/Candidate: (?!\(none\))/.test(stdout)) return name;
  }
  return need.packages[0] ?? '';
}

/** @param {Need[]} needs @returns {Promise<Need[]>} */
async function missingOf(needs) {
  const installed = has('dpkg-query') ? await installedOf(needs.flatMap((need) => need.packages)) : null;
  return needs.filter((need) => {
    if (need.command !== undefined) return !has(need.command);
    return installed !== null && !need.packages.some((name) => installed.has(name)); // without dpkg there is no telling
  });
}

/** @param {string[]} names */
async function installedOf(names) {
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names], { limit: MINUTE });
  return new Set(stdout.split('\n').flatMap((line) => (line.startsWith('installed ') ? [line.slice('installed '.length)] : [])));
}

/** @param {string} command */
export function has(command) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, command)) || existsSync(join(folder, `${command}.exe`)));
}

/** @param {string[]} names @param {string} todo */
function give(names, todo) {
  if (names.some((name) => required.has(name))) throw new SetupProblem(`setup: something is missing; ${todo}`);
  say(`setup: something is missing; ${todo}`);
}

/** @param {string[]} names @param {Need[]} needs */
function hint(names, needs) {
  const missing = ['git', 'python3'].filter((name) => needs.some((need) => need.command === name) && !has(name) && !has('python'));
  if (missing.length === 0) return;
  give(names, process.platform === 'darwin' ? 'run: xcode-select --install' : `install ${missing.join(' and ')} and put them on the PATH`);
}
