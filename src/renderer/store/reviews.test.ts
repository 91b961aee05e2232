import { expect, test } from 'vitest';
import { beginRemark, dropWriting, editRemark, keepRemark, markViewed, noReview, parseReview, sent, type Place } from './reviews.ts';

let ids = 0;
const newId = (): string => `r${(ids += 1)}`;
const at = (line: number, side: 'old' | 'new' = 'new'): Place => ({ path: 'a.ts', side, line, quote: `line ${line}` });
const written = (line: number, text: string, from = noReview) => keepRemark({ ...beginRemark(from, at(line), newId), typed: text }, newId);

test('what is typed becomes a remark with the line that it stands on', () => {
  expect(written(3, ' why? \n').remarks).toMatchObject([{ path: 'a.ts', side: 'new', line: 3, quote: 'line 3', text: 'why?' }]);
  expect(written(3, '  ').remarks).toEqual([]);
});

test('a second remark on the same line of the same side edits the first; the other side has its own', () => {
  const once = written(3, 'why?');
  const again = beginRemark(once, at(3), newId);
  expect(again.typed).toBe('why?');
  expect(keepRemark({ ...again, typed: 'because' }, newId).remarks).toMatchObject([{ text: 'because' }]);
  expect(beginRemark(once, at(3, 'old'), newId).typed).toBe('');
});

test('going to another line keeps what was typed, and leaving the editor does not', () => {
  const typing = { ...beginRemark(noReview, at(3), newId), typed: 'half a thought' };
  expect(beginRemark(typing, at(9), newId).remarks).toMatchObject([{ line: 3, text: 'half a thought' }]);
  expect(dropWriting(typing)).toEqual(noReview);
});

test('an edited remark that is emptied is gone', () => {
  const once = written(3, 'why?');
  const editing = editRemark(once, once.remarks[0]?.id ?? '', newId);
  expect(keepRemark({ ...editing, typed: '' }, newId).remarks).toEqual([]);
});

test('what was viewed is viewed as long as its content is the same, and after the remarks are sent', () => {
  const viewed = markViewed(written(3, 'why?'), 'a.ts', '1..2');
  expect(sent(viewed)).toEqual({ ...noReview, viewed: { 'a.ts': '1..2' } });
  expect(markViewed(viewed, 'a.ts', null).viewed).toEqual({});
});

test('what was kept comes back whole; what is no review is none', () => {
  const review = { ...beginRemark(written(3, 'why?'), at(5), newId), typed: 'half' };
  expect(parseReview(JSON.stringify(review))).toEqual(review);
  expect(parseReview('{"remarks":[{}]}')).toEqual(noReview);
  expect(parseReview('{')).toEqual(noReview);
  expect(parseReview(null)).toEqual(noReview);
});
