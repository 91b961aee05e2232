import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Cleanup, newCallId, outputWatch, perform, run, until } from '../../../test/box/sandboxes.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.end());

describe.each(['bubblewrap', 'none'] as const)('with isolation %s', (isolation) => {
  const make = async (options = {}) => {
    const root = await cleanup.folder();
    const target = await cleanup.localTarget({ root, isolation, ...options });
    return { root, target, sandbox: await target.provision('sb', { role: 'worker' }) };
  };
  const alive = async (word: string): Promise<boolean> => execFileSync('ps', ['-eo', 'args']).toString().includes(word);

  test('a flood of 1 GB fills neither memory nor disk; its head, its tail and its length are told', async () => {
    const { root, sandbox } = await make({ keepBytes: 8 << 20 });
    const id = newCallId();
    let streamed = 0;
    const command = 'echo begin; head -c 1073741824 /dev/zero; echo end';
    const result = await sandbox.execute(
      id,
      { op: 'command', command, timeoutMs: 60_000 },
      { onOutput: (_, bytes) => (streamed += bytes.length) },
    );
    expect(result).toMatchObject({ exitCode: 0, stdout: { bytes: 6 + 1_073_741_824 + 4 } });
    expect(result.stdout.head.startsWith('begin\n')).toBe(true);
    expect(result.stdout.head).toHaveLength(16_384);
    expect(result.stdout.tail.endsWith('end\n')).toBe(true);
    expect(result.stdout.tail).toHaveLength(16_384);
    expect(streamed).toBe(8 << 20);
    expect(statSync(join(root, 'sandboxes/this/sb/jobs', id, 'out')).size).toBeLessThanOrEqual((8 << 20) + 16_384);
    const resident = execFileSync('ps', ['-eo', 'rss,args'])
      .toString()
      .split('\n')
      .filter((line) => line.includes('hand.py') && !line.includes('bwrap'));
    for (const line of resident) expect(Number(line.trim().split(' ')[0])).toBeLessThan(120_000);
  });

  test('a command ends at its time limit, with everything that it started', async () => {
    const { sandbox } = await make();
    const result = await run(sandbox, 'trap "" TERM; (setsid sleep 31313 &) ; sleep 31314 & echo started; sleep 31315', 300);
    expect(result).toMatchObject({ state: 'done', timedOut: true, cancelled: false, exitCode: null, stdout: { head: 'started\n' } });
    await until('nothing is left of it', async () => !(await alive('sleep 3131')));
  });

  test('a cancelled command leaves no process, not one that left its session either', async () => {
    const { sandbox } = await make();
    const stop = new AbortController();
    const watch = outputWatch();
    const command = 'setsid sh -c "sleep 32323 & echo escaped; exec sleep 32324" & sleep 32325';
    const call = sandbox.execute(
      newCallId(),
      { op: 'command', command, timeoutMs: 60_000 },
      { signal: stop.signal, onOutput: watch.onOutput },
    );
    await watch.seen('escaped');
    stop.abort();
    expect(await call).toMatchObject({ state: 'done', cancelled: true, timedOut: false, signal: 'SIGTERM' });
    await until('nothing is left of it', async () => !(await alive('sleep 3232')));
  });

  test('cancelling one call spares the server that an earlier call left running', async () => {
    const { sandbox } = await make();
    await run(sandbox, 'sleep 33333 > /dev/null 2>&1 &');
    await run(sandbox, 'sleep 0.05'); // processes are told apart by their start, in hundredths of a second
    const stop = new AbortController();
    const watch = outputWatch();
    const call = sandbox.execute(
      newCallId(),
      { op: 'command', command: 'echo up; sleep 33334', timeoutMs: 60_000 },
      { signal: stop.signal, onOutput: watch.onOutput },
    );
    await watch.seen('up');
    stop.abort();
    expect(await call).toMatchObject({ cancelled: true });
    await until('the call is gone', async () => !(await alive('sleep 33334')));
    expect(await alive('sleep 33333')).toBe(true);
  });

  test('a background child that holds the output open delays the result by 2 s at most, and lives on', async () => {
    const { sandbox } = await make();
    const result = await run(sandbox, 'echo now; (sleep 3; echo late; touch late.txt; sleep 34343) & exit 4');
    expect(result).toMatchObject({ exitCode: 4, timedOut: false, stdout: { head: 'now\n' } });
    expect(result.durationMs).toBeLessThan(3000);
    await until('the child went on', async () => (await perform(sandbox, { op: 'read', path: 'late.txt' })).error === null);
    expect(await alive('sleep 34343')).toBe(true);
  });

  test('a call that was stopped before it began does nothing', async () => {
    const { sandbox } = await make();
    expect(await sandbox.execute(newCallId(), { op: 'write', path: 'a', content: '' }, { signal: AbortSignal.abort() })).toMatchObject({
      cancelled: true,
    });
    expect(await perform(sandbox, { op: 'read', path: 'a' })).toMatchObject({ error: { code: 'not_found' } });
  });

  test('a full disk keeps the exit code, and says that a file was not written', async () => {
    const root = await cleanup.folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', root]);
    cleanup.add(root, async () => execFileSync('umount', ['-l', root]));
    const target = await cleanup.localTarget({ root, isolation });
    const sandbox = await target.provision('sb', { role: 'worker' });
    const filled = await run(sandbox, 'echo before; cat /dev/zero > big; echo "exit $?"; head -c 3000000 /dev/zero; exit 9');
    expect(filled).toMatchObject({ exitCode: 9, stdout: { bytes: 7 + 7 + 3_000_000 } });
    expect(filled.stdout.head.startsWith('before\nexit 1\n')).toBe(true);
    expect(await perform(sandbox, { op: 'write', path: 'a.txt', content: 'x'.repeat(200_000) })).toMatchObject({
      error: { code: 'no_space' },
    });
    const bytes = async function* () {
      yield Buffer.alloc(300_000);
    };
    await expect(sandbox.upload('b.bin', bytes())).rejects.toMatchObject({ code: 'no_space' });
    await run(sandbox, 'rm big');
    expect((await perform(sandbox, { op: 'glob', pattern: '**' })).stdout.head).toBe('');
    expect(await perform(sandbox, { op: 'write', path: 'a.txt', content: 'fits' })).toMatchObject({ error: null });
  });
});
