/** Coaching files as anybody might write them. */
import fc from 'fast-check';
import { writeMark, type EntryScope } from './entry-mark.ts';

const word = fc.constantFrom(
  'Run',
  'the',
  '`npm test`',
  'before',
  '**always**',
  '[a link](https://example.com/x)',
  'ü日本🦜',
  '*',
  'a_b',
  '1.',
  '&amp;',
  '<b>',
  '[ ]',
  '<!-- a remark -->',
  '>',
  'x:',
);
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => `Do ${words.join(' ')}.`);
const further = fc.constantFrom(
  '',
  '',
  '\nwrapped onto a second line',
  '\n- nested once\n  - nested twice\n- nested again',
  '\n\n```sh\n- no bullet\n<!-- id: not-one -->\n\n# no heading\n```',
  '\n\nA second paragraph.',
  '\n1. first\n2. second',
  '\n\n    - indented code',
  '\n> - quoted',
);
/** The words of an entry. */
export const entryText = fc.oneof(
  fc.tuple(sentence, further).map(([first, rest]) => first + rest),
  fc.constantFrom('```js\nlet code = 1;\n```', '- a list at once', '# A heading', '> quoted', '| a | b |\n| - | - |\n| 1 | 2 |'),
);

const glob = fc.constantFrom('src/**', '*.{ts,tsx}', 'docs/a b.md', '!test/**');
export const entryScope: fc.Arbitrary<EntryScope> = fc.record({
  paths: fc.uniqueArray(glob, { maxLength: 2 }),
  kinds: fc.constantFrom([], ['fix'], ['fix', 'feature']),
  models: fc.constantFrom([], ['claude-*']),
});

export interface WrittenEntry {
  id: string | null;
  text: string;
  scope: EntryScope;
  evidence: string | null;
}
export interface WrittenFile {
  text: string;
  section: boolean;
  active: WrittenEntry[];
  archived: WrittenEntry[];
  /** What stands outside of the section. */
  outside: [string, string];
}

const outside = fc.constantFrom(
  '',
  '# About\n\n- a rule of somebody else\n\n',
  '```\n<!-- drover:coaching -->\n- x\n```\n\n',
  'Words.\n',
  '- one\n- two\n',
);
const written = fc.record({ text: entryText, scope: entryScope, named: fc.boolean(), own: fc.boolean() });

/** Ids are e-0, e-1 …; with `named`, every entry has one. */
export function anyFile({ named }: { named: boolean }): fc.Arbitrary<WrittenFile> {
  return fc
    .record({
      active: fc.array(written, { maxLength: 5 }),
      archived: fc.array(written, { maxLength: 3 }),
      dash: fc.constantFrom('-', '*', '+'),
      indent: fc.constantFrom(0, 0, 1, 2),
      blanks: fc.constantFrom(1, 1, 3),
      gap: fc.constantFrom('\n', '\n\n', '\n\n\n'),
      intro: fc.constantFrom('', '# Coaching\n\n', 'Told to every worker.\n\n1. not an entry\n\n'),
      between: fc.constantFrom('\n', '\n\nSome words.\n\n'),
      section: fc.boolean(),
      outside: fc.tuple(outside, outside),
      lastEnd: fc.boolean(),
      windows: fc.boolean(),
      bom: fc.boolean(),
    })
    .map((one) => {
      let count = 0;
      const entryOf = ({ text, scope, named: own }: { text: string; scope: EntryScope; named: boolean }): WrittenEntry => {
        const has = named || own;
        return { id: has ? `e-${count++}` : null, text, scope: has ? scope : { paths: [], kinds: [], models: [] }, evidence: null };
      };
      const active = one.active.map(entryOf);
      const archived = one.archived.map((entry) => ({ ...entryOf(entry), evidence: 'Pruned: outgrown, 22 pairs.' }));
      const print = (entry: WrittenEntry): string => {
        const columns = one.indent + 1 + one.blanks;
        const mark = entry.id === null ? '' : writeMark({ id: entry.id, scope: entry.scope, others: [] });
        const [first = '', ...rest] = entry.text.split('\n');
        const simple = entry.text.startsWith('Do') && (rest[0] === undefined || /^(?:$|- |1\.|>)/.test(rest[0]));
        const said = mark === '' ? entry.text : simple ? [`${first} ${mark}`, ...rest].join('\n') : `${entry.text}\n${mark}`;
        const evidence = entry.evidence === null ? '' : `\n- ${entry.evidence} <!-- evidence -->`;
        return `${' '.repeat(one.indent)}${one.dash}${' '.repeat(one.blanks)}${(said + evidence).replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(columns)}`)}`;
      };
      const list = (entries: WrittenEntry[]): string => entries.map(print).join(one.gap);
      const archive = archived.length === 0 ? '' : `## Archive\n\n${list(archived)}\n`;
      const body = `${one.intro}${list(active)}${active.length === 0 ? '' : one.between}${archive === '' ? '' : '\n'}${archive}`;
      const [above, below] = one.section ? one.outside : ['', ''];
      const whole = one.section ? `${above}\n<!-- drover:coaching -->\n\n${body}\n<!-- /drover:coaching -->\n\n${below}` : body;
      const ended = one.lastEnd ? whole : whole.replace(/\n+$/, '');
      const text = `${one.bom ? '\uFEFF' : ''}${one.windows ? ended.replaceAll('\n', '\r\n') : ended}`;
      return { text, section: one.section, active, archived, outside: [above, below] };
    });
}
