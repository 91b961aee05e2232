/**
 * better-sqlite3 ships Node-API 10 prebuilds: fine on Node >= 22.14 and on Electron >= 36, a crash on what is older.
 * Where one of the two runtimes cannot load the prebuild, a Node-API 9 build takes its place; it loads in all of them.
 * It is compiled without node-gyp: the headers come from npm (node-api-headers), so only g++ is needed.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from './packages.mjs';
import { isStarted, main, MINUTE, root, run, say, SetupProblem } from './run.mjs';

const home = join(root, 'node_modules', 'better-sqlite3');
const built = join(home, 'build', 'Release', 'better_sqlite3.node');
const noted = join(home, '.drover-probed.json');

const PROBE = `
  const db = new (require('better-sqlite3'))(':memory:');
  db.aggregate('total', { start: () => 'a', step: (sum, next) => sum + next, result: (sum) => sum });
  db.exec('create table t (v text)');
  db.prepare('insert into t values (?), (?)').run('b', 'c');
  if (db.prepare('select total(v) as v from t').get().v !== 'abc') process.exit(3);
`;

/** @param {import('./electron.mjs').ElectronRuntime | null} electron null where only Node will load it */
export async function ensureSqlite(electron) {
  const known = JSON.stringify([process.version, electron === null ? null : [electron.version, electron.path]]);
  if (existsSync(noted) && known === readFileSync(noted, 'utf8')) return;
  if (!(await loadsEverywhere(electron))) {
    await build();
    if (!(await loadsEverywhere(electron)))
      throw new SetupProblem('better-sqlite3 was built but does not load. Remove .electron and node_modules, then try again.');
  }
  writeFileSync(noted, known);
}

/** @param {import('./electron.mjs').ElectronRuntime | null} electron */
async function loadsEverywhere(electron) {
  const limit = MINUTE / 2;
  if ((await run(process.execPath, ['-e', PROBE], { limit })).code !== 0) return false;
  if (electron === null) return true;
  return (await run(electron.path, ['-e', PROBE], { limit, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })).code === 0;
}

async function build() {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const cached = join(root, '.electron', `better-sqlite3-${version}-${process.platform}-${process.arch}-napi9.node`);
  if (!existsSync(cached)) await compile(cached);
  mkdirSync(join(home, 'build', 'Release'), { recursive: true });
  cpSync(cached, `${built}.new`);
  renameSync(`${built}.new`, built); // never written over: a running process may have it mapped
}

/** @param {string} target */
async function compile(target) {
  if (process.platform !== 'linux')
    throw new SetupProblem('better-sqlite3 needs Node 22.14 or newer here. Install it and run the command again.');
  await ensurePackages('compiler');
  mkdirSync(join(root, '.electron'), { recursive: true });
  const work = join(root, '.electron', `sqlite-${process.pid}`);
  rmSync(work, { recursive: true, force: true });
  cpSync(join(home, 'src'), join(work, 'src'), { recursive: true });
  cpSync(join(root, 'scripts', 'sqlite-napi9.hpp'), join(work, 'src', 'util', 'napi9.hpp'));
  const source = join(work, 'src', 'better_sqlite3.cpp');
  writeFileSync(source, includeAfterNapi(readFileSync(source, 'utf8')));
  say('setup: building better-sqlite3 for this Node (once, about a minute)');
  const deps = join(home, 'deps', 'sqlite3');
  const include = ['node-api-headers/include', 'node-addon-api'].map((name) => `-I${join(root, 'node_modules', name)}`);
  const common = ['-O2', '-DNDEBUG', '-fPIC', '-pthread', '-w', `-I${deps}`];
  const cpp = ['-std=c++20', '-fno-exceptions', '-fno-rtti', '-fvisibility=hidden', '-fvisibility-inlines-hidden'];
  const napi = [
    '-DNAPI_VERSION=9',
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    '-DBUILDING_NODE_EXTENSION',
  ];
  const steps = [
    ['gcc', '-std=gnu99', ...common, ...sqliteDefines(), '-c', join(deps, 'sqlite3.c'), '-o', join(work, 'sqlite3.o')],
    ['g++', ...cpp, ...common, ...napi, ...include, '-c', source, '-o', join(work, 'binding.o')],
  ];
  await Promise.all(steps.map(compileStep));
  const link = ['-shared', '-s', '-pthread', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-static-libgcc'];
  await compileStep(['g++', ...link, join(work, 'binding.o'), join(work, 'sqlite3.o'), '-ldl', '-lm', '-o', `${work}.node`]);
  renameSync(`${work}.node`, target);
  rmSync(work, { recursive: true, force: true });
}

/** @param {string[]} step */
async function compileStep([command = '', ...args]) {
  const { code, stderr } = await run(command, args, { limit: 10 * MINUTE });
  if (code !== 0) throw new SetupProblem(`better-sqlite3 could not be built (${command}):\n${stderr.split('\n').slice(-15).join('\n')}`);
}

/** @param {string} text */
function includeAfterNapi(text) {
  const changed = text.replace(/^#include <napi.h>$/m, '$&\n#include "util/napi9.hpp"');
  if (changed === text) throw new SetupProblem('better-sqlite3 has changed: scripts/sqlite.mjs does not know where napi.h is included.');
  return changed;
}

/** The package's own list of defines, which only node-gyp reads otherwise. */
function sqliteDefines() {
  const text = readFileSync(join(home, 'deps', 'defines.gypi'), 'utf8');
  return [...text.matchAll(/^ {4}'([^']+)',$/gm)].map((match) => `-D${match[1]}`);
}

if (isStarted(import.meta.url)) await main(() => ensureSqlite(null));
