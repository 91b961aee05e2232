/**
 * `npm run bench [names]`: runs what bench/*.ts exports as `bench…`, one file after another, each in a process of its own,
 * and prints one table. Nothing is asserted: a figure beside what it is held against is for people to read.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { ensureBuild } from './build.mjs';
import { electronEnvironment } from './electron.mjs';
import { withDisplay } from './headless.mjs';
import { main, MINUTE, root, run, say, SetupProblem } from './run.mjs';
import { setup, setupForTerminal } from './setup.mjs';

/** @typedef {{ what: string, measured: string, against: string, ratio: string, goal: string }} Row */

const ONE = '--one';
/** Stands before the line of results among whatever else a benchmark writes. */
const RESULT = 'bench-result ';
/** Those that need an Electron, a build and a display. */
const WINDOWS = new Set(['window', 'session-screen', 'diff-view', 'coaching-view']);

await main(async () => {
  const [first, ...rest] = process.argv.slice(2);
  return first === ONE ? measure(rest[0] ?? '') : measureAll(process.argv.slice(2));
});

/** @param {string[]} names */
async function measureAll(names) {
  const found = readdirSync(join(root, 'bench')).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));
  const unknown = names.filter((name) => !found.includes(name));
  if (unknown.length > 0) throw new SetupProblem(`No such benchmark: ${unknown.join(', ')}. There are: ${found.join(', ')}.`);
  const chosen = names.length > 0 ? names : found;
  await setupForTerminal();
  /** @type {Row[]} */
  const rows = [];
  let failed = 0;
  for (const name of chosen) {
    say(`bench: ${name}`);
    const measured = await measureApart(name);
    if (measured === null) failed += 1;
    else rows.push(...measured);
  }
  console.log(table(rows));
  return failed === 0 ? 0 : 1;
}

/** Null where it failed; it has said why. @param {string} name @returns {Promise<Row[] | null>} */
async function measureApart(name) {
  const command = [process.execPath, fileURLToPath(import.meta.url), ONE, name];
  let env = process.env;
  if (WINDOWS.has(name)) {
    env = electronEnvironment(await setup({ tests: true }));
    await ensureBuild();
  }
  const [program = '', ...args] = WINDOWS.has(name) ? withDisplay(command) : command;
  const { code, stdout } = await run(program, args, { limit: 20 * MINUTE, env, output: 'stdout' });
  const line = stdout.split('\n').findLast((text) => text.startsWith(RESULT));
  return code === 0 && line !== undefined ? JSON.parse(line.slice(RESULT.length)) : null;
}

/** @param {string} name */
async function measure(name) {
  const { module } = await runnerImport(join(root, 'bench', `${name}.ts`), {
    root,
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
  });
  const rows = [];
  for (const [key, work] of Object.entries(/** @type {Record<string, unknown>} */ (module))) {
    if (key.startsWith('bench') && typeof work === 'function') rows.push(...(await work()));
  }
  console.log(RESULT + JSON.stringify(rows));
}

/** @param {Row[]} rows */
function table(rows) {
  const columns = /** @type {const} */ (['what', 'measured', 'against', 'ratio', 'goal']);
  const cells = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join(' | ')
        .trimEnd(),
    )
    .join('\n');
}
