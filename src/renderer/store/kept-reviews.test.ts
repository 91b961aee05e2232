import { expect, test } from 'vitest';
import { keepReview, keptReview, NEWEST, type ReviewStorage } from './kept-reviews.ts';
import { noReview, type Review } from './reviews.ts';

function storageOf(items: Map<string, string>): ReviewStorage {
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value) === items,
    removeItem: (key) => void items.delete(key),
    keys: () => [...items.keys()],
  };
}

const viewed: Review = { ...noReview, viewed: { 'a.js': 'one' } };
const reviewKeys = (items: Map<string, string>): string[] => [...items.keys()].filter((key) => key.startsWith('review.'));

test('of reviews without words the newest stay, those touched again among them', () => {
  const items = new Map<string, string>();
  const storage = storageOf(items);
  for (let n = 0; n < NEWEST; n += 1) keepReview(storage, `s${n}`, viewed);
  keepReview(storage, 's0', { ...viewed, message: '' });
  keepReview(storage, 'another', viewed);
  expect(reviewKeys(items)).toHaveLength(NEWEST);
  expect(keptReview(storage, 's0')).toEqual(viewed);
  expect(keptReview(storage, 's1')).toEqual(noReview);
  expect(keptReview(storage, 'another')).toEqual(viewed);
});

test('what somebody wrote and has not sent stays, however old', () => {
  const items = new Map<string, string>();
  const storage = storageOf(items);
  const [said, begun] = [
    { ...viewed, message: 'Name the unit.' },
    { ...viewed, typed: 'And th' },
  ];
  keepReview(storage, 'said', said);
  keepReview(storage, 'begun', begun);
  for (let n = 0; n < 2 * NEWEST; n += 1) keepReview(storage, `s${n}`, viewed);
  expect(keptReview(storage, 'said')).toEqual(said);
  expect(keptReview(storage, 'begun')).toEqual(begun);
  expect(reviewKeys(items)).toHaveLength(NEWEST + 2);
});

test('those kept before there was an order are the oldest', () => {
  const items = new Map(Array.from({ length: NEWEST }, (_, n) => [`review.old${n}`, JSON.stringify(viewed)]));
  items.set('spec.redFirst', 'off');
  const storage = storageOf(items);
  keepReview(storage, 'new', viewed);
  expect(keptReview(storage, 'old0')).toEqual(noReview);
  expect(keptReview(storage, 'old1')).toEqual(viewed);
  expect(reviewKeys(items)).toHaveLength(NEWEST);
  expect(items.get('spec.redFirst')).toBe('off');
});

test('what cannot be kept says so, and throws nothing away', () => {
  const items = new Map([['review.s', JSON.stringify(viewed)]]);
  const full = { ...storageOf(items), setItem: () => false };
  expect(keepReview(full, 'other', viewed)).toBe(false);
  expect(keptReview(full, 's')).toEqual(viewed);
});
