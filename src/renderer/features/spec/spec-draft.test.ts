import { expect, test } from 'vitest';
import { editCards, editText, fieldMistakes, isDirty, mistakesOf, newCriterion, newDraft, openDraft, slugFor } from './spec-draft.ts';

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

test('a file that nobody edited stays as it is, comments and all', () => {
  const draft = openDraft(text);
  expect(draft).toMatchObject({ view: 'cards', text, cards: { title: 'Retry uploads' } });
  expect(isDirty(draft)).toBe(false);
});

test('an edit of the cards is an edit of the text', () => {
  const draft = openDraft(text);
  if (draft.cards === null) throw new Error('no cards');
  const edited = editCards(draft, { ...draft.cards, title: 'Retry downloads' });
  expect(edited.text).toContain('title: Retry downloads');
  expect(isDirty(edited)).toBe(true);
});

test('a text with a mistake has no cards and says where', () => {
  const draft = editText(openDraft(text), text.replace('kind: command', 'kind: magic'));
  expect(draft.cards).toBeNull();
  expect(mistakesOf(draft)[0]?.line).toBeGreaterThan(1);
  expect(openDraft('nonsense').view).toBe('file');
});

test('a new spec says what it lacks, field by field', () => {
  const { cards } = newDraft();
  if (cards === null) throw new Error('no cards');
  expect([...fieldMistakes(cards).keys()]).toEqual(['title', 'goal', 'criteria.0.run']);
});

test('ids and file names do not collide', () => {
  expect(newCriterion('file', [newCriterion('file', [])]).id).toBe('file-2');
  expect(slugFor('Retry: uploads!', ['retry-uploads'])).toBe('retry-uploads-2');
  expect(slugFor('修复', [])).toBe('spec');
});
