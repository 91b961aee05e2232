import { afterEach, describe, expect, test } from 'vitest';
import { canStartArmBox, startArmBox } from '../../../test/box/arm-box.ts';
import { Cleanup, common, perform, run } from '../../../test/box/sandboxes.ts';
import { createSshTarget } from './ssh/target.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.end());

describe.skipIf(!canStartArmBox)('on an arm64 box', () => {
  test('a sandbox is made, isolated, used and removed', async () => {
    const box = cleanup.add(await startArmBox(), (made) => made.remove());
    const { host, port, user, identity, knownHosts } = box;
    const target = cleanup.add(
      createSshTarget({ ...common, host, port, user, auth: { identityFile: identity }, knownHosts: [knownHosts] }),
      (made) => made.close(),
    );
    const report = await target.probe();
    expect(report).toMatchObject({ missing: [], facts: { arch: 'aarch64', user: 'boxuser', os: expect.stringContaining('Debian') } });
    const sandbox = await target.provision('sb', { role: 'worker' });
    expect(sandbox.facts.arch).toBe('aarch64');
    expect((await run(sandbox, 'uname -m; id -un; python3 -c "import platform; print(platform.machine())"')).stdout.head).toBe(
      'aarch64\nagent\naarch64\n',
    );
    await perform(sandbox, { op: 'write', path: 'src/a.txt', content: 'one\n' });
    expect(await perform(sandbox, { op: 'edit', path: 'src/a.txt', oldText: 'one', newText: 'two' })).toMatchObject({ error: null });
    expect((await perform(sandbox, { op: 'grep', pattern: 'two' })).stdout.head).toBe('src/a.txt:1:two');
    expect((await perform(sandbox, { op: 'glob', pattern: '**/*.txt' })).stdout.head).toBe('src/a.txt');
    expect(await run(sandbox, 'setsid sleep 1000 & sleep 1000', 500)).toMatchObject({ timedOut: true });
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(() =>
        sandbox.execute('once', { op: 'command', command: 'echo ran >> ran; cat ran', timeoutMs: 30_000 }),
      ),
    );
    expect(results.map(({ stdout }) => stdout.head)).toEqual(Array(8).fill('ran\n'));
    await sandbox.destroy();
    expect(await target.list()).toEqual([]);
  }, 180_000);
});
