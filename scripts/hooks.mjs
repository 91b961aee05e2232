/** Points git at .githooks, inside a checkout of its own only. A checkout without the hook is fine: this never fails. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isStarted, root, run } from './run.mjs';

export async function setHooks() {
  if (!existsSync(join(root, '.git'))) return;
  await run('git', ['config', 'core.hooksPath', '.githooks'], { limit: 10_000 });
}

if (isStarted(import.meta.url)) await setHooks();
