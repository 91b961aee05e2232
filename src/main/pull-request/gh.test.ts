import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGh } from './gh.ts';
import { remoteOf } from './remote.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'drover-gh-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function standIn(script: string) {
  writeFileSync(join(folder, 'gh'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'gh'), 0o755);
  return createGh({ ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, GIT_DIR: '/elsewhere' });
}

it('a gh that hangs is ended with everything that it started', async () => {
  const gh = standIn(`(sleep 600; touch '${folder}/went-on') & sleep 600`);
  expect(await gh.run(['auth', 'status'], { cwd: folder, timeoutMs: 200 })).toBe('too_slow');
});

it('what it says is bounded, and who reads no input is no error', async () => {
  const gh = standIn('head -c 3000000 /dev/zero | tr "\\0" x; exit 3');
  const answer = await gh.run(['x'], { cwd: folder, input: 'y'.repeat(1_000_000), timeoutMs: 20_000 });
  expect(answer).toMatchObject({ exitCode: 3 });
  expect(typeof answer === 'object' && answer.stdout.length).toBeLessThan(300_000);
});

it("git's own variables do not reach it", async () => {
  const answer = await standIn('env').run([], { cwd: folder, timeoutMs: 20_000 });
  expect(typeof answer === 'object' && answer.stdout).not.toContain('/elsewhere');
});

it.each([
  ['https://github.com/acme/widgets', true],
  ['https://user@github.com/Acme/Widgets.git', true],
  ['git@github.com:acme/widgets.git', true],
  ['ssh://git@work:2222/acme/widgets/', true],
  ['/srv/git/acme/widgets.git', true],
  ['https://github.com/other/widgets', false],
  ['widgets', false],
])('%s is a remote of acme/widgets: %s', (url, is) => {
  expect(remoteOf([{ name: 'r', url }], 'acme/widgets', 'github.com')).toEqual(is ? { name: 'r', url } : undefined);
});
