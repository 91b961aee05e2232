/** Specs and texts of specs as anybody might write them, for properties that hold for all of them. */
import fc from 'fast-check';
import type { Criterion } from './criteria.ts';
import type { Spec } from './spec.ts';

/** Words that YAML reads otherwise where they stand bare, and some that it does not. */
const TRICKY = [
  'npm test', "it's", 'a: b', '# x', 'a #b', '*.md', 'src/**', 'yes', 'no', '42', '1e3', '0x1F', 'null', '~', 'true', 'ü 日本 🦜', ' lead', 'trail ',
  '- dash', '{x}', '[y', '"q"', '@x', '%y', '`z`', '!t', '&a', '|', '>', '? k', ': ', 'x:', '---', '...', 'a\tb', 'one\ntwo', 'one\n\n two\n', '\n', '\\d+ "x"',
]; // prettier-ignore

const free = fc.oneof(fc.constantFrom(...TRICKY), fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }));
export const words = free.filter((text) => text !== '');
const line = words.filter((text) => text.trim() !== '').map((text) => text.trim());
export const anyId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);

const isPattern = (text: string): boolean => {
  try {
    return Boolean(new RegExp(text, 'm'));
  } catch {
    return false;
  }
};
const pattern = words.filter(isPattern);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const path = words.filter((one) => !one.startsWith('/') && !one.split('/').includes('..'));
const glob = fc.constantFrom('src/**', '*.md', 'a b/c.ts', 'test/{a,b}/*', '[ab].js', '**/*.snap', 'päth/**', '-x', '#y', '@z/*');
const odd = fc.integer({ min: 0, max: 7 }).map((n) => 2 * n + 1);
const number = fc
  .oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }))
  .map((n) => n + 0);

const common = {
  id: anyId,
  title: maybe(words),
  visibility: fc.constantFrom('shown' as const, 'held_out' as const),
  weight: fc.constantFrom('must' as const, 'should' as const),
  guard: maybe(fc.boolean()),
  /** Of the goal's lines that `anySpec` has. */
  proves: maybe(fc.uniqueArray(fc.constantFrom('first', 'second'), { minLength: 1 })),
};
const command = {
  run: words,
  timeoutSeconds: fc.integer({ min: 1, max: 3600 }),
  workspace: maybe(fc.constantFrom('shared' as const, 'own' as const)),
};

const kinds = {
  command: fc.record({
    ...common,
    ...command,
    kind: fc.constant('command' as const),
    exitCode: fc.nat(255),
    output: maybe(pattern),
    repeats: maybe(fc.integer({ min: 1, max: 15 })),
    fewerTests: maybe(fc.constantFrom('fail' as const, 'allow' as const)),
  }),
  file: fc.record({ ...common, kind: fc.constant('file' as const), path, exists: fc.boolean(), matches: maybe(pattern) }),
  diff: fc.record({
    ...common,
    kind: fc.constant('diff' as const),
    mustChange: maybe(fc.uniqueArray(glob, { minLength: 1, maxLength: 4 })),
    mustNotChange: fc.constantFrom(undefined, ['docs/**'], ['docs/**', 'test/**']),
    maxFiles: fc.integer({ min: 1, max: 500 }),
    maxLines: maybe(fc.integer({ min: 1, max: 50_000 })),
  }),
  metric: fc.record({
    ...common,
    ...command,
    kind: fc.constant('metric' as const),
    number: maybe(pattern.map((one) => `(${one})`).filter(isPattern)),
    unit: maybe(words),
    of: fc.constantFrom('value' as const, 'ratio_to_base' as const),
    atMost: number,
    repeats: maybe(odd),
  }),
  rubric: fc.record({ ...common, kind: fc.constant('rubric' as const), question: words, asks: maybe(odd) }),
};

export const anyCriterion: fc.Arbitrary<Criterion> = fc
  .oneof(kinds.command, kinds.file, kinds.diff, kinds.metric, kinds.rubric)
  .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as Criterion); // drops what is undefined, nothing else

