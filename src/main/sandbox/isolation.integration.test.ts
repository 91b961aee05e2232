import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killHand } from '../../../test/box/hands.ts';
import { Cleanup, common, outputWatch, perform, run } from '../../../test/box/sandboxes.ts';
import type { Sandbox } from '../../shared/sandbox.ts';

const cleanup = new Cleanup();
let root: string;
let sandbox: Sandbox;
beforeEach(async () => {
  process.env['DROVER_CANARY'] = 'sk-canary-1234';
  root = await cleanup.folder();
  sandbox = await (await cleanup.localTarget({ root })).provision('sb', { role: 'worker' });
});
afterEach(() => cleanup.end());

test('the environment of a command holds nothing of ours', async () => {
  const { stdout } = await run(sandbox, 'env; cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"; cat /proc/*/cmdline | tr "\\0" " "');
  expect(stdout.head + stdout.tail).not.toMatch(/canary|CANARY/);
  const names = (await run(sandbox, 'env')).stdout.head
    .split('\n')
    .map((line) => line.split('=')[0])
    .filter((name) => name !== '')
    .toSorted();
  expect(names).toEqual(['HOME', 'LANG', 'LOGNAME', 'PAGER', 'PATH', 'PWD', 'SHELL', 'TERM', 'TMPDIR', 'USER']);
});

test.each(['bubblewrap', 'none'])('nothing that the launcher left open comes along (%s)', async (isolation) => {
  // As Chromium does in Electron's main process: what the hand inherits keeps our pipes open for as long as it lives.
  const args = JSON.stringify({ root, installation: 'this', id: `leak-${isolation}`, isolation });
  const stdio = Array.from({ length: 21 }, (_, fd) => (fd === 20 ? ('pipe' as const) : ('ignore' as const)));
  const launcher = spawn('/usr/bin/python3', ['-I', '-S', '-B', common.handFile, 'launch', args], { stdio });
  const left: unknown = [...launcher.stdio][20];
  if (!(left instanceof Readable)) throw new Error('no pipe was made');
  left.resume();
  await Promise.all([once(launcher, 'exit'), once(left, 'end')]);
  expect(launcher.exitCode).toBe(0);
});

