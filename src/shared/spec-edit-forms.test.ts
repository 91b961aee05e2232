/** Rare ways to write a front matter: an edit may cost layout there, never meaning. */
import { describe, expect, test } from 'vitest';
import { draftOf } from './spec-draft.ts';
import { editSpec, type SpecEdit } from './spec-edit.ts';

const forms: [name: string, yaml: string][] = [
  ['JSON', '{"title": "T", "criteria": [{"id": "a", "kind": "command", "run": "x"}, {"id": "b", "kind": "file", "path": "y"}]}'],
  [
    'JSON in lines',
    '{\n  "title": "T", # one\n  "criteria": [\n    {"id": "a", "kind": "command", "run": "x"}, # a\n    {"id": "b", "kind": "file", "path": "y"},\n  ],\n}',
  ],
  [
    'explicit keys',
    '? title\n: T\n? criteria\n: - ? id\n    : a\n    ? kind\n    : command\n    ? run\n    : x\n  - id: b\n    kind: file\n    path: y',
  ],
  [
    'tags and anchors',
    'title: !!str T\ncriteria: &c\n  - &a\n    id: a\n    kind: command\n    run: !!str x\n  - {id: b, kind: file, path: &p y}',
  ],
  ['dashes alone', 'title: T\ncriteria:\n-\n  id: a\n  kind: command\n  run: x\n-\n\n  id: b\n  kind: file\n  path: y'],
  [
    'wide dashes',
    'title: T\ncriteria:\n    -     id: a\n          kind: command\n          run: x\n    -     id: b\n          kind: file\n          path: y',
  ],
  [
    'values on the next line',
    'title:\n  T\ncriteria:\n  - id:\n      a\n    kind: command\n    run:\n      # why\n      x\n  - id: b\n    kind: file\n    path:\n      y',
  ],
  [
    'folded and literal',
    'title: >-\n  T\ncriteria:\n  - id: a\n    kind: command\n    run: |- # shell\n      x\n  - id: b\n    kind: file\n    path: >-\n        y',
  ],
  ['quoted keys', '"title": T\n\'criteria\':\n  - "id": a\n    kind: command\n    "run": x\n  - id: b\n    kind: file\n    \'path\': y'],
  [
    'a directive-like comment and an end mark',
    '#%YAML\ntitle: T\ncriteria:\n  - {id: a, kind: command, run: x}\n  - {id: b, kind: file, path: y}\n...',
  ],
];

const edits: [edit: SpecEdit, ids: string[], check: (text: string) => unknown, expected: unknown][] = [
  [{ do: 'title', title: 'U: #1' }, ['a', 'b'], (text) => draftOf(text).title, 'U: #1'],
  [
    { do: 'field', criterion: 0, field: 'run', value: 'one\n\ntwo' },
    ['a', 'b'],
    (text) => draftOf(text).criteria[0]?.values['run'],
    'one\n\ntwo',
  ],
  [{ do: 'field', criterion: 1, field: 'path', value: 'z' }, ['a', 'b'], (text) => draftOf(text).criteria[1]?.values['path'], 'z'],
  [
    { do: 'field', criterion: 0, field: 'timeoutSeconds', value: 5 },
    ['a', 'b'],
    (text) => draftOf(text).criteria[0]?.values['timeoutSeconds'],
    5,
  ],
  [{ do: 'field', criterion: 0, field: 'proves', value: ['p', 'q'] }, ['a', 'b'], (text) => draftOf(text).criteria[0]?.proves, ['p', 'q']],
  [
    { do: 'field', criterion: 1, field: 'id', value: undefined },
    ['a'],
    (text) => draftOf(text).criteria[1]?.values,
    { kind: 'file', path: 'y' },
  ],
  [
    { do: 'add', criterion: { id: 'c', kind: 'rubric', question: 'Is it?' }, at: 1 },
    ['a', 'c', 'b'],
    (text) => draftOf(text).criteria[1]?.values['question'],
    'Is it?',
  ],
  [{ do: 'duplicate', criterion: 0 }, ['a', 'a-2', 'b'], (text) => draftOf(text).criteria[1]?.values['run'], 'x'],
  [{ do: 'move', from: 1, to: 0 }, ['b', 'a'], (text) => draftOf(text).criteria[1]?.values['run'], 'x'],
  [{ do: 'remove', criterion: 0 }, ['b'], (text) => draftOf(text).title, 'T'],
  [{ do: 'budget', field: 'minutes', value: 3 }, ['a', 'b'], (text) => draftOf(text).budget, { minutes: 3 }],
  [{ do: 'protect', globs: ['*.lock'] }, ['a', 'b'], (text) => draftOf(text).protect, ['*.lock']],
  [{ do: 'setup', field: 'run', value: 'npm ci' }, ['a', 'b'], (text) => draftOf(text).setup, { run: 'npm ci' }],
  [{ do: 'kind', criterion: 0, kind: 'diff' }, ['a', 'b'], (text) => draftOf(text).criteria[0]?.values, { id: 'a', kind: 'diff' }],
];

describe.each(forms)('%s', (_name, yaml) => {
  const text = `---\n${yaml}\n---\nDo it.\n`;
  test.each(edits)('%j', (edit, ids, check, expected) => {
    const result = editSpec(text, edit);
    if (!result.ok) throw new Error(JSON.stringify(result.mistakes));
    expect(check(result.text)).toEqual(expected);
    const draft = draftOf(result.text);
    expect(draft.broken).toBe(false);
    expect(draft.criteria.flatMap(({ id }) => id ?? [])).toEqual(ids);
    expect(draft.goal).toBe('Do it.');
    for (const comment of text.match(/#.*/g) ?? []) if (edit.do !== 'remove' && edit.do !== 'kind') expect(result.text).toContain(comment);
  });
});

test.each(['title: T\ncriteria:', 'title: T\ncriteria: []', 'title: T\ncriteria: [] # none yet', 'title: T', '# only this', ''])(
  'the first criterion is added to %j, and the last one is removed again',
  (yaml) => {
    const text = `---\n${yaml === '' ? '' : `${yaml}\n`}---\nDo it.\n`;
    const added = editSpec(text, { do: 'add', criterion: { id: 'a', kind: 'file', path: 'x' } });
    if (!added.ok) throw new Error('refused');
    expect(added.text).toContain('criteria:');
    expect(added.text).toMatch(/\n {2}- id: a\n {4}kind: file\n {4}path: x\n/);
    const removed = editSpec(added.text, { do: 'remove', criterion: 0 });
    if (!removed.ok) throw new Error('refused');
    expect(draftOf(removed.text).criteria).toEqual([]);
    expect(removed.text).toContain('criteria: []');
  },
);
