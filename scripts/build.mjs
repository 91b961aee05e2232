/** Builds into out/ if anything that goes into it has changed since. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStarted, main, MINUTE, root, run, say, SetupProblem } from './run.mjs';

const stamp = join(root, 'out', 'built-from');

export async function ensureBuild() {
  const sources = hashOfSources();
  if (existsSync(join(root, 'out/main/cli.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('building');
  rmSync(stamp, { force: true });
  const { code, stdout, stderr } = await run(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    limit: 5 * MINUTE,
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (code !== 0) throw new SetupProblem(`The build failed:\n${stdout.split('\n').slice(-20).join('\n')}\n${stderr}`);
  writeFileSync(stamp, sources);
}

function hashOfSources() {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  for (const file of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath ?? file.path, file.name).slice(root.length + 1);
    if (file.isFile() && !path.includes('node_modules') && !/\.test\.tsx?$/.test(path)) add(path);
  }
  for (const path of ['package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json']) add(path);
  return hash.digest('hex');
}

if (isStarted(import.meta.url)) await main(ensureBuild);
