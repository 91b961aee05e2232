import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSpec, titleOf } from './spec-text.ts';

const GOOD = `---
# What a reviewer reads first
title: Add a version flag
criteria:
  - id: prints-version
    kind: command
    run: node cli.js --version
    output: ^\\d+\\.\\d+
  - id: documented
    kind: file
    path: README.md
    matches: --version
    visibility: held_out
budget:
  minutes: 5
---

# Goal

Add \`--version\`.

--- not an end
`;

test('a spec that a person wrote is read with its defaults', () => {
  expect(parseSpec(GOOD)).toEqual({
    ok: true,
    spec: {
      title: 'Add a version flag',
      goal: '# Goal\n\nAdd `--version`.\n\n--- not an end',
      criteria: [
        {
          id: 'prints-version',
          kind: 'command',
          run: 'node cli.js --version',
          output: '^\\d+\\.\\d+',
          exitCode: 0,
          timeoutSeconds: 300,
          visibility: 'shown',
          weight: 'must',
        },
        { id: 'documented', kind: 'file', path: 'README.md', matches: '--version', exists: true, visibility: 'held_out', weight: 'must' },
      ],
      budget: { minutes: 5, iterations: 5 },
    },
  });
});

test('Windows line ends and a byte order mark change nothing', () => {
  expect(parseSpec(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`)).toEqual(parseSpec(GOOD));
});

const front = (yaml: string, goal = 'Do it.'): string => `---\n${yaml}\n---\n${goal}\n`;
const oneCriterion = (fields: string): string => front(`title: T\ncriteria:\n  - ${fields.replaceAll('\n', '\n    ')}`);

describe('a mistake is told with its line', () => {
  const cases: [name: string, text: string, line: number, message: RegExp][] = [
    ['an empty file', '', 1, /empty/],
    ['only blank lines', '\n \n', 1, /empty/],
    ['no front matter', '# Do it\n', 1, /front matter is missing/],
    ['front matter without an end', '---\ntitle: T\n', 3, /no end/],
    ['broken YAML', front('title: "T\ncriteria: []'), 3, /YAML/],
    ['a field twice', front('title: T\ntitle: U'), 3, /YAML.*unique/],
    ['front matter that is a list', front('- a'), 2, /title and criteria/],
    ['empty front matter', '---\n---\nDo it.\n', 2, /title and criteria/],
    ['no title', front('criteria:\n  - {id: a, kind: command, run: x}'), 2, /title is missing/],
    ['an empty title', front('title:\ncriteria:\n  - {id: a, kind: command, run: x}'), 2, /title is missing/],
    [
      'a title that YAML reads as a number',
      front('title: 42\ncriteria:\n  - {id: a, kind: command, run: x}'),
      2,
      /"title" must be text; put it in quotes/,
    ],
    ['no criteria', front('title: T'), 2, /criteria are missing/],
    ['an empty list of criteria', front('title: T\ncriteria: []'), 3, /at least one criterion/],
    ['criteria that are no list', front('title: T\ncriteria: all tests'), 3, /"criteria" must be a list/],
    ['an empty criterion', front('title: T\ncriteria:\n  -\n'), 4, /criterion is empty/],
    ['a criterion that is a word', front('title: T\ncriteria:\n  - npm test'), 4, /must be a group of fields/],
    ['an unknown kind', oneCriterion('id: a\nkind: commnd\nrun: x'), 5, /Unknown kind "commnd": use command, file, diff, metric or rubric/],
    ['no kind', oneCriterion('id: a\nrun: x'), 4, /kind is missing/],
    ['no id', oneCriterion('kind: command\nrun: x'), 4, /id is missing/],
    ['an id with capitals', oneCriterion('id: A b\nkind: command\nrun: x'), 4, /lower-case letters/],
    ['no run', oneCriterion('id: a\nkind: command'), 4, /add a line run:/],
    ['an empty run', oneCriterion('id: a\nkind: command\nrun: ""'), 6, /add a line run:/],
    ['run as a boolean', oneCriterion('id: a\nkind: command\nrun: true'), 6, /"run" must be text; put it in quotes/],
    ['a path out of the project', oneCriterion('id: a\nkind: file\npath: ../x'), 6, /stays inside the project/],
    ['a misspelt field', oneCriterion('id: a\nkind: file\npath: x\nmatch: y'), 7, /no field "match"/],
    ['a misspelt field at the top', front('title: T\ncritera: []\ncriteria:\n  - {id: a, kind: file, path: x}'), 3, /no field "critera"/],
    ['a bad pattern', oneCriterion('id: a\nkind: command\nrun: x\noutput: "("'), 7, /"output" is not a regular expression/],
    ['a bad pattern for a file', oneCriterion('id: a\nkind: file\npath: x\nmatches: "[z-a]"'), 7, /"matches" is not a regular expression/],
    [
      'the same id twice',
      front('title: T\ncriteria:\n  - {id: a, kind: file, path: x}\n  - {id: a, kind: file, path: y}'),
      5,
      /"a" is used twice \(line 4\)/,
    ],
    ['a visibility that is none', oneCriterion('id: a\nkind: file\npath: x\nvisibility: hidden'), 7, /it can be shown or held_out/],
    ['an exit code out of range', oneCriterion('id: a\nkind: command\nrun: x\nexitCode: 300'), 7, /at most 255/],
    ['no time', front('title: T\ncriteria:\n  - {id: a, kind: file, path: x}\nbudget:\n  minutes: 0'), 6, /"minutes" must be more than 0/],
    [
      'half an iteration',
      front('title: T\ncriteria:\n  - {id: a, kind: file, path: x}\nbudget:\n  iterations: 1.5'),
      6,
      /"iterations" must be a whole number/,
    ],
    ['no goal', front('title: T\ncriteria:\n  - {id: a, kind: file, path: x}', ''), 6, /goal is missing/],
    ['an alias', front('title: &t T\ncriteria:\n  - {id: a, kind: file, path: *t}'), 4, /no YAML aliases/],
  ];
  test.each(cases)('%s', (_name, text, line, message) => {
    const parsed = parseSpec(text);
    expect(parsed).toMatchObject({ ok: false });
    if (parsed.ok) return;
    expect(parsed.mistakes.map((mistake) => mistake.message).join('\n')).toMatch(message);
    expect(parsed.mistakes.map((mistake) => mistake.line)).toContain(line);
    expect(parsed.mistakes).toHaveLength(1);
  });

  test('all of them at once, in the order of the lines', () => {
    const parsed = parseSpec('---\ncriteria:\n  - {id: A, kind: file}\n  - {kind: x}\n---\n');
    expect(parsed).toMatchObject({ ok: false });
    if (!parsed.ok) expect(parsed.mistakes.map((mistake) => mistake.line)).toEqual([2, 3, 3, 4, 6]);
  });
});

test('the title is found in a text that has mistakes', () => {
  expect(titleOf(front('title: A title\ncriteria: 3'))).toBe('A title');
  expect(titleOf('nothing')).toBeUndefined();
  expect(titleOf(front('title: [1'))).toBeUndefined();
});

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 50 }), (yaml, body) => void parseSpec(`---\n${yaml}\n---\n${body}`)),
  );
});
