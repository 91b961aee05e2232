import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { handsBelow, killHand } from '../../../test/box/hands.ts';
import { Cleanup, outputWatch, perform, run, until } from '../../../test/box/sandboxes.ts';
import { SandboxGoneError, type Operation } from '../../shared/sandbox.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.end());

const command = (text: string): Operation => ({ op: 'command', command: text, timeoutMs: 30_000 });

describe.each(['bubblewrap', 'none'] as const)('with isolation %s', (isolation) => {
  test('eight concurrent starts of one id run the command once and all get its result', async () => {
    const root = await cleanup.folder();
    const clients = await Promise.all([1, 2].map(() => cleanup.localTarget({ root, isolation })));
    const [first, second] = await Promise.all(clients.map((target) => target.provision('sb', { role: 'worker' })));
    const calls = [first, second, first, second, first, second, first, second].map((sandbox) =>
      sandbox!.execute('one', command('echo ran >> ran.txt; sleep 0.2; echo out; exit 7')),
    );
    const results = await Promise.all(calls);
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ state: 'done', exitCode: 7, stdout: { head: 'out\n' } });
    expect((await perform(first!, { op: 'read', path: 'ran.txt' })).stdout.head).toBe('ran\n');
  });

  test('a call that is over gives its stored result, also to a hand that was launched since', async () => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root, isolation });
    const sandbox = await target.provision('sb', { role: 'worker' });
    const operation = command('echo once >> once.txt; head -c 100000 /dev/zero | tr "\\0" x; echo error >&2; exit 3');
    const before = await sandbox.execute('one', operation);
    await sandbox.execute('edited', { op: 'write', path: 'a.txt', content: 'one' });
    await killHand(root);
    const after = await sandbox.execute('one', operation);
    expect(after).toEqual(before);
    expect(after.stdout.bytes).toBe(100_000);
    expect(await sandbox.execute('edited', { op: 'write', path: 'a.txt', content: 'one' })).toMatchObject({ state: 'done', error: null });
    expect((await perform(sandbox, { op: 'read', path: 'once.txt' })).stdout.head).toBe('once\n');
  });

  test('a call whose hand was killed is lost, is not run again, and what it had started is dead', async () => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root, isolation });
    const sandbox = await target.provision('sb', { role: 'worker' });
    const watch = outputWatch();
    const call = sandbox.execute('one', command('echo began >> began.txt; echo up; sleep 4242'), { onOutput: watch.onOutput });
    await watch.seen('up');
    await killHand(root);
    expect(await call).toMatchObject({ state: 'lost', exitCode: null });
    expect(await sandbox.execute('one', command('echo began >> began.txt; echo up; sleep 4242'))).toMatchObject({ state: 'lost' });
    expect((await run(sandbox, 'cat began.txt')).stdout.head).toBe('began\n');
    expect((await run(sandbox, 'ps -eo args | grep -c "sleep [4]242"')).stdout.head).toBe('0\n');
  });

  test('another process attaches to a running call and gets all of its output', async () => {
    const root = await cleanup.folder();
    const one = await cleanup.localTarget({ root, isolation });
    const sandbox = await one.provision('sb', { role: 'worker' });
    const watch = outputWatch();
    const operation = command('echo first; until [ -e go ]; do sleep 0.02; done; echo second');
    const abandoned = sandbox.execute('one', operation, watch).catch((error: unknown) => error);
    await watch.seen('first');
    await sandbox.detach();
    expect(await abandoned).toMatchObject({ problem: { what: 'The connection to the sandbox was let go' } });

    const two = await cleanup.localTarget({ root, isolation });
    const again = await two.attach('sb');
    const watched = outputWatch();
    const call = again!.execute('one', operation, watched);
    await watched.seen('first');
    await perform(again!, { op: 'write', path: 'go', content: '' });
    expect(await call).toMatchObject({ state: 'done', exitCode: 0 });
    expect(watched.text()).toBe('first\nsecond\n');
  });

  test('a used id with another operation is refused and changes nothing', async () => {
    const target = await cleanup.localTarget({ isolation });
    const sandbox = await target.provision('sb', { role: 'worker' });
    await sandbox.execute('one', { op: 'write', path: 'a.txt', content: 'first' });
    expect(await sandbox.execute('one', { op: 'write', path: 'a.txt', content: 'second' })).toMatchObject({ error: { code: 'invalid' } });
    expect((await perform(sandbox, { op: 'read', path: 'a.txt' })).stdout.head).toBe('first');
    for (const id of ['', '../up', 'a/b', 'a b', 'x'.repeat(129)])
      expect(await sandbox.execute(id, command('true'))).toMatchObject({ error: { code: 'invalid' } });
    expect(await sandbox.execute('x'.repeat(128), command('true'))).toMatchObject({ exitCode: 0, error: null });
  });

  test('after a restart of the machine stored results are given and nothing else begins', async () => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root, isolation });
    const sandbox = await target.provision('sb', { role: 'worker' });
    const done = await sandbox.execute('done', command('echo kept'));
    const meta = join(root, 'sandboxes/this/sb/meta.json');
    await writeFile(meta, JSON.stringify({ ...JSON.parse(await readFile(meta, 'utf8')), boot: 'an-earlier-boot' }));
    await killHand(root);
    expect(await sandbox.execute('done', command('echo kept'))).toEqual(done);
    await expect(sandbox.execute('new', command('echo run'))).rejects.toThrow(SandboxGoneError);
  });

  test('a sandbox whose folder is gone says so', async () => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root, isolation });
    const sandbox = await target.provision('sb', { role: 'worker' });
    await run(sandbox, 'true');
    const other = await cleanup.localTarget({ root, isolation });
    await other.destroy('sb');
    await expect(sandbox.execute('new', command('true'))).rejects.toThrow(SandboxGoneError);
    expect(await other.attach('sb')).toBeUndefined();
  });
});

test('a hand without clients and calls ends itself; the sandbox is still there for the next', async () => {
  const root = await cleanup.folder();
  const target = await cleanup.localTarget({ root, idleSeconds: 0.2 });
  const sandbox = await target.provision('sb', { role: 'worker' });
  await perform(sandbox, { op: 'write', path: 'a.txt', content: 'still here' });
  await sandbox.detach();

  await until('the hand has ended', async () => (await handsBelow(root)).length === 0, 40_000);
  const again = await target.attach('sb');
  expect((await perform(again!, { op: 'read', path: 'a.txt' })).stdout.head).toBe('still here');
});