const goal = fc
  .array(line, { maxLength: 4 })
  .map((lines) => lines.join('\n').replaceAll('\r\n', '\n').trim())
  .filter((text) => !text.includes('{#') && !/```|~~~|<!--/.test(text))
  .map((text) => `The first shall be there. {#first}\n\nThe second shall be there. {#second}\n\n${text}`.trim());

export const anySpec: fc.Arbitrary<Spec> = fc
  .record({
    title: line,
    goal,
    criteria: fc.uniqueArray(anyCriterion, { minLength: 1, maxLength: 5, selector: (one) => one.id }),
    budget: fc.record(
      {
        minutes: fc.integer({ min: 1, max: 1440 }),
        iterations: fc.integer({ min: 1, max: 20 }),
        usd: fc.integer({ min: 1, max: 100 }).map((n) => n / 4),
        tokens: fc.integer({ min: 1, max: 1e9 }),
      },
      { requiredKeys: ['minutes', 'iterations'] },
    ),
    protect: maybe(fc.uniqueArray(fc.constantFrom('!test/**', 'Makefile', '*.lock', '!src/**'), { minLength: 1 })),
    setup: maybe(fc.record({ run: words, timeoutSeconds: fc.integer({ min: 1, max: 3600 }) })),
  })
  .map((spec) => Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) as Spec); // as above

/** One line, or more, of a text that a person wrote, and the value that it has. */
export interface WrittenField {
  name: string;
  value: unknown;
  /** Behind `name:`, without a line end; further lines are indented by as much as the place needs. */
  said: (indent: number) => string;
  /** Stands alone on one line, so that it can be in a flow group. */
  short: boolean;
}

const spoken = (value: string): fc.Arbitrary<{ said: WrittenField['said']; short: boolean }> => {
  const ways: { said: WrittenField['said']; short: boolean }[] = [{ said: () => JSON.stringify(value), short: true }];
  if (!/[\n\t]/.test(value)) ways.push({ said: () => `'${value.replaceAll("'", "''")}'`, short: true });
  if (/^[a-z][a-z0-9/.*-]*$/i.test(value) && !/^(?:yes|no|null|true|false|e\d)/i.test(value)) ways.push({ said: () => value, short: true });
  if (/^[^\s#][^\n\t]*\n/.test(value) && value.endsWith('o')) ways.push({ said: (indent) => `|-\n${block(value, indent)}`, short: false });
  if (/^[a-z]+ [a-z]+$/.test(value)) ways.push({ said: (indent) => `>-\n${block(value.replace(' ', '\n'), indent)}`, short: false });
  return fc.constantFrom(...ways);
};
const block = (value: string, indent: number): string =>
  value
    .split('\n')
    .map((one) => (one === '' ? '' : `${' '.repeat(indent + 2)}${one}`))
    .join('\n');

const textField = (name: string): fc.Arbitrary<WrittenField> =>
  fc.constantFrom(...TRICKY).chain((value) => spoken(value).map((way) => ({ name, value, ...way })));
const plainField = (name: string, value: unknown): WrittenField => ({ name, value, said: () => String(value), short: true });
const listField = (name: string): fc.Arbitrary<WrittenField> =>
  fc
    .record({
      values: fc.uniqueArray(fc.constantFrom('src/**', 'b.md', 'x/y', 'test/*'), { minLength: 1, maxLength: 4 }),
      flow: fc.boolean(),
    })
    .map(({ values, flow }) => ({
      name,
      value: values,
      said: (indent) =>
        flow ? `[${values.join(', ')}]` : `\n${values.map((one) => `${' '.repeat(indent + 2)}- ${one} # ${one.length}`).join('\n')}`,
      short: flow,
    }));

const unknownField = fc.oneof(
  fc.constant(plainField('owner', 'me')),
  fc.constant<WrittenField>({
    name: 'x-links',
    value: { a: 1, b: ['c'] },
    said: (indent) =>
      `\n${' '.repeat(indent + 2)}a: 1\n${' '.repeat(indent + 2)}# why\n${' '.repeat(indent + 2)}b:\n${' '.repeat(indent + 2)}- c`,
    short: false,
  }),
  textField('remark'),
);

const criterionFields = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constant(plainField('kind', 'command')), textField('run'), fc.constant(plainField('exitCode', 3)), textField('output')),
      fc.tuple(
        fc.constant(plainField('kind', 'diff')),
        listField('mustChange'),
        listField('mustNotChange'),
        fc.constant(plainField('maxFiles', 7)),
      ),
      fc.tuple(fc.constant(plainField('kind', 'rubric')), textField('question'), fc.constant(plainField('asks', 3)), textField('title')),
      fc.tuple(fc.constant(plainField('kind', 'nonsense')), textField('run')),
    ),
    fc.array(unknownField, { maxLength: 2 }),
  )
  .map(([known, unknown]): WrittenField[] => [...known, ...unknown]);

