/** `npm run demo`: the demo in the terminal. Whatever the set-up says goes to stderr; stdout is the demo's own. */
import { ensureBuild } from './build.mjs';
import { isStarted, main, MINUTE, run } from './run.mjs';
import { setupForTerminal } from './setup.mjs';

/** Resolves to the demo's exit code. @param {string[]} args */
export async function demo(args) {
  await setupForTerminal();
  await ensureBuild();
  const { code } = await run(process.execPath, ['out/main/cli.js', 'demo', ...args], {
    limit: 60 * MINUTE,
    output: 'show',
    input: 'inherit',
  });
  return code;
}

if (isStarted(import.meta.url)) await main(() => demo(process.argv.slice(2)));
