import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Cleanup, perform, run } from '../../../test/box/sandboxes.ts';
import type { Operation, Sandbox } from '../../shared/sandbox.ts';

describe.each(['bubblewrap', 'none'] as const)('with isolation %s', (isolation) => {
  const cleanup = new Cleanup();
  let sandbox: Sandbox;
  beforeAll(async () => void (sandbox = await (await cleanup.localTarget({ isolation })).provision('sb', { role: 'worker' })));
  afterAll(() => cleanup.end());
  beforeEach(() => run(sandbox, 'chmod -R u+w . ; rm -rf ./* ./.git ./.gitignore'));
  const does = (operation: Operation) => perform(sandbox, operation);
  const text = async (operation: Operation): Promise<string> => {
    const result = await does(operation);
    return result.error === null ? result.stdout.head + result.stdout.tail : result.error.code;
  };

  test('write makes folders, keeps a file’s mode, and follows a link inside the workspace', async () => {
    await does({ op: 'write', path: 'a/b/c.sh', content: 'one\n' });
    await run(sandbox, 'chmod 755 a/b/c.sh; ln -s a/b/c.sh link');
    await does({ op: 'write', path: 'link', content: 'two ü\n' });
    expect((await run(sandbox, 'stat -c "%a %F" a/b/c.sh link; cat a/b/c.sh; ls -A a/b')).stdout.head).toBe(
      '755 regular file\n777 symbolic link\ntwo ü\nc.sh\n',
    );
    expect((await run(sandbox, 'umask; echo > by-shell; stat -c %a by-shell')).stdout.head).toBe('0022\n644\n');
    expect(await text({ op: 'write', path: 'a', content: '' })).toBe('not_a_file');
    expect(await text({ op: 'write', path: '', content: '' })).toBe('invalid');
    await run(sandbox, 'mkfifo pipe; echo x > locked; chmod 444 locked');
    expect(await text({ op: 'write', path: 'pipe', content: '' })).toBe('not_a_file');
    expect(await text({ op: 'write', path: 'locked', content: '' })).toBe(
      process.getuid?.() === 0 && isolation === 'none' ? 'Wrote 0 bytes to locked.' : 'denied',
    );
  });

  test('read gives lines by number, the head and the tail of a large file, and says what a path is', async () => {
    await run(sandbox, 'seq 1 100000 > big; printf "a\\nb\\nc" > small; printf "\\0\\1" > binary; mkdir folder; mkfifo pipe; : > empty');
    expect(await text({ op: 'read', path: 'small' })).toBe('a\nb\nc');
    expect(await text({ op: 'read', path: 'small', offset: 2, limit: 1 })).toBe('b\n');
    expect(await text({ op: 'read', path: 'small', offset: 3 })).toBe('c');
    expect(await text({ op: 'read', path: 'small', offset: 9 })).toBe('invalid');
    expect(await text({ op: 'read', path: 'empty' })).toBe('');
    const big = await does({ op: 'read', path: 'big' });
    expect(big.stdout.bytes).toBe(588_895);
    expect(big.stdout.head.startsWith('1\n2\n')).toBe(true);
    expect(big.stdout.tail.endsWith('\n100000\n')).toBe(true);
    expect(await text({ op: 'read', path: 'big', offset: 99_999 })).toBe('99999\n100000\n');
    expect(await text({ op: 'read', path: 'binary' })).toBe('not_text');
    expect(await text({ op: 'read', path: 'folder' })).toBe('not_a_file');
    expect(await text({ op: 'read', path: 'pipe' })).toBe('not_a_file');
    expect(await text({ op: 'read', path: 'nothing' })).toBe('not_found');
    await run(sandbox, 'yes "a line of a log" | head -c 9000000 > log');
    expect(await text({ op: 'read', path: 'log', offset: 500_000, limit: 2 })).toBe('a line of a log\na line of a log\n');
    expect((await does({ op: 'read', path: 'log' })).stdout.bytes).toBe(9_000_000);
  });

  test('an excerpt is never cut through a character', async () => {
    await run(sandbox, 'yes "ääääääää" | head -c 100001 > umlauts');
    const { stdout } = await does({ op: 'read', path: 'umlauts' });
    expect(stdout.head + stdout.tail.slice(0, -1)).not.toContain('\uFFFD');
  });

  test('edit wants exactly one place, and says why it changed nothing', async () => {
    await does({ op: 'write', path: 'a.txt', content: 'one\n\ttwo\nthree\ntwo\n' });
    expect(await text({ op: 'edit', path: 'a.txt', oldText: 'three', newText: '3' })).toBe('Replaced line 3 in a.txt.');
    expect(await does({ op: 'edit', path: 'a.txt', oldText: 'two', newText: '2' })).toMatchObject({
      error: { code: 'ambiguous', message: expect.stringMatching('2 times in a.txt (lines 2, 4)'.replaceAll(/[()]/g, '\\$&')) },
    });
    expect(await text({ op: 'edit', path: 'a.txt', oldText: 'two', newText: '2', all: true })).toBe('Replaced 2 occurrences in a.txt.');
    expect(await does({ op: 'edit', path: 'a.txt', oldText: '  2\n3', newText: '' })).toMatchObject({
      error: { code: 'no_match', message: expect.stringContaining('at line 2') },
    });
    expect(await text({ op: 'edit', path: 'a.txt', oldText: '', newText: 'x' })).toBe('invalid');
    expect(await text({ op: 'edit', path: 'gone', oldText: 'a', newText: 'x' })).toBe('not_found');
    expect(await text({ op: 'read', path: 'a.txt' })).toBe('one\n\t2\n3\n2\n');
    await does({ op: 'write', path: 'dos.txt', content: 'a\r\nb\r\nc\r\n' });
    await does({ op: 'edit', path: 'dos.txt', oldText: 'a\nb', newText: 'x\ny' });
    expect(await text({ op: 'read', path: 'dos.txt' })).toBe('x\r\ny\r\nc\r\n');
  });

  test.each(['a repository', 'a plain folder'])('glob and grep leave out ignored files in %s', async (kind) => {
    if (kind === 'a repository') await run(sandbox, 'git init -q .');
    await run(
      sandbox,
      'printf "out/\\n*.log\\n" > .gitignore; mkdir -p src/deep out; echo needle > src/a.ts; echo Needle > src/deep/b.tsx; echo needle > out/c.ts; echo needle > d.log; echo "sp ace" > "src/sp ace ü.ts"',
    );
    await run(
      sandbox,
      'touch -d 2020-01-01 src/a.ts; touch -d 2021-01-01 src/deep/b.tsx; touch -d 2019-01-01 "src/sp ace ü.ts"; printf "needle\\0" > src/binary.ts; touch -d 2018-01-01 src/binary.ts',
    );
    expect(await text({ op: 'glob', pattern: '**/*.{ts,tsx}' })).toBe('src/deep/b.tsx\nsrc/a.ts\nsrc/sp ace ü.ts\nsrc/binary.ts');
    expect(await text({ op: 'glob', pattern: '*.ts', path: 'src' })).toBe('src/a.ts\nsrc/sp ace ü.ts\nsrc/binary.ts');
    expect(await text({ op: 'glob', pattern: '*.ts' })).toBe('');
    expect(await text({ op: 'glob', pattern: '**', path: 'nothing' })).toBe('not_found');
    expect(await text({ op: 'grep', pattern: '^n.+e$' })).toBe('src/a.ts:1:needle');
    expect(await text({ op: 'grep', pattern: 'needle', ignoreCase: true })).toBe('src/a.ts:1:needle\nsrc/deep/b.tsx:1:Needle');
    expect(await text({ op: 'grep', pattern: 'needle', ignoreCase: true, glob: '*.tsx' })).toBe('src/deep/b.tsx:1:Needle');
    expect(await text({ op: 'grep', pattern: 'needle', path: 'src/deep', ignoreCase: true })).toBe('src/deep/b.tsx:1:Needle');
    expect(await text({ op: 'grep', pattern: 'sp ace' })).toBe('src/sp ace ü.ts:1:sp ace');
    expect(await text({ op: 'grep', pattern: 'nowhere' })).toBe('');
    expect(await text({ op: 'grep', pattern: '(' })).toBe('invalid');
    expect(await text({ op: 'grep', pattern: 'x', path: 'nothing' })).toBe('not_found');
  });

  test('searches are bounded', async () => {
    await run(
      sandbox,
      'mkdir many; cd many; seq 1 1500 | xargs touch; yes match | head -n 100000 > lines; head -c 100000 /dev/zero | tr "\\0" m > long',
    );
    expect((await text({ op: 'glob', pattern: 'many/*' })).split('\n').at(-1)).toBe('… and 502 more; narrow the pattern.');
    expect((await text({ op: 'grep', pattern: 'match' })).split('\n').at(-1)).toMatch('more than 1000 lines');
    expect((await text({ op: 'grep', pattern: 'mmm' })).length).toBeLessThan(600);
  });

  test('a command runs in a folder of its own where one is named', async () => {
    await run(sandbox, 'mkdir -p sub/folder');
    const at = async (cwd: string) => does({ op: 'command', command: 'pwd', timeoutMs: 5000, cwd });
    expect((await at('sub/folder')).stdout.head).toBe(`${sandbox.workspacePath}/sub/folder\n`);
    expect(await at('nowhere')).toMatchObject({ error: { code: 'not_found' } });
    expect((await run(sandbox, 'pwd')).stdout.head).toBe(`${sandbox.workspacePath}\n`);
  });

  test('a large file goes in and out unchanged, and a failed upload changes nothing', async () => {
    const piece = Buffer.alloc(1_000_003, 'drover');
    const hash = createHash('sha256');
    const pieces = async function* (failAfter = Infinity) {
      for (let i = 0; i < 60; i += 1) {
        piece.writeUInt32LE(i, 0);
        if (i === failAfter) throw new Error('the source failed');
        yield piece;
      }
    };
    for await (const one of pieces()) hash.update(one);
    await sandbox.upload('new/folder/big.bin', pieces());
    await expect(sandbox.upload('new/folder/big.bin', pieces(20))).rejects.toThrow('the source failed');
    const back = createHash('sha256');
    for await (const one of sandbox.download('new/folder/big.bin', 100_000_000)) back.update(one);
    expect(back.digest('hex')).toBe(hash.digest('hex'));
    expect((await run(sandbox, 'ls -A new/folder')).stdout.head).toBe('big.bin\n');
    await expect(sandbox.download('new/folder/big.bin', 1000)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'too_large' });
    await expect(sandbox.download('new/folder', 1000)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(sandbox.upload('new/folder', pieces())).rejects.toMatchObject({ code: 'not_a_file' });
    await sandbox.upload('empty', (async function* () {})());
    expect((await does({ op: 'read', path: 'empty' })).stdout.bytes).toBe(0);
  });
});
