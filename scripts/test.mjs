/** `npm test`: everything. Its last line is `N passed, N failed`; the exit code is 0 only if nothing failed and every runner ran something. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBuild } from './build.mjs';
import { check } from './check.mjs';
import { e2e } from './e2e.mjs';
import { main, MINUTE, root, run, say, SetupProblem } from './run.mjs';
import { setup } from './setup.mjs';

/** @typedef {{ passed: number, failed: number }} Totals */

const results = join(root, 'test-results');

await main(async () => {
  rmSync(results, { recursive: true, force: true });
  /** @type {Totals} */
  const all = { passed: 0, failed: 0 };
  const electron = await step('setup', all, () => setup({ tests: true }));
  const built = await step('build', all, async () => (await ensureBuild(), true));
  add(all, 'check', await check());
  add(all, 'unit tests', await vitest('unit'));
  add(all, 'integration tests', await vitest('integration'));
  if (electron !== null && built !== null) {
    const code = await e2e(electron, []);
    add(all, 'e2e tests', atLeast(code, playwrightTotals()));
  } else add(all, 'e2e tests', { passed: 0, failed: 1 });
  for (const name of [...failedInVitest('unit'), ...failedInVitest('integration'), ...failedInPlaywright()]) say(`failed: ${name}`);
  console.log(`${all.passed} passed, ${all.failed} failed`);
  return all.failed === 0 ? 0 : 1;
});

/** Set-up and build count only where they fail. @template T @param {string} name @param {Totals} all @param {() => Promise<T>} work */
async function step(name, all, work) {
  try {
    return await work();
  } catch (error) {
    say(error instanceof SetupProblem ? error.message : String(error instanceof Error ? error.stack : error));
    add(all, name, { passed: 0, failed: 1 });
    return null;
  }
}

/** @param {Totals} all @param {string} name @param {Totals} part */
function add(all, name, part) {
  all.passed += part.passed;
  all.failed += part.failed;
  say(`${name}: ${part.passed} passed, ${part.failed} failed`);
}

/** A runner that ended badly or ran nothing has failed, whatever its report says. @param {number} code @param {Totals} totals @returns {Totals} */
function atLeast(code, totals) {
  const nothing = totals.passed + totals.failed === 0;
  return (code !== 0 || nothing) && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/** @param {'unit' | 'integration'} project */
async function vitest(project) {
  const file = join(results, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, ...reporters];
  const { code } = await run(process.execPath, args, { limit: 55 * MINUTE, output: 'show' });
  const report = read(file);
  return atLeast(code, { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 });
}

/** @returns {Totals} */
function playwrightTotals() {
  const stats = read(join(results, 'e2e.json'))?.stats;
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}

/** Told once more at the end, where they are found. @param {string} project @returns {string[]} */
function failedInVitest(project) {
  const files = read(join(results, `${project}.json`))?.testResults ?? [];
  return files.flatMap((/** @type {any} */ file) => {
    const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed');
    if (failed.length === 0) return file.status === 'failed' ? [`${relative(root, file.name)}: ${file.message}`] : [];
    return failed.map(
      (/** @type {any} */ test) => `${relative(root, file.name)}: ${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`,
    );
  });
}

/** @returns {string[]} */
function failedInPlaywright() {
  const within = (/** @type {any} */ suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(within)];
  const specs = (read(join(results, 'e2e.json'))?.suites ?? []).flatMap(within);
  return specs
    .filter((/** @type {any} */ spec) => !spec.ok)
    .map((/** @type {any} */ spec) => `e2e/${spec.file}:${spec.line} ${spec.title}`);
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
