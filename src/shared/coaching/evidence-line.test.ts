import { expect, test } from 'vitest';
import { editCoaching } from './edit-file.ts';
import { evidenceLine } from './evidence-line.ts';
import { judgeEntry } from './judge-entry.ts';
import { readCoaching } from './read-file.ts';

const pair = (withIt: boolean | null, without: boolean | null) => ({ with: withIt, without });
const lineOf = (pairs: ReturnType<typeof pair>[]): string => evidenceLine({ model: 'model-x', judgement: judgeEntry(pairs) });

test('says the state, the model, the judged pairs and the effect with its interval', () => {
  expect(lineOf(Array.from({ length: 22 }, () => pair(true, true)))).toBe('Outgrown on model-x: 22 pairs, effect 0 points (-19 to 19).');
  expect(lineOf(Array.from({ length: 10 }, () => pair(true, false)))).toBe('Needed on model-x: 10 pairs, effect 100 points (26 to 100).');
  expect(lineOf(Array.from({ length: 10 }, () => pair(false, true)))).toMatch(
    /^Harmful on model-x: 10 pairs, effect -100 points \(-100 to /,
  );
});

test('counts judged pairs alone, and tells no effect without one', () => {
  expect(lineOf([pair(true, true), pair(null, true)])).toMatch(/^Unclear on model-x: 1 pair, effect 0 points \(-\d+ to \d+\)\.$/);
  expect(lineOf([pair(null, true)])).toBe('Unclear on model-x.');
  expect(lineOf([])).toBe('Untested on model-x.');
});

test('stands in the file as it was said, and comes back as it was said', () => {
  const said = lineOf(Array.from({ length: 22 }, () => pair(true, true)));
  const edited = editCoaching('- Do it. <!-- id: a -->\n', { do: 'prune', id: 'a', evidence: said }, { section: false });
  expect(edited.ok && readCoaching(edited.text, { section: false }).entries[0]?.evidence).toBe(said);
});
