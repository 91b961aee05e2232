/** `npm run bench [names]`: runs what bench/*.ts exports as `bench…`, one file after another, each in a process of its own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { main, MINUTE, root, run, say, SetupProblem } from './run.mjs';
import { setupForTerminal } from './setup.mjs';

const ONE = '--one';

await main(async () => {
  const [first, ...rest] = process.argv.slice(2);
  return first === ONE ? measure(rest[0] ?? '') : measureAll(process.argv.slice(2));
});

/** @param {string[]} names */
async function measureAll(names) {
  await setupForTerminal();
  const found = readdirSync(join(root, 'bench')).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));
  const unknown = names.filter((name) => !found.includes(name));
  if (unknown.length > 0) throw new SetupProblem(`No such benchmark: ${unknown.join(', ')}. There are: ${found.join(', ')}.`);
  let failed = 0;
  for (const name of names.length > 0 ? names : found) {
    say(`bench: ${name}`);
    const { code } = await run(process.execPath, [fileURLToPath(import.meta.url), ONE, name], { limit: 20 * MINUTE, output: 'show' });
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

/** @param {string} name */
async function measure(name) {
  const { module } = await runnerImport(join(root, 'bench', `${name}.ts`), {
    root,
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
  });
  for (const [key, work] of Object.entries(/** @type {Record<string, unknown>} */ (module))) {
    if (key.startsWith('bench') && typeof work === 'function') await work();
  }
}
