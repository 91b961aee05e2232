/** `npm run check`: types, lint, import rules, dead code, format. Every step runs, whatever an earlier one found. */
import { join } from 'node:path';
import { isStarted, main, MINUTE, root, run, say } from './run.mjs';

const bin = (/** @type {string} */ path) => join(root, 'node_modules', path);

/** @type {[name: string, args: string[]][]} */
const steps = [
  ['types', [bin('@typescript/native/bin/tsc'), '-b', '--force']],
  ['lint', [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings']],
  ['imports', [join(root, 'scripts/check-imports.mjs')]],
  ['dead code', [bin('knip/bin/knip.js')]],
  ['format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
];

/** Resolves to the names of the steps that failed. */
export async function check() {
  const failed = [];
  for (const [name, args] of steps) {
    const { code, stdout, stderr } = await run(process.execPath, args, { limit: 5 * MINUTE });
    say(`check: ${name}: ${code === 0 ? 'ok' : 'FAILED'}`);
    if (code === 0) continue;
    say(`${stdout}${stderr}`.trimEnd());
    failed.push(name);
  }
  return { passed: steps.length - failed.length, failed: failed.length };
}

if (isStarted(import.meta.url)) await main(async () => ((await check()).failed === 0 ? 0 : 1));
