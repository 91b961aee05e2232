import { describe, expect, test } from 'vitest';
import { globFault } from './glob-fault.ts';
import { idleGlobs } from './idle-globs.ts';
import { draftOf } from './spec-draft.ts';
import { parseSpec } from './spec-text.ts';

/** A spec with one criterion; its first field stands on line 4. */
const one = (fields: string, rest = ''): string =>
  `---\ntitle: T\ncriteria:\n  - ${fields.replaceAll('\n', '\n    ')}\n${rest}---\nWhen asked, the program shall answer. {#answers}\n`;

function mistakesIn(text: string): [line: number, message: string][] {
  const parsed = parseSpec(text);
  return parsed.ok ? [] : parsed.mistakes.map(({ line, message }) => [line, message]);
}

describe('what no field shows alone is told at its line', () => {
  const cases: [name: string, text: string, line: number, message: RegExp][] = [
    [
      'a diff criterion that asks nothing',
      one('id: a\nkind: diff'),
      4,
      /asks nothing: add mustChange, mustNotChange, maxFiles or maxLines/,
    ],
    ['one with empty lists', one('id: a\nkind: diff\nmustChange: []'), 4, /asks nothing/],
    [
      'a glob in both lists',
      one('id: a\nkind: diff\nmustChange: [a]\nmustNotChange:\n  - b\n  - a'),
      9,
      /"a" must change and must not change/,
    ],
    [
      'no file, and a change',
      one('id: a\nkind: diff\nmustChange: [a]\nmaxFiles: 0'),
      7,
      /"maxFiles" is 0, and "mustChange" asks for a change/,
    ],
    [
      'a glob out of the project',
      one('id: a\nkind: diff\nmustChange:\n  - src/**\n  - ../x'),
      8,
      /"..\/x" is not a glob that can match: it leaves/,
    ],
    ['an empty glob', one('id: a\nkind: diff\nmustChange: [""]'), 6, /A glob is not empty/],
    ['a metric without a bound', one('id: a\nkind: metric\nrun: x'), 4, /no bound: add atMost or atLeast/],
    [
      'bounds that exclude each other',
      one('id: a\nkind: metric\nrun: x\natMost: 1\natLeast: 2'),
      8,
      /"atLeast" \(2\) is more than "atMost" \(1\)/,
    ],
    ['an even number of repeats', one('id: a\nkind: metric\nrun: x\natMost: 1\nrepeats: 4'), 8, /"repeats": .*odd/],
    ['an even number of asks', one('id: a\nkind: rubric\nquestion: x\nasks: 2'), 7, /"asks": .*odd/],
    ['a pattern without a group', one('id: a\nkind: metric\nrun: x\natMost: 1\nnumber: "took [0-9]+"'), 8, /"number" has no group/],
    ['a group that is none', one('id: a\nkind: metric\nrun: x\natMost: 1\nnumber: "(?:x)|\\\\(y"'), 8, /"number" has no group/],
    ['a broken pattern of a metric', one('id: a\nkind: metric\nrun: x\natMost: 1\nnumber: "("'), 8, /"number" is not a regular expression/],
    ['a bound that is no number', one('id: a\nkind: metric\nrun: x\natMost: .inf'), 7, /"atMost"/],
    ['a rubric without a question', one('id: a\nkind: rubric'), 4, /question is missing/],
    ['a model without its provider', one('id: a\nkind: rubric\nquestion: x\nmodel: m'), 7, /"model" needs "provider"/],
    ['a provider without a model', one('id: a\nkind: rubric\nquestion: x\nprovider: p'), 7, /"provider" needs "model"/],
    [
      'a line of the goal that is not there',
      one('id: a\nkind: file\npath: x\nproves:\n  - answers\n  - gone'),
      9,
      /no line "gone": write \{#gone\}/,
    ],
    ['a field of another kind', one('id: a\nkind: file\npath: x\nrun: y'), 7, /no field "run" in a criterion of the kind file/],
    ['a field by another name', one('id: a\nkind: command\ncmd: y\nrun: y'), 6, /did you mean "run"/],
    [
      'a misspelt limit',
      one('id: a\nkind: file\npath: x', 'budget:\n  minuets: 3\n'),
      8,
      /no field "minuets" here; did you mean "minutes"/,
    ],
    [
      'a misspelt field of the setup',
      one('id: a\nkind: file\npath: x', 'setup: {run: x, timeout: 3}\n'),
      7,
      /did you mean "timeoutSeconds"/,
    ],
    [
      'a glob of what is protected',
      one('id: a\nkind: file\npath: x', 'protect:\n  - "!/x"\n'),
      8,
      /"!\/x" is not a glob that can match: it begins with \//,
    ],
    ['a setup without a command', one('id: a\nkind: file\npath: x', 'setup:\n  timeoutSeconds: 3\n'), 7, /command is missing/],
    ['an id in the goal twice', `${one('id: a\nkind: file\npath: x')}\n- The b shall c. {#answers}\n`, 10, /\{#answers\} twice \(line 8\)/],
    ['an id in the goal that is none', `${one('id: a\nkind: file\npath: x')}\n- The b shall c. {#No}\n`, 10, /\{#No\} is no id/],
    ['a repeat out of range', one('id: a\nkind: command\nrun: x\nrepeats: 99'), 7, /"repeats" must be at most 15/],
  ];
  test.each(cases)('%s', (_name, text, line, message) => {
    expect(mistakesIn(text)).toEqual([[line, expect.stringMatching(message)]]);
  });

  test('one criterion that is wrong does not hide what is wrong with another', () => {
    const text =
      '---\ntitle: T\ncriteria:\n  - {id: a, kind: file}\n  - {id: a, kind: diff}\n  - {id: b, kind: metric, run: x}\n---\nDo it.\n';
    expect(mistakesIn(text)).toEqual([
      [4, expect.stringMatching(/path is missing/)],
      [5, expect.stringMatching(/"a" is used twice \(line 4\)/)],
      [5, expect.stringMatching(/asks nothing/)],
      [6, expect.stringMatching(/no bound/)],
    ]);
  });
});

test("fields of somebody else are kept, told of, and in nobody's way", () => {
  const text = one('id: a\nkind: file\npath: x\nowner: me\nx-notes:\n  - b', 'tracker: ABC-1\nbudget: {usd: 1, color: red}\n');
  expect(parseSpec(text)).toMatchObject({ ok: true, spec: { criteria: [{ id: 'a', path: 'x' }] } });
  const draft = draftOf(text);
  expect(draft.warnings.map(({ line, path }) => [line, path])).toEqual([
    [7, 'criteria.0.owner'],
    [8, 'criteria.0.x-notes'],
    [10, 'tracker'],
    [11, 'budget.color'],
  ]);
  expect(draft.criteria[0]?.unknown).toEqual([
    { name: 'owner', value: 'me', line: 7, misspelt: false },
    { name: 'x-notes', value: ['b'], line: 8, misspelt: false },
  ]);
  expect(JSON.stringify(draft.spec)).not.toMatch(/owner|tracker|color/);
});

test('a hand-edited file with mistakes shows them at their fields, and its cards lose nothing', () => {
  const draft = draftOf(one('id: A b\nkind: command\nrun: 3\noutptu: x\nnote: kept'));
  expect(draft.broken).toBe(false);
  expect(draft.criteria).toMatchObject([
    {
      id: 'A b',
      kind: 'command',
      line: 4,
      values: { id: 'A b', run: 3 },
      unknown: [
        { name: 'outptu', value: 'x', misspelt: true },
        { name: 'note', value: 'kept', misspelt: false },
      ],
    },
  ]);
  expect([...(draft.criteria[0]?.mistakes ?? [])].map(([field, [first]]) => [field, first?.line])).toEqual([
    ['id', 4],
    ['run', 6],
    ['outptu', 7],
  ]);
  expect(draftOf('---\ntitle: T\ncriteria:\n  - just words\n  - 3\n  -\n---\n').criteria.map(({ values, line }) => [values, line])).toEqual(
    [
      [{}, 4],
      [{}, 5],
      [{}, 6],
    ],
  );
});

test('front matter that is not YAML is told at its line; title and criteria are shown as far as they can be', () => {
  const draft = draftOf('---\ntitle: T\ncriteria:\n  - id: a\n    kind: command\n    run: echo: x: y\n  - id: b\n---\nDo it.\n');
  expect(draft.broken).toBe(true);
  expect(draft.mistakes[0]).toMatchObject({ line: 6, message: expect.stringMatching(/^The YAML cannot be read/) });
  expect(draft).toMatchObject({ title: 'T', goal: 'Do it.', spec: null });
  expect(draft.criteria.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(draftOf('# Just words\n')).toMatchObject({
    broken: false,
    goal: '# Just words\n',
    goalLine: 1,
    criteria: [],
    mistakes: [{ line: 1 }],
  });
});

describe('globs', () => {
  test.each(['src/**', '*.md', './a', '[ab].ts', 'a/{b,c}/**', '**', 'a b', '[]x]', 'ä/ü'])('%s can match', (glob) => {
    expect(globFault(glob)).toBeUndefined();
  });
  test.each(['', ' ', '/a', 'a//b', 'a/', '../a', 'a/../b', 'a/./b', 'a\\b', '!a', '[a', '{a,b', 'a\nb'])('%s cannot', (glob) => {
    expect(globFault(glob)).toEqual(expect.any(String));
  });

  test('one that matches no file of the project is told of', () => {
    const fields = 'id: a\nkind: diff\nmustChange: [src/*.ts, docs/new.md]\nmustNotChange:\n  - tset/**\n  - test/**';
    const text = one(fields, 'protect: ["!test/**", Makefile]\n');
    expect(idleGlobs(text, ['src/a.ts', 'test/b/c.ts', '.github/x.yml'])).toEqual([
      { line: 6, path: 'criteria.0.mustChange.1', message: expect.stringMatching(/"docs\/new.md": only a new file can meet it/) },
      { line: 8, path: 'criteria.0.mustNotChange.0', message: expect.stringMatching(/"tset\/\*\*".*spelt right/) },
      { line: 10, path: 'protect.1', message: expect.stringMatching(/"Makefile": it changes nothing/) },
    ]);
    expect(idleGlobs(text.replace('title: T', 'title:'), [])).toEqual([]);
  });
});
