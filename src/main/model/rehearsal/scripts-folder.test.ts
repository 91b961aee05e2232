import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProblemError } from '../../../shared/problem.ts';
import { readScripts } from './scripts-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drover-scripts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PARTS =
  'parts:\n  work:\n    - content: [{ type: text, text: first }]\n    - content: [{ type: text, text: second }]\nsteps: [{ use: work }]\n';

test('a file is a model, a family is many, and a part stands for its steps with what is laid over the first', async () => {
  await writeFile(join(folder, 'one.yaml'), PARTS);
  await writeFile(
    join(folder, 'family.yaml'),
    'include: [one.yaml]\nmodels:\n  a: { steps: [{ use: work, faults: [{ kind: hang }] }] }\n  b: { steps: [{ use: work }], repeat: true }\n',
  );
  const scripts = await readScripts(folder);

  expect([...scripts.keys()].sort()).toEqual(['a', 'b', 'one']);
  expect(scripts.get('a')?.steps.map(({ faults }) => faults.length)).toEqual([1, 0]);
  expect(scripts.get('b')).toMatchObject({ repeat: true, steps: [{ content: [{ text: 'first' }] }, { content: [{ text: 'second' }] }] });
});

test.each<[what: string, text: string, line: number, mistake: RegExp]>([
  ['not YAML', 'steps:\n  - content: [', 2, /wrong/],
  ['no steps', '# nothing\npace: { delayMs: 1 }\n', 1, /steps/],
  [
    'an unknown word',
    'steps:\n  - content: [{ type: text, text: a }]\n  - content: [{ type: text, text: b }]\n    colour: red\n',
    3,
    /colour/,
  ],
  [
    'a fault that does not exist',
    'steps:\n  - content: [{ type: text, text: a }]\n    faults:\n      - kind: status\n        status: 500\n      - kind: explode\n',
    6,
    /kind/,
  ],
  [
    'a pattern that is none',
    'steps:\n  - content: [{ type: text, text: a }]\n    expect:\n      - fine\n      - "(("\n',
    5,
    /not a regular expression/,
  ],
  ['a part that is not there', 'steps:\n  - content: [{ type: text, text: a }]\n  - use: nothing\n', 3, /no part “nothing”/],
  ['a mistake after a part', `${PARTS.replace('[{ use: work }]', '\n  - use: work\n  - content: []')}`, 7, /content/],
])('%s is reported with file and line', async (_, text, line, mistake) => {
  const path = join(folder, 'wrong.yaml');
  await writeFile(path, text);
  const error = await readScripts(folder).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ problem: { where: `${path}:${line}`, what: expect.stringMatching(mistake) } });
});
