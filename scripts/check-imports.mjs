/** The rules of .dependency-cruiser.cjs, and proof that they were held against something: a parser that is missing finds no violations either. */
import { join } from 'node:path';
import { main, MINUTE, root, run, say, SetupProblem } from './run.mjs';

const PARTS = ['src/shared/', 'src/main/', 'src/preload/', 'src/renderer/'];

await main(async () => {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = await run(process.execPath, [cli, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
    limit: 3 * MINUTE,
  });
  if (!stdout.startsWith('{')) throw new SetupProblem(`dependency-cruiser did not run:\n${stderr || stdout}`);
  const { modules, summary } = JSON.parse(stdout);
  for (const part of PARTS) {
    const cruised = modules.filter(({ source }) => source.startsWith(part));
    if (!cruised.some(({ dependencies }) => dependencies.length > 0))
      throw new SetupProblem(`${part}: no imports were found, so nothing is proven`);
  }
  for (const { rule, from, to } of summary.violations) say(`${rule.name}: ${from} -> ${to}`);
  console.log(`${summary.totalCruised} modules, ${summary.violations.length} violations`);
  return summary.violations.length === 0 ? 0 : 1;
});
