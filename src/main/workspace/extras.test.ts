import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planExtras } from './extras.ts';

const blob = (...records: string[]): Buffer => Buffer.from(`drover-extras 1\0${records.map((record) => `${record}\0`).join('')}`, 'latin1');
const tree = { files: new Set(['run.sh', 'deep/file']), folders: new Set(['deep']), others: new Set(['link', 'deep/link']) };

/** Which command gets which paths. */
function commands(bytes: Buffer): string[] {
  const plan = planExtras(bytes, tree);
  expect(plan.bytes.subarray(0, plan.blobBytes)).toEqual(bytes);
  return plan.steps.flatMap(({ from, bytes: length, command }) => {
    const paths = plan.bytes.toString('latin1', from, from + length).split('\0');
    expect(paths.pop()).toBe('');
    return paths.map((path) => `${command} ${path}`);
  });
}

test('folders are made, then files get their modes, then folders theirs, the inner ones first', () => {
  const text = blob('d 0500 deep', 'd 0700 deep/empty', 'd 0755 new\nline', 'f 0600 deep/file', 'f 4755 run.sh');
  expect(commands(text)).toEqual([
    'mkdir -p -- ./deep',
    'mkdir -p -- ./deep/empty',
    'mkdir -p -- ./new\nline',
    'chmod 0600 -- ./deep/file',
    'chmod 4755 -- ./run.sh',
    'chmod 0700 -- ./deep/empty',
    'chmod 0500 -- ./deep',
  ]);
});

test('a record that leads out of the tree, over a link, or to what is not there is dropped', () => {
  const hostile = [
    'd 0777 ../up',
    'd 0777 /etc',
    'd 0777 a/../../up',
    'd 0777 link',
    'd 0777 link/in',
    'd 0777 deep/link/in',
    'd 0777 run.sh/in',
    'd 0777 .git/hooks',
    'd 0777 a/.GIT',
    'd 0777 .drover/specs',
    'd 0777 a//b',
    'd 0777 ',
    'f 0777 link',
    'f 0777 nothing',
    'f 0777 ../up',
    'f 777 run.sh',
    'f 0999 run.sh',
    'x 0777 run.sh',
    '-rf',
  ];
  expect(commands(blob(...hostile))).toEqual([]);
  expect(commands(Buffer.from('d 0777 new'))).toEqual([]);
});

test('whatever the bytes, nothing outside the tree is named', () => {
  const part = fc.constantFrom('..', '.', '', 'deep', 'link', 'run.sh', '.git', 'a', '\n', '-x');
  const record = fc.tuple(fc.constantFrom('d', 'f'), fc.array(part, { maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(record), (records) => {
      for (const line of commands(blob(...records.map(([kind, parts]) => `${kind} 0700 ${parts.join('/')}`)))) {
        const names = line.slice(line.indexOf('./') + 2).split('/');
        expect(names).not.toContain('..');
        expect(names[0]).not.toBe('link');
        expect(names.slice(0, 2).join('/')).not.toBe('deep/link');
        if (names[0] === 'run.sh') expect(names).toEqual(['run.sh']);
        expect(names).not.toContain('');
      }
    }),
  );
});