test('a planted link leads nowhere outside', async () => {
  const secret = join(root, 'secret.txt');
  writeFileSync(secret, 'of the host');
  await run(sandbox, `ln -s ${secret} link; ln -s /etc/shadow shadow; ln -s ${root} folder`);
  for (const path of ['link', 'shadow', 'folder/secret.txt', secret, '../../../secret.txt']) {
    expect(await perform(sandbox, { op: 'read', path })).toMatchObject({ error: { code: 'not_found' }, stdout: { head: '' } });
  }
  await expect(sandbox.download('link', 1000)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_found' });
  await perform(sandbox, { op: 'write', path: 'link', content: 'planted' });
  expect(execFileSync('cat', [secret]).toString()).toBe('of the host');
});

test('a planted git configuration runs nothing in our own operations, and nothing outside in the worker’s', async () => {
  await run(sandbox, 'git init -q . && git config core.fsmonitor "touch /workspace/ran; id > /workspace/who; false" && echo text > a.txt');
  await perform(sandbox, { op: 'glob', pattern: '**/*' });
  await perform(sandbox, { op: 'grep', pattern: 'text' });
  expect(await perform(sandbox, { op: 'read', path: 'ran' })).toMatchObject({ error: { code: 'not_found' } });
  await run(sandbox, 'git status');
  expect((await perform(sandbox, { op: 'read', path: 'who' })).stdout.head).toContain('uid=1000(agent)');
});

test('there is no network, and no other process of the machine', async () => {
  const server = createServer((_, response) => response.end('reached')).listen(0, '0.0.0.0');
  await once(server, 'listening');
  cleanup.add(server, async () => server.close());
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  const fetch = `import urllib.request; print(urllib.request.urlopen("http://127.0.0.1:${port}", timeout=2).read())`;
  expect((await run(sandbox, `/usr/bin/python3 -c '${fetch}'`)).exitCode).not.toBe(0);
  expect((await run(sandbox, 'ls /sys/class/net 2>/dev/null; cat /proc/net/dev | tail -n +3 | cut -d: -f1')).stdout.head.trim()).toBe('lo');
  expect(Number((await run(sandbox, 'ps -e | wc -l')).stdout.head)).toBeLessThan(8);
});

test('the system is read-only and there are no capabilities', async () => {
  for (const path of ['/usr/x', '/etc/x', '/x', '/run/x', '/dev/x', '/run/drover/hand.py']) {
    expect((await run(sandbox, `echo > ${path}`)).exitCode).not.toBe(0);
    expect(await perform(sandbox, { op: 'write', path, content: '' })).toMatchObject({ error: { code: 'denied' } });
  }
  expect((await run(sandbox, 'grep -h Cap /proc/self/status | cut -f2 | sort -u')).stdout.head).toBe('0000000000000000\n');
  expect((await run(sandbox, 'unshare -Ur true')).exitCode).not.toBe(0);
});

test('a worker can neither end the hand, nor read its memory and descriptors, nor see or remove a claim', async () => {
  await sandbox.execute('first', { op: 'command', command: 'echo one', timeoutMs: 5000 });
  const watch = outputWatch();
  const attack =
    'kill -9 1; kill -INT 1; kill -STOP 1; kill -TERM 1; readlink /proc/1/fd/*; ls /proc/1/fd/4/ /proc/1/cwd/ /proc/1/root/; cat /proc/1/environ; head -c 1 /proc/1/mem; ls -d /drover; ls -d /run/drover/*';
  const tried = await sandbox.execute('attack', { op: 'command', command: attack, timeoutMs: 5000 }, watch);
  expect(tried.stdout.head.trim()).toBe('/run/drover/hand.py');
  expect(tried.stderr.head.match(/Permission denied/g)?.length).toBeGreaterThanOrEqual(5);
  expect((await run(sandbox, 'sleep 1000 & kill -9 -1; wait $!; echo $?')).stdout.head).toBe('137\n');
  expect(await sandbox.execute('first', { op: 'command', command: 'echo one', timeoutMs: 5000 })).toMatchObject({
    stdout: { head: 'one\n' },
  });
  expect((await run(sandbox, 'echo still')).stdout.head).toBe('still\n');
});

test('tools in folders of their own are there, read-only, and first on the PATH', async () => {
  const tools = await cleanup.folder();
  execFileSync('sh', ['-c', `mkdir ${tools}/bin; printf '#!/bin/sh\\necho mine\\n' > ${tools}/bin/mytool; chmod +x ${tools}/bin/mytool`]);
  const target = await cleanup.localTarget({ readOnlyPaths: [tools], path: [`${tools}/bin`] });
  const made = await target.provision('tools', { role: 'worker' });
  expect((await run(made, 'mytool')).stdout.head).toBe('mine\n');
  expect((await run(made, `echo > ${tools}/bin/mytool`)).exitCode).not.toBe(0);
  const wrong = await cleanup.localTarget({ readOnlyPaths: ['/not/there'] });
  await expect(wrong.provision('tools', { role: 'worker' })).rejects.toMatchObject({
    problem: { what: 'the tool folder /not/there is not there' },
  });
  expect(await wrong.list()).toEqual([]);
});

test('without isolation a file operation stays in the workspace all the same', async () => {
  const folder = await cleanup.folder();
  const open = await (await cleanup.localTarget({ root: folder, isolation: 'none' })).provision('sb', { role: 'worker' });
  await run(open, 'ln -s /etc/passwd link; ln -s /etc folder');
  for (const path of ['link', 'folder/passwd', '/etc/passwd', '../../../../x']) {
    expect(await perform(open, { op: 'read', path })).toMatchObject({ error: { code: 'denied' } });
    expect(await perform(open, { op: 'write', path, content: 'x' })).toMatchObject({ error: { code: 'denied' } });
  }
  await killHand(folder);
  expect((await run(open, 'echo back')).stdout.head).toBe('back\n');
});
