import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { anyFile, entryScope, entryText, type WrittenFile } from './coaching-text.test-support.ts';
import { beginSection, editCoaching, type CoachingEdit } from './edit-file.ts';
import { everywhere } from './entry-mark.ts';
import type { CoachingEntry } from './place-entry.ts';
import { hasSection, readCoaching } from './read-file.ts';

vi.setConfig({ testTimeout: 120_000 });

const nowhere = { section: false };

function edited(text: string, edit: CoachingEdit, section = false): string {
  const result = editCoaching(text, edit, { section });
  if (!result.ok) throw new Error(`${JSON.stringify(edit)}\n${text}\n${JSON.stringify(result.mistakes)}`);
  return result.text;
}

function refused(text: string, edit: CoachingEdit, section = false): string[] {
  const result = editCoaching(text, edit, { section });
  return result.ok ? [] : result.mistakes.map(({ line, message }) => `${line}: ${message}`);
}

const plain = ({ id, text, scope, evidence }: Pick<CoachingEntry, 'id' | 'text' | 'scope' | 'evidence'>) => ({ id, text, scope, evidence });

const FILE = `# Coaching

- Use the logger of \`src/log.ts\`,
  never \`console\`. <!-- id: logger; paths: src/**; owner: me -->
- Run the tests. <!-- id: tests -->
  - all of them

  \`\`\`sh
  npm test # <!-- id: not-an-entry -->
  \`\`\`
* A rule without an id

Words between.

## Archive

- Write types. <!-- id: types -->
  - Outgrown on model-x: 22 pairs. <!-- evidence -->
`;

