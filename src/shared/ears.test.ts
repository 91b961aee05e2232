import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goalIds, nameLine, patternOf, provenBy, requirementsOf } from './ears.ts';

describe('patterns of EARS', () => {
  const cases: [text: string, pattern: string | null][] = [
    ['The program shall print its version.', 'ubiquitous'],
    ['Each page shall have a title.', 'ubiquitous'],
    ['**FR-001**: System MUST keep the order', 'ubiquitous'],
    ['When asked, the program shall print its version.', 'event'],
    ['WHEN a person signs in THEN the system SHALL open a session', 'event'],
    ['**When** asked, `drover` shall answer', 'event'],
    ['While offline, the program shall say so.', 'state'],
    ['Where a printer is there, the program shall offer it.', 'optional'],
    ['If the disk is full, then the program shall stop.', 'unwanted'],
    ['IF a WHEN b, THEN the system SHALL c', 'unwanted'],
    ['While offline, when a message comes, the program shall keep it.', 'complex'],
    ['While offline and when a message comes, the program shall keep it.', 'complex'],
    ['Where there is a log, if it is damaged, then the program shall say so.', 'complex'],
    ['When it rains and the wind blows, the roof shall close.', 'event'],
    ['We must talk about this.', null],
    ['When asked, it prints.', null],
    ['Shall we?', null],
    ['This is prose. In it the program shall not be looked for.', null],
    ['`The program shall print`', null],
    ['', null],
  ];
  test.each(cases)('%s', (text, pattern) => {
    expect(patternOf(text)).toBe(pattern);
  });
});

const GOAL = `# The program shall have a heading

Some words. They go on
over two lines.

When asked, the program shall print its version. {#version}
While offline, the program
shall say so. {#offline}

1. The list shall be sorted {#sorted}
   - [ ] If it is empty,
     then the list shall say so.
2. Named by hand {#by-hand}

<!-- The comment shall not count.
Nor shall its second line. {#nor} -->

\`\`\`md
The code shall not count. {#code}
\`\`\`

- ~~~
  The code in a list shall not count.
  ~~~

A paragraph.

    The indented code shall not count.

> The quote shall not count.

| The table shall not count. |

The last one shall count.<!-- without this -->`;

test('requirements are found where prose is, each with its lines', () => {
  expect(requirementsOf(GOAL).map(({ line, endLine, id, pattern, text }) => [line, endLine, id, pattern, text.slice(0, 12)])).toEqual([
    [6, 6, 'version', 'event', 'When asked, '],
    [7, 8, 'offline', 'state', 'While offlin'],
    [10, 10, 'sorted', 'ubiquitous', 'The list sha'],
    [11, 12, null, 'unwanted', 'If it is emp'],
    [13, 13, 'by-hand', 'named', 'Named by han'],
    [34, 34, null, 'ubiquitous', 'The last one'],
  ]);
  expect(goalIds(GOAL).map(({ id, line }) => [id, line])).toEqual([
    ['version', 6],
    ['offline', 8],
    ['sorted', 10],
    ['by-hand', 13],
  ]);
});

test('a line that nothing proves is told from one that something does', () => {
  const proofs = provenBy(GOAL, [{ proves: ['version'] }, {}, { proves: ['version', 'by-hand', 'gone'] }]);
  expect(proofs.map(({ requirement, criteria }) => [requirement.id, criteria])).toEqual([
    ['version', [0, 2]],
    ['offline', []],
    ['sorted', []],
    [null, []],
    ['by-hand', [2]],
    [null, []],
  ]);
});

test('a line is named by its words, once', () => {
  const goal = 'The lamp shall be red.\n\n- When lit, the lamp\n  shall be red.\n';
  const first = nameLine(goal, 1);
  expect(first).toEqual({ id: 'lamp-red', goal: goal.replace('red.\n\n', 'red. {#lamp-red}\n\n') });
  expect(nameLine(first?.goal ?? '', 3)).toEqual({ id: 'lit-lamp-red', goal: `${(first?.goal ?? '').trimEnd()} {#lit-lamp-red}\n` });
  expect(nameLine('The lamp shall be red. {#lamp-red}\n\nA lamp shall be red.', 3)?.id).toBe('lamp-red-2');
  expect(nameLine('日本語。', 1)?.id).toBe('line');
  expect(nameLine(first?.goal ?? '', 1)).toEqual({ id: 'lamp-red', goal: first?.goal });
  expect(nameLine('# Heading\n\n', 1)).toBeUndefined();
  expect(nameLine('', 7)).toBeUndefined();
});

test('whatever the goal, a requirement that is named is found by its name, and its words stay', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'The x shall y.',
      'When a,',
      '- ',
      '1. ',
      '\n',
      '\n\n',
      '```\n',
      '<!--',
      '-->',
      '    ',
      '> ',
      ' {#a}',
      '# ',
      'If b, then the c shall d',
    ),
    fc.string({ maxLength: 10 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
      const goal = parts.join('').replaceAll('\r', '');
      for (const requirement of requirementsOf(goal)) {
        const named = nameLine(goal, requirement.line);
        if (named === undefined) throw new Error(`line ${requirement.line} has no name`);
        const again = requirementsOf(named.goal).filter((one) => one.line === requirement.line);
        expect(again.map(({ id, text }) => ({ id, text }))).toEqual([{ id: named.id, text: requirement.text }]);
      }
    }),
  );
});

test('a goal that is made to take long does not', () => {
  const space = ' '.repeat(100_000);
  for (const goal of [
    `The${space}x shall${space}y`,
    `${'The x\n'.repeat(30_000)}`,
    '{#'.repeat(100_000),
    '<!---->'.repeat(50_000),
    `${'- '.repeat(100_000)}x`,
    `When${', '.repeat(50_000)}the x shall y`,
  ])
    requirementsOf(goal);
});
