/** `npm run test:e2e`: Playwright against the built application, on a display of its own where there is none. */
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { electronEnvironment } from './electron.mjs';
import { withDisplay } from './headless.mjs';
import { isStarted, main, MINUTE, root, run } from './run.mjs';
import { setup } from './setup.mjs';

/** @param {import('./electron.mjs').ElectronRuntime} electron @param {string[]} args */
export async function e2e(electron, args) {
  const [command = '', ...rest] = withDisplay([process.execPath, join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...args]);
  return (await run(command, rest, { limit: 40 * MINUTE, env: electronEnvironment(electron), output: 'show' })).code;
}

if (isStarted(import.meta.url)) {
  await main(async () => {
    const electron = await setup({ tests: true });
    await ensureBuild();
    return e2e(electron, process.argv.slice(2));
  });
}