describe('reading', () => {
  test('bullets are entries, with what is nested in them', () => {
    const { entries, mistakes } = readCoaching(FILE, nowhere);
    expect(entries).toEqual([
      {
        id: 'logger',
        text: 'Use the logger of `src/log.ts`,\nnever `console`.',
        scope: { ...everywhere, paths: ['src/**'] },
        archived: false,
        evidence: null,
        line: 3,
      },
      {
        id: 'tests',
        text: 'Run the tests.\n- all of them\n\n```sh\nnpm test # <!-- id: not-an-entry -->\n```',
        scope: everywhere,
        archived: false,
        evidence: null,
        line: 5,
      },
      { id: null, text: 'A rule without an id', scope: everywhere, archived: false, evidence: null, line: 11 },
      { id: 'types', text: 'Write types.', scope: everywhere, archived: true, evidence: 'Outgrown on model-x: 22 pairs.', line: 17 },
    ]);
    expect(mistakes).toEqual([
      { line: 3, message: '"owner" is not known: there are id, paths, kinds, models.' },
      { line: 11, message: 'The bullet has no id yet.' },
    ]);
  });

  test('the entries of any file', () => {
    fc.assert(
      fc.property(anyFile({ named: false }), ({ text, section, active, archived }) => {
        const { entries } = readCoaching(text, { section });
        expect(entries.filter((one) => !one.archived).map(plain)).toEqual(active);
        expect(entries.filter((one) => one.archived).map(plain)).toEqual(archived);
        for (const { line } of entries) expect(text.split('\n')[line - 1]).toMatch(/^\uFEFF? {0,2}[-*+] /);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['', '\n', '# Coaching\n', 'No bullets.'])('%j has no entries and no mistakes', (text) => {
    expect(readCoaching(text, nowhere)).toEqual({ entries: [], mistakes: [] });
    expect(readCoaching(text, { section: true })).toEqual({ entries: [], mistakes: [] });
  });

  test('an id that two bullets have, and ids and scopes that are none', () => {
    const text =
      '- a <!-- id: x -->\n- b <!-- id: x -->\n- c <!-- id: a b -->\n- d <!-- id: y; id: z -->\n- e <!-- id: e --> <!-- id: f -->\n';
    expect(readCoaching(text, nowhere).mistakes.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '2: The id "x" is that of line 1 too.',
      '3: "a b" is no id: it has up to 64 characters, and no blank, comma or semicolon.',
      '3: The bullet has no id yet.',
      '4: The comment has "id" twice.',
      '5: The bullet has two comments with an id or a scope; the first one counts.',
    ]);
    expect(refused(text, { do: 'remove', id: 'x' })).toEqual(['2: 2 entries have the id "x". Give each one of its own first.']);
  });
});

describe('merge conflicts', () => {
  const conflict = '<<<<<<< HEAD\n- ours <!-- id: a -->\n||||||| base\n=======\n- theirs <!-- id: a -->\n>>>>>>> other\n';

  test('nothing is edited, and the lines are told', () => {
    const message = 'A merge conflict is not resolved: this line was left by git.';
    const lines = [1, 3, 4, 6].map((line) => `${line}: ${message}`);
    expect(refused(conflict, { do: 'add', text: 'New' })).toEqual(lines);
    expect(readCoaching(conflict, nowhere).entries).toEqual([]);
    expect(readCoaching(conflict, nowhere).mistakes.map((one) => one.line)).toEqual([1, 3, 4, 6]);
  });

  test('wherever a mark of one stands', () => {
    const mark = fc.constantFrom('<<<<<<< HEAD', '>>>>>>> theirs', '||||||| 1234567', '<<<<<<<', '>>>>>>>');
    fc.assert(
      fc.property(anyFile({ named: true }), mark, fc.nat(), fc.string(), ({ text, section }, line, at, added) => {
        const lines = text.replace('\uFEFF', '').split('\n');
        const place = at % (lines.length + 1);
        const broken = lines.toSpliced(place, 0, text.includes('\r\n') ? `${line}\r` : line).join('\n');
        expect(editCoaching(broken, { do: 'add', text: `x${added}` }, { section })).toMatchObject({
          ok: false,
          mistakes: [{ line: place + 1 }],
        });
      }),
      { numRuns: 100 },
    );
  });

  test('a heading of seven = is none', () => {
    expect(edited('Coaching\n=======\n\n- a <!-- id: a -->\n', { do: 'remove', id: 'a' })).toBe('Coaching\n=======\n\n');
  });
});

describe('edits', () => {
  test('a new entry stands behind the last one that is not archived', () => {
    expect(edited(FILE, { do: 'add', text: 'Ask first.\n- always', scope: { ...everywhere, kinds: ['fix'] } })).toBe(
      FILE.replace(
        '* A rule without an id\n',
        '* A rule without an id\n* Ask first. <!-- id: ask-first-always; kinds: fix -->\n  - always\n',
      ),
    );
  });

  test.each([
    ['', '# Coaching\n\n- Ask first. <!-- id: ask-first -->\n'],
    ['# Ours', '# Ours\n\n- Ask first. <!-- id: ask-first -->\n'],
    ['# Ours\n\n## Archive\n', '# Ours\n\n- Ask first. <!-- id: ask-first -->\n\n## Archive\n'],
  ])('the first entry of %j', (text, expected) => {
    expect(edited(text, { do: 'add', text: 'Ask first.' })).toBe(expected);
  });

  test('the first entry of a file of other things makes its section', () => {
    const text = '# For agents\r\n\r\n- Be kind';
    const after = edited(text, { do: 'add', text: 'Ask first.' }, true);
    expect(after).toBe(
      `${text}\r\n\r\n## Coaching\r\n\r\n<!-- drover:coaching -->\r\n\r\n- Ask first. <!-- id: ask-first -->\r\n\r\n<!-- /drover:coaching -->\r\n`,
    );
    expect(edited(after, { do: 'add', text: 'Then do.' }, true)).toBe(
      after.replace('first -->\r\n', 'first -->\r\n- Then do. <!-- id: then-do -->\r\n'),
    );
  });

  test('words keep their comment, its unknown fields too', () => {
    expect(edited(FILE, { do: 'text', id: 'logger', text: 'Log.\n\n- well' })).toBe(
      FILE.replace('Use the logger of `src/log.ts`,\n  never `console`. <!--', 'Log. <!--').replace(
        'owner: me -->\n',
        'owner: me -->\n\n  - well\n',
      ),
    );
  });

  test('a scope is in the comment', () => {
    const scope = { paths: ['src/*.{ts,tsx}', 'a b/**'], kinds: [], models: ['claude-*'] };
    expect(edited(FILE, { do: 'scope', id: 'logger', scope })).toBe(
      FILE.replace('paths: src/**;', 'paths: src/*.{ts,tsx}, a b/**; models: claude-*;'),
    );
  });

  test('what is pruned goes to the archive with its evidence, and comes back without', () => {
    const pruned = edited(FILE, { do: 'prune', id: 'logger', evidence: 'Outgrown on\nmodel-y.' });
    const block = '- Use the logger of `src/log.ts`,\n  never `console`. <!-- id: logger; paths: src/**; owner: me -->\n';
    expect(pruned).toBe(`${FILE.replace(block, '')}${block}  - Outgrown on model-y. <!-- evidence -->\n`);
    expect(edited(pruned, { do: 'restore', id: 'logger' })).toBe(FILE.replace(block, '').replace('an id\n', `an id\n${block}`));
    expect(refused(pruned, { do: 'prune', id: 'logger', evidence: 'x' })).toEqual(['17: "logger" is in the archive already.']);
    expect(refused(FILE, { do: 'restore', id: 'logger' })).toEqual(['3: "logger" is not in the archive.']);
  });

  test('the first one that is pruned makes the archive', () => {
    expect(edited('- a <!-- id: a -->\n- b <!-- id: b -->', { do: 'prune', id: 'b', evidence: 'Outgrown.' })).toBe(
      '- a <!-- id: a -->\n\n## Archive\n\n- b <!-- id: b -->\n  - Outgrown. <!-- evidence -->\n',
    );
  });

  test('what cannot be one bullet is not written', () => {
    const message = 'This cannot be written as one bullet. Edit the file itself, or say it in simpler Markdown.';
    expect(refused(FILE, { do: 'text', id: 'tests', text: ' \n' })).toEqual(['1: An entry needs words.']);
    for (const text of ['a <!-- id: b -->', '<!-- open', '   lead'])
      expect([text, refused(FILE, { do: 'add', text })]).toEqual([text, [`11: ${message}`]]);
    expect(refused(FILE, { do: 'scope', id: 'tests', scope: { ...everywhere, paths: ['a-->b'] } })).toEqual([`5: ${message}`]);
  });

  test('an entry that is gone', () => {
    expect(refused(FILE, { do: 'text', id: 'gone', text: 'x' })).toEqual([
      '1: No entry has the id "gone". It may have been removed in another editor.',
    ]);
  });

  test('a section without an end is not edited', () => {
    expect(refused('# A\n\n<!-- drover:coaching -->\n\n- a <!-- id: a -->\n', { do: 'remove', id: 'a' }, true)).toEqual([
      '3: The coaching section has no end: put a line <!-- /drover:coaching --> below it.',
    ]);
  });
});

describe('edits of any file', () => {
  const named = anyFile({ named: true });
  const all = (file: WrittenFile) => [...file.active, ...file.archived];
  const idAt = (file: WrittenFile, at: number): string | null => all(file)[at % Math.max(1, all(file).length)]?.id ?? null;
  const said = (text: string, section: boolean) => readCoaching(text, { section }).entries.map(plain);

  test('words or a scope that are set to what they are leave the text as it is', () => {
    fc.assert(
      fc.property(named, (file) => {
        for (const { id, text, scope } of all(file)) {
          if (id === null) continue;
          expect(edited(file.text, { do: 'text', id, text }, file.section)).toBe(file.text);
          expect(edited(file.text, { do: 'scope', id, scope }, file.section)).toBe(file.text);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('an edit of words or scope touches its bullet alone', () => {
    fc.assert(
      fc.property(named, fc.nat(), entryText, entryScope, (file, at, text, scope) => {
        const id = idAt(file, at);
        if (id === null) return;
        for (const edit of [
          { do: 'text', id, text },
          { do: 'scope', id, scope },
        ] as const) {
          const after = edited(file.text, edit, file.section);
          expect(said(after, file.section)).toEqual(
            all(file).map((one) => (one.id !== id ? one : edit.do === 'text' ? { ...one, text } : { ...one, scope })),
          );
          const start = lineOfEntry(file, id);
          expect(after.slice(0, start)).toBe(file.text.slice(0, start));
          const next = all(file)[all(file).findIndex((one) => one.id === id) + 1]?.id;
          const rest =
            next === undefined || next === null
              ? file.section
                ? file.text.slice(file.text.lastIndexOf('<!-- /drover'))
                : ''
              : file.text.slice(lineOfEntry(file, next));
          expect(after.endsWith(rest)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('outside of the section not a byte changes', () => {
    fc.assert(
      fc.property(named, fc.nat(), entryText, (file, at, text) => {
        const id = idAt(file, at);
        const edits: CoachingEdit[] = [{ do: 'add', text }, { do: 'ids' }];
        if (id !== null)
          edits.push(
            { do: 'remove', id },
            { do: 'text', id, text },
            file.archived.some((one) => one.id === id) ? { do: 'restore', id } : { do: 'prune', id, evidence: 'Why.' },
          );
        if (!file.section) return;
        const [above, below] = outsideOf(file.text);
        for (const edit of edits) expect(outsideOf(edited(file.text, edit, true))).toEqual([above, below]);
      }),
      { numRuns: 150 },
    );
  });

  test('what is added, pruned, restored and removed is, and nothing else', () => {
    fc.assert(
      fc.property(named, fc.nat(), entryText, entryScope, (file, at, text, scope) => {
        const added = edited(file.text, { do: 'add', text, scope }, file.section);
        expect(said(added, file.section)).toEqual([
          ...file.active,
          { id: expect.any(String), text, scope, evidence: null },
          ...file.archived,
        ]);
        const id = idAt(file, at);
        if (id === null) return;
        const [active, archived] = [file.active, file.archived].map((list) => list.filter((one) => one.id !== id));
        const one = all(file).find((entry) => entry.id === id);
        expect(said(edited(file.text, { do: 'remove', id }, file.section), file.section)).toEqual([...(active ?? []), ...(archived ?? [])]);
        if (file.archived.some((entry) => entry.id === id)) {
          const restored = edited(file.text, { do: 'restore', id }, file.section);
          expect(said(restored, file.section)).toEqual([...(active ?? []), { ...one, evidence: null }, ...(archived ?? [])]);
        } else {
          const pruned = edited(file.text, { do: 'prune', id, evidence: 'Because.' }, file.section);
          expect(said(pruned, file.section)).toEqual([...(active ?? []), ...(archived ?? []), { ...one, evidence: 'Because.' }]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('edits of two entries come to the same in either order', () => {
    fc.assert(
      fc.property(named, fc.nat(), fc.nat(), entryText, entryScope, fc.boolean(), (file, atOne, atTwo, text, scope, removes) => {
        const [a, b] = [idAt(file, atOne), idAt(file, atTwo)];
        if (a === null || b === null || a === b) return;
        const first: CoachingEdit = removes ? { do: 'remove', id: a } : { do: 'text', id: a, text };
        for (const second of [
          { do: 'scope', id: b, scope },
          { do: 'text', id: b, text },
          { do: 'remove', id: b },
        ] as const) {
          const [one, other] = [edited(file.text, first, file.section), edited(file.text, second, file.section)];
          // Without any line end left, nobody can say which kind it was.
          if (!one.includes('\n') || !other.includes('\n')) continue;
          expect(edited(other, first, file.section)).toBe(edited(one, second, file.section));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('missing and repeated ids are given, and no other byte changes', () => {
    fc.assert(
      fc.property(anyFile({ named: false }), (file) => {
        const text = file.text.replace('id: e-1', 'id: e-0');
        const after = edited(text, { do: 'ids' }, file.section);
        const { entries, mistakes } = readCoaching(after, { section: file.section });
        expect(mistakes).toEqual([]);
        expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
        expect(entries.map(({ text: words }) => words)).toEqual(all(file).map((one) => one.text));
        expect(edited(after, { do: 'ids' }, file.section)).toBe(after);
        let from = 0;
        for (const piece of text.split(/ ?<!-- id: e-0/)) {
          from = subsequence(piece, after, from);
          expect(from).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('2,000 bullets get their ids at once, and one of them is removed', () => {
  const many = (count: number): string => Array.from({ length: count }, (_, at) => `- Rule ${at}: do it\n  well.\n`).join('');
  const after = edited(many(2000), { do: 'ids' });
  const { entries, mistakes } = readCoaching(after, nowhere);
  expect([entries.length, mistakes, new Set(entries.map(({ id }) => id)).size]).toEqual([2000, [], 2000]);
  expect(edited(after, { do: 'remove', id: entries[1000]?.id ?? '' })).toBe(after.split('\n').toSpliced(2000, 2).join('\n'));
});

function lineOfEntry(file: WrittenFile, id: string): number {
  const entry = readCoaching(file.text, { section: file.section }).entries.find((one) => one.id === id);
  return file.text
    .split('\n')
    .slice(0, (entry?.line ?? 1) - 1)
    .join('\n').length;
}

function outsideOf(text: string): [string, string] {
  const end = text.lastIndexOf('<!-- /drover:coaching -->');
  const start = text.lastIndexOf('<!-- drover:coaching -->', end);
  return [text.slice(0, start), text.slice(end)];
}

/** Where the rest of `text` begins once the characters of `piece` were found in their order; -1: they are not. */
function subsequence(piece: string, text: string, from: number): number {
  let at = from;
  for (const sign of piece) {
    at = text.indexOf(sign, at) + sign.length;
    if (at < sign.length) return -1;
  }
  return at;
}

test('a section that is begun empty is found, and takes an entry', () => {
  const begun = beginSection('# About\n\n- not an entry\r\n');
  if (!begun.ok) throw new Error('refused');
  expect(begun.text).toContain('- not an entry\r\n');
  expect(hasSection(begun.text)).toBe(true);
  expect(readCoaching(begun.text, { section: true })).toEqual({ entries: [], mistakes: [] });
  const added = editCoaching(begun.text, { do: 'add', text: 'Ask first.' }, { section: true });
  expect(added.ok && readCoaching(added.text, { section: true }).entries.map(({ text }) => text)).toEqual(['Ask first.']);
  expect(beginSection('```\nopen').ok).toBe(false);
  expect(hasSection('# About\n\n- not an entry\n')).toBe(false);
});

test('pruned and restored, the only entry leaves no blank lines behind', () => {
  const file = '# Coaching\n\n- Only. <!-- id: only -->\n\n## Archive\n';
  const pruned = editCoaching(file, { do: 'prune', id: 'only', evidence: 'Outgrown.' }, { section: false });
  expect(pruned).toEqual({ ok: true, text: '# Coaching\n\n## Archive\n\n- Only. <!-- id: only -->\n  - Outgrown. <!-- evidence -->\n' });
  const restored = editCoaching(pruned.ok ? pruned.text : '', { do: 'restore', id: 'only' }, { section: false });
  expect(restored).toEqual({ ok: true, text: '# Coaching\n\n- Only. <!-- id: only -->\n\n## Archive\n\n' });
});
