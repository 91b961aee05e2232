import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canStartBox, startBox, type Box } from '../../../test/box/box.ts';
import { startProxy } from '../../../test/box/proxy.ts';
import { Cleanup, newCallId, outputWatch, perform, run, until } from '../../../test/box/sandboxes.ts';
import type { Operation } from '../../shared/sandbox.ts';

const cleanup = new Cleanup();
const ofAll = new Cleanup();
afterEach(() => cleanup.end());
afterAll(() => ofAll.end());

describe.skipIf(!canStartBox)('over SSH', () => {
  let box: Box;
  beforeAll(async () => void (box = ofAll.add(await startBox(), (made) => made.remove())));

  /** A box behind a network that can be cut, and a sandbox there. */
  const behindProxy = async (delayMs = 0) => {
    const proxy = cleanup.add(await startProxy(box, delayMs), (made) => made.close());
    const target = cleanup.sshTarget(box, { port: proxy.port, knownHosts: [await knownAs(box, proxy.port)] });
    const sandbox = cleanup.add(await target.provision(newCallId(), { role: 'worker' }), (made) => made.destroy());
    return { proxy, target, sandbox };
  };

  test('six cuts in 40 MB of binary output: every byte once, in order, and the command ran once', async () => {
    const { proxy, sandbox } = await behindProxy();
    await run(sandbox, 'head -c 40000000 /dev/urandom > random; sha256sum random > sum');
    const hash = createHash('sha256');
    let bytes = 0;
    let cuts = 0;
    const command =
      'echo ran >> ran; for i in 0 1 2 3 4 5 6 7; do tail -c +$((i * 5000000 + 1)) random | head -c 5000000; sleep 0.05; done';
    const result = await sandbox.execute(
      newCallId(),
      { op: 'command', command, timeoutMs: 60_000 },
      {
        onOutput(_, piece) {
          hash.update(piece);
          bytes += piece.length;
          if (cuts < 6 && bytes > (cuts + 1) * 5_500_000) {
            cuts += 1;
            proxy.cut();
          }
        },
      },
    );
    expect({ cuts, bytes, exitCode: result.exitCode }).toEqual({ cuts: 6, bytes: 40_000_000, exitCode: 0 });
    expect((await perform(sandbox, { op: 'read', path: 'sum' })).stdout.head.split(' ')[0]).toBe(hash.digest('hex'));
    expect((await perform(sandbox, { op: 'read', path: 'ran' })).stdout.head).toBe('ran\n');
  });

  test('a transfer goes on after a cut from where it stopped', async () => {
    const { proxy, sandbox } = await behindProxy();
    const sent = createHash('sha256');
    const pieces = async function* () {
      for (let i = 0; i < 60; i += 1) {
        if (i % 20 === 15) proxy.cut();
        const piece = Buffer.alloc(500_000, `piece ${i}`);
        sent.update(piece);
        yield piece;
      }
    };
    await sandbox.upload('big', pieces());
    const received = createHash('sha256');
    let bytes = 0;
    for await (const piece of sandbox.download('big', 1e9)) {
      if (bytes % 10_000_000 > (bytes + piece.length) % 10_000_000) proxy.cut();
      bytes += piece.length;
      received.update(piece);
    }
    expect(bytes).toBe(30_000_000);
    expect(received.digest('hex')).toBe(sent.digest('hex'));
  });

  test('a server that drops its connections, or is stopped for a while, costs a running call nothing', async () => {
    const target = cleanup.sshTarget(box);
    const sandbox = cleanup.add(await target.provision('sb', { role: 'worker' }), (made) => made.destroy());
    const watch = outputWatch();
    const command = 'echo one; until [ -e go ]; do sleep 0.02; done; echo two';
    const call = sandbox.execute('steady', { op: 'command', command, timeoutMs: 60_000 }, watch);
    await watch.seen('one');
    await box.drop();
    await perform(sandbox, { op: 'write', path: 'b', content: 'after the drop' });
    await box.stop();
    const waiting = perform(sandbox, { op: 'write', path: 'go', content: '' });
    await box.start();
    expect(await waiting).toMatchObject({ error: null });
    expect(await call).toMatchObject({ exitCode: 0 });
    expect(watch.text()).toBe('one\ntwo\n');
  });

  test('a line that went silent is noticed within 6 s and replaced', async () => {
    const { proxy, sandbox } = await behindProxy();
    const watch = outputWatch();
    const call = sandbox.execute(
      newCallId(),
      { op: 'command', command: 'echo one; until [ -e go ]; do sleep 0.02; done; echo two', timeoutMs: 60_000 },
      watch,
    );
    await watch.seen('one');
    const started = performance.now();
    proxy.stall();
    const other = perform(sandbox, { op: 'write', path: 'go', content: '' });
    setTimeout(() => proxy.heal(), 8_000).unref();
    const connections = proxy.connections;
    await until('another connection is tried', () => proxy.connections > connections);
    expect(performance.now() - started).toBeLessThan(6_000);
    proxy.heal();
    expect(await other).toMatchObject({ error: null });
    expect(await call).toMatchObject({ exitCode: 0 });
    expect(watch.text()).toBe('one\ntwo\n');
  });

  test('a call that is stopped while the line is silent does not wait for the line to come back', async () => {
    const { proxy, sandbox } = await behindProxy();
    const watch = outputWatch();
    const stop = new AbortController();
    const operation: Operation = { op: 'command', command: 'echo up; sleep 30', timeoutMs: 60_000 };
    const call = sandbox.execute(newCallId(), operation, { signal: stop.signal, onOutput: watch.onOutput });
    await watch.seen('up');
    proxy.stall();
    stop.abort();
    await expect(call).rejects.toMatchObject({ problem: { what: 'The call could not be stopped: its machine cannot be reached' } });
    proxy.heal();
  });

  test('many sandboxes and calls at once stay below the server’s limit of sessions', async () => {
    const small = cleanup.add(await startBox({ maxSessions: 2 }), (made) => made.remove());
    const target = cleanup.sshTarget(small);
    const made = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => target.provision(id, { role: 'worker' })));
    const results = await Promise.all(made.flatMap((sandbox) => [1, 2, 3, 4].map(() => run(sandbox, 'echo $$'))));
    expect(results.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    await Promise.all(made.map((sandbox) => sandbox.destroy()));
    expect(await target.list()).toEqual([]);
    await until('nothing runs there', async () => (await small.processesOfUser()).length === 0);
  });

  test('a server that forbids forwarding to sockets is used all the same', async () => {
    const strict = cleanup.add(await startBox({ config: ['AllowStreamLocalForwarding no', 'AllowTcpForwarding no'] }), (made) =>
      made.remove(),
    );
    const target = cleanup.sshTarget(strict);
    const sandbox = cleanup.add(await target.provision('sb', { role: 'worker' }), (made) => made.destroy());
    let bytes = 0;
    const call = sandbox.execute(
      'big',
      { op: 'command', command: 'head -c 5000000 /dev/zero; sleep 0.3; head -c 5000000 /dev/zero', timeoutMs: 30_000 },
      { onOutput: (_, piece) => (bytes += piece.length) },
    );
    await until('half of it is here', () => bytes >= 5_000_000);
    await strict.drop();
    expect(await call).toMatchObject({ exitCode: 0, stdout: { bytes: 10_000_000 } });
    expect(bytes).toBe(10_000_000);
  });

  test('a machine that stays away fails a call in plain words, and stopping the call ends the waiting', async () => {
    const away = cleanup.add(await startBox(), (made) => made.remove());
    const target = cleanup.sshTarget(away, { reconnectMs: 500 });
    const sandbox = await target.provision('sb', { role: 'worker' });
    await away.stop();
    await expect(run(sandbox, 'true')).rejects.toMatchObject({
      problem: { what: 'Nothing listens there', where: `127.0.0.1:${away.port}` },
    });
    const patient = cleanup.sshTarget(away);
    await away.start();
    const attached = await patient.attach('sb');
    await away.stop();
    const stop = new AbortController();
    const call = attached!.execute('never', { op: 'command', command: 'true', timeoutMs: 1000 }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(call).rejects.toMatchObject({ problem: { what: 'The call could not be stopped: its machine cannot be reached' } });
    await expect(patient.provision('other', { role: 'worker' })).rejects.toMatchObject({ problem: { what: 'Nothing listens there' } });
    await away.start();
  });

  test('a hand that was killed on the box is launched again on its folder', async () => {
    const target = cleanup.sshTarget(box);
    const sandbox = cleanup.add(await target.provision('killed', { role: 'worker' }), (made) => made.destroy());
    const watch = outputWatch();
    const call = sandbox.execute('one', { op: 'command', command: 'echo up; sleep 1000', timeoutMs: 60_000 }, watch);
    await watch.seen('up');
    await box.killProcessesOfUser();
    expect(await call).toMatchObject({ state: 'lost' });
    expect((await run(sandbox, 'echo again')).stdout.head).toBe('again\n');
  });
});

/** A known_hosts file in which the box's key stands under the proxy's port. */
async function knownAs(box: Box, port: number): Promise<string> {
  const file = `${box.folder}/known_hosts.${port}`;
  await writeFile(file, (await readFile(box.knownHosts, 'utf8')).replace(`:${box.port} `, `:${port} `));
  return file;
}
