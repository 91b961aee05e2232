import { expect, test } from 'vitest';
import { changeDraft, isDirty, newDraft, openDraft, redo, slugFor, undo } from './spec-draft.ts';

const text = `---
title: Retry uploads
# a comment that a person wrote
criteria:
  - id: tests
    kind: command
    run: npm test
---

Retry it three times.
`;

test('a file that nobody edited stays as it is', () => {
  const draft = openDraft(text);
  expect(draft).toMatchObject({ view: 'cards', text, asked: false });
  expect(isDirty(draft)).toBe(false);
});

test('a file without anything to show as cards is shown as a file', () => {
  expect(openDraft('nonsense').view).toBe('file');
  expect(openDraft(text.replace('kind: command', 'kind: magic'))).toMatchObject({ view: 'cards', asked: true });
});

test('typing in one place is one step until it pauses; another place is another step', () => {
  let draft = newDraft();
  const { text: first } = draft;
  draft = changeDraft(draft, 'a', 'type title', 1000);
  draft = changeDraft(draft, 'ab', 'type title', 1200);
  draft = changeDraft(draft, 'abc', 'type title', 5000);
  draft = changeDraft(draft, 'abc!', 'type goal', 5100);
  expect(draft.past.map((step) => step.text)).toEqual([first, 'ab', 'abc']);
  draft = undo(undo(draft));
  expect(draft.text).toBe('ab');
  expect(redo(draft).text).toBe('abc');
  expect(redo(redo(redo(draft))).text).toBe('abc!');
  expect(undo(undo(draft)).text).toBe(first);
});

test('two cards that are removed at once are two steps', () => {
  let draft = changeDraft(openDraft(text), 'a', 'remove one', 1);
  draft = changeDraft(draft, 'b', 'remove one', 2);
  expect(undo(draft).text).toBe('a');
});

test('file names do not collide', () => {
  expect(slugFor('Retry: uploads!', ['retry-uploads'])).toBe('retry-uploads-2');
  expect(slugFor('修复', [])).toBe('spec');
});
