import { describe, expect, test } from 'vitest';
import { draftOf } from './spec-draft.ts';
import { editSpec, newCriterion, type SpecEdit } from './spec-edit.ts';

const SPEC = `---
# What a reviewer reads first
title: "Add a version flag"   # quoted
owner: me
criteria:
  # First of all
  - id: prints   # stable
    kind: command
    # the program itself
    run: node cli.js --version
    output: '^\\d+'

  - {id: documented, kind: file, path: README.md} # flow

  # Nobody touches the tests
  - kind: diff
    id: small
    mustNotChange:
      - test/**  # all of them
      - "*.lock"
    note: |
      kept as
      it is
    maxFiles: 3
    # end of small

budget:
  minutes: 5
---

When asked, the program shall print its version.

- While offline, the program shall say so. {#offline}
`;

function edited(edit: SpecEdit, text = SPEC): string {
  const result = editSpec(text, edit);
  if (!result.ok) throw new Error(result.mistakes.map((mistake) => mistake.message).join('\n'));
  expect(text.slice(0, result.change.from) + result.change.insert + text.slice(result.change.to)).toBe(result.text);
  return result.text;
}

/** The lines that went and came, in their order. */
function difference(edit: SpecEdit, text = SPEC): string[] {
  const before = text.split('\n');
  const after = edited(edit, text).split('\n');
  let head = 0;
  while (head < before.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [
    ...before.slice(head, before.length - tail).map((line) => `-${line}`),
    ...after.slice(head, after.length - tail).map((line) => `+${line}`),
  ];
}

describe('an edit changes its own lines and nothing else', () => {
  const cases: [name: string, edit: SpecEdit, lines: string[]][] = [
    ['the title', { do: 'title', title: 'New "one"' }, ['-title: "Add a version flag"   # quoted', '+title: "New \\"one\\""   # quoted']],
    [
      'a field',
      { do: 'field', criterion: 0, field: 'run', value: 'npm test # all' },
      ['-    run: node cli.js --version', '+    run: "npm test # all"'],
    ],
    [
      'a pattern in single quotes',
      { do: 'field', criterion: 0, field: 'output', value: "it's" },
      ["-    output: '^\\d+'", "+    output: 'it''s'"],
    ],
    [
      'a field of a criterion on one line',
      { do: 'field', criterion: 1, field: 'path', value: 'a, b' },
      ['-  - {id: documented, kind: file, path: README.md} # flow', '+  - {id: documented, kind: file, path: "a, b"} # flow'],
    ],
    ['a new field, at its place', { do: 'field', criterion: 0, field: 'exitCode', value: 3 }, ['+    exitCode: 3']],
    [
      'a new field of a criterion on one line',
      { do: 'field', criterion: 1, field: 'title', value: 'Docs' },
      [
        '-  - {id: documented, kind: file, path: README.md} # flow',
        '+  - {id: documented, kind: file, title: Docs, path: README.md} # flow',
      ],
    ],
    [
      'several lines',
      { do: 'field', criterion: 0, field: 'run', value: 'one\ntwo' },
      ['-    run: node cli.js --version', '+    run: |-', '+      one', '+      two'],
    ],
    ['a field taken out', { do: 'field', criterion: 0, field: 'output', value: undefined }, ["-    output: '^\\d+'"]],
    [
      'the field beside the dash taken out',
      { do: 'field', criterion: 2, field: 'kind', value: undefined },
      ['-  - kind: diff', '-    id: small', '+  - id: small'],
    ],
    [
      'an unknown field taken out',
      { do: 'field', criterion: 2, field: 'note', value: undefined },
      ['-    note: |', '-      kept as', '-      it is'],
    ],
    [
      'lines that become one',
      { do: 'field', criterion: 2, field: 'note', value: 'short' },
      ['-    note: |', '-      kept as', '-      it is', '+    note: short'],
    ],
    ['one glob more', { do: 'field', criterion: 2, field: 'mustNotChange', value: ['test/**', '*.lock', '*.yml'] }, ['+      - "*.yml"']],
    ['one glob less', { do: 'field', criterion: 2, field: 'mustNotChange', value: ['*.lock'] }, ['-      - test/**  # all of them']],
    [
      'another glob',
      { do: 'field', criterion: 2, field: 'mustNotChange', value: ['spec/**', '*.lock'] },
      ['-      - test/**  # all of them', '+      - spec/**  # all of them'],
    ],
    [
      'a list where there was none',
      { do: 'field', criterion: 2, field: 'mustChange', value: ['src/**'] },
      ['+    mustChange:', '+      - src/**'],
    ],
    [
      'a new criterion',
      { do: 'add', criterion: newCriterion('rubric') },
      ['+  - id: rubric-1', '+    kind: rubric', '+    question: ""', '+'],
    ],
    [
      'a new criterion before the first',
      { do: 'add', at: 0, criterion: { id: 'documented', kind: 'file', path: 'x' } },
      ['+  - id: documented-2', '+    kind: file', '+    path: x', '+'],
    ],
    ['a copy', { do: 'duplicate', criterion: 1 }, ['+  - {id: documented-2, kind: file, path: README.md} # flow', '+']],
    [
      'a criterion removed, with its comment',
      { do: 'remove', criterion: 2 },
      [
        '-  # Nobody touches the tests',
        '-  - kind: diff',
        '-    id: small',
        '-    mustNotChange:',
        '-      - test/**  # all of them',
        '-      - "*.lock"',
        '-    note: |',
        '-      kept as',
        '-      it is',
        '-    maxFiles: 3',
        '-    # end of small',
        '-',
      ],
    ],
    ['a limit', { do: 'budget', field: 'minutes', value: 7.5 }, ['-  minutes: 5', '+  minutes: 7.5']],
    ['a new limit', { do: 'budget', field: 'usd', value: 2 }, ['+  usd: 2']],
    ['the only limit taken out', { do: 'budget', field: 'minutes', value: undefined }, ['-  minutes: 5', '+  {}']],
    ['what is protected', { do: 'protect', globs: ['!test/**'] }, ['+protect:', '+  - "!test/**"']],
    ['what is set up', { do: 'setup', field: 'run', value: 'npm ci' }, ['+setup:', '+  run: npm ci']],
    [
      'another kind',
      { do: 'kind', criterion: 1, kind: 'command' },
      ['-  - {id: documented, kind: file, path: README.md} # flow', '+  - {id: documented, kind: command, run: ""} # flow'],
    ],
    [
      'the goal',
      { do: 'goal', goal: 'Other.' },
      ['-When asked, the program shall print its version.', '-', '-- While offline, the program shall say so. {#offline}', '+Other.'],
    ],
  ];
  test.each(cases)('%s', (_name, edit, lines) => {
    expect(difference(edit)).toEqual(lines);
  });
});

test('a criterion moves with its comments, and blank lines stay where they are', () => {
  const there = edited({ do: 'move', from: 2, to: 0 });
  expect(there).toContain('criteria:\n  # Nobody touches the tests\n  - kind: diff\n');
  expect(there).toContain('    # end of small\n\n  # First of all\n  - id: prints');
  expect(edited({ do: 'move', from: 0, to: 2 }, there)).toBe(SPEC);
});

test('a criterion is linked to a line of the goal, which gets an id', () => {
  const linked = edited({ do: 'link', criterion: 0, line: 1 });
  expect(linked).toContain('When asked, the program shall print its version. {#asked-program-print-version}\n');
  expect(draftOf(linked).criteria[0]?.proves).toEqual(['asked-program-print-version']);
  const both = edited({ do: 'link', criterion: 0, line: 3 }, linked);
  expect(draftOf(both).criteria[0]?.proves).toEqual(['asked-program-print-version', 'offline']);
  expect(edited({ do: 'unlink', criterion: 0, requirement: 'offline' }, both)).toBe(linked);
});

test('Windows line ends and a byte order mark stay', () => {
  const windows = `\uFEFF${SPEC.replaceAll('\n', '\r\n')}`;
  for (const edit of [
    { do: 'title', title: 'T' },
    { do: 'field', criterion: 0, field: 'run', value: 'a\nb' },
    { do: 'move', from: 0, to: 2 },
    { do: 'goal', goal: 'One.\n\nTwo.' },
    { do: 'duplicate', criterion: 2 },
  ] satisfies SpecEdit[])
    expect(edited(edit, windows)).toBe(`\uFEFF${edited(edit).replaceAll('\n', '\r\n')}`);
});

test('a text without a front matter gets one, and its words are the goal', () => {
  expect(edited({ do: 'title', title: 'T' }, 'Do it.\n')).toBe('---\ntitle: T\n---\n\nDo it.\n');
  expect(edited({ do: 'add', criterion: newCriterion('command') }, '')).toBe(
    '---\ncriteria:\n  - id: command-1\n    kind: command\n    run: ""\n---\n',
  );
  expect(edited({ do: 'goal', goal: 'Do it.' }, '')).toBe('---\n---\n\nDo it.\n');
});

test('a broken front matter is left alone, and the goal can be edited all the same', () => {
  const broken = '---\ntitle: "T\ncriteria: []\n---\nDo it.\n';
  expect(editSpec(broken, { do: 'title', title: 'U' })).toMatchObject({ ok: false });
  expect(edited({ do: 'goal', goal: 'Do that.' }, broken)).toBe('---\ntitle: "T\ncriteria: []\n---\nDo that.\n');
});

test('which model answers a rubric is one edit, named by both fields or by none', () => {
  const rubric = SPEC.replace('budget:', '  - { id: asks, kind: rubric, question: Why? }\n\nbudget:');
  const judged = edited({ do: 'judge', criterion: 3, judge: { provider: 'one', model: 'small' } }, rubric);
  expect(draftOf(judged)).toMatchObject({ mistakes: [], criteria: [{}, {}, {}, { values: { provider: 'one', model: 'small' } }] });
  expect(edited({ do: 'judge', criterion: 3, judge: undefined }, judged)).toBe(rubric);
});