export interface WrittenCriterion {
  /** `text`: what stands behind `name:`, without a comment. */
  fields: { name: string; value: unknown; text: string }[];
  /** Its text, from the line of its dash or the comment above it. */
  text: string;
}
export interface WrittenSpec {
  text: string;
  criteria: WrittenCriterion[];
}

const comment = fc.constantFrom('', '', '# a remark', '# key: value', '#');

/** A front matter in somebody's own hand: comments, blank lines, quotes, order, unknown fields, and mistakes. */
export const anyWritten: fc.Arbitrary<WrittenSpec> = fc
  .record({
    title: textField('title'),
    criteria: fc.array(
      fc.record({
        fields: criterionFields.chain((fields) =>
          fc.shuffledSubarray(
            fields.filter((one, index) => fields.findIndex((other) => other.name === one.name) === index),
            { minLength: 1 },
          ),
        ),
        above: comment,
        behind: fc.array(comment, { minLength: 8, maxLength: 8 }),
        between: fc.array(comment, { minLength: 8, maxLength: 8 }),
        after: comment,
        flow: fc.boolean(),
        blank: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    indent: fc.constantFrom(0, 2, 4),
    first: comment,
    unknown: fc.option(unknownField, { nil: null }),
    budget: fc.constantFrom('', 'budget:\n  minutes: 5 # short\n', 'budget: {minutes: 5, iterations: 2}\n', 'budget:\n'),
    goal: fc.constantFrom('Do it.\n', '\nDo it.\n', '\nWhen it rains, the system shall stop.\n\n- one\n', ''),
  })
  .map(({ title, criteria, indent, first, unknown, budget, goal: body }) => {
    const tail = (text: string): string => (text === '' ? '' : ` ${text}`);
    const pair = (field: WrittenField, column: number, behind: string): string => {
      const said = field.said(column);
      const [head = '', ...rest] = said.split('\n');
      return [`${field.name}:${head === '' ? '' : ` ${head}`}${tail(behind)}`, ...rest].join('\n');
    };
    const pad = ' '.repeat(indent);
    const items = criteria.map(({ fields, above, behind, between, after, flow, blank }, index) => {
      const named = [{ ...plainField('id', `c-${index}`) }, ...fields].toSorted((a, b) =>
        a.name === 'remark' ? -1 : b.name === 'remark' ? 1 : 0,
      );
      const short = flow && named.every((field) => field.short);
      const body_ = short
        ? `{${named.map((field) => `${field.name}: ${quotedInFlow(field)}`).join(', ')}}${tail(behind[0] ?? '')}`
        : named
            .map((field, place) => {
              const remark = place > 0 && between[place] !== undefined && between[place] !== '' ? `${between[place]}\n${pad}  ` : '';
              return `${place > 0 ? `${pad}  ` : ''}${remark}${pair(field, indent + 2, field.short ? (behind[place] ?? '') : '')}`;
            })
            .join('\n');
      const lines = `${above === '' ? '' : `${pad}${above}\n`}${pad}- ${body_}\n${after === '' || short ? '' : `${pad}  ${after}\n`}`;
      const written = named.map((field) => ({
        name: field.name,
        value: field.value,
        text: short ? quotedInFlow(field) : field.said(indent + 2),
      }));
      return { fields: written, text: lines, gap: blank ? '\n' : '' };
    });
    const top = [
      first === '' ? '' : `${first}\n`,
      `${pair(title, 0, title.short ? first : '')}\n`,
      unknown === null ? '' : `${pair(unknown, 0, '')}\n`,
    ].join('');
    const text = `---\n${top}criteria:\n${items.map((item) => item.text + item.gap).join('')}${budget}---\n${body}`;
    return { text, criteria: items };
  });

function quotedInFlow(field: WrittenField): string {
  return typeof field.value === 'string' && !/^[a-z]+$/.test(field.value) ? JSON.stringify(field.value) : field.said(0);
}
