import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairs, rowsOf } from './coached.test-support.ts';
import { lineDiff } from './line-diff.ts';
import { prunedWords, pruneEdits } from './prune-edits.ts';
import { editAll, undone, withStep, type UndoStep } from './undo-stack.ts';
import { costOfRows, prunable } from './what-if.ts';

const text = `# Coaching

- One of these. <!-- id: one -->
- Two of them. <!-- id: two -->
- Three. <!-- id: three -->
- Nobody named this.
`;
const rows = rowsOf(text, { one: pairs(60, true, true), two: pairs(20, false, true), three: pairs(12, true, false) });

test('what entries cost a dispatch, and what would be left', () => {
  const now = costOfRows(rows);
  expect(now).toMatchObject({ entries: 4, tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0) });
  expect(now.usd).toBeCloseTo(now.tokens * 10 * 0.00001);
  const worth = prunable(rows);
  expect(worth.map(({ key }) => key)).toEqual(['one', 'two']);
  expect(costOfRows(rows.filter((row) => !worth.includes(row))).entries).toBe(2);
  expect(costOfRows([{ ...rows[0]!, usdPerDispatch: null }]).usd).toBeNull();
});

test('an entry goes with what trials said of it; one without an id of its own cannot', () => {
  const edits = pruneEdits(rows);
  expect(edits).toHaveLength(3);
  expect(edits[0]).toMatchObject({ do: 'prune', id: 'one', evidence: expect.stringContaining('Outgrown on m: 60 pairs') as string });
  expect(prunedWords(rows.slice(0, 1))).toBe('Pruned “One of these.”.');
  expect(prunedWords(rows)).toBe('Pruned 4 entries.');
});

const stepOf = (before: string, edits: UndoStep['edits']): UndoStep => {
  const edited = editAll(before, edits, false);
  if (!edited.ok) throw new Error(edited.mistakes[0]?.message);
  return { words: '', before, after: edited.text, edits };
};

test('an undo gives the file back byte for byte, one step after the other', () => {
  const first = stepOf(text, pruneEdits(rows.slice(0, 1)));
  const second = stepOf(first.after, pruneEdits(rows.slice(1)));
  expect(undone(second, second.after, false)).toEqual({ ok: true, text: first.after });
  expect(undone(first, first.after, false)).toEqual({ ok: true, text });
});

test('where somebody wrote in between, their words stay and what was pruned comes back', () => {
  const step = stepOf(text, pruneEdits(rows.slice(0, 2)));
  const theirs = step.after.replace('- Three.', '- Three, as somebody else says it.');
  const back = undone(step, theirs, false);
  expect(back).toMatchObject({ ok: true });
  const left = back?.ok === true ? back.text : '';
  expect(left).toContain('- Three, as somebody else says it.');
  expect(left).toMatch(/id: one[^]*## Archive/);
  expect(left).not.toContain('evidence');
  const gone = step.after.replace(/^- One[^]*?evidence -->\n/m, '');
  expect(undone(step, gone, false), 'one that was removed meanwhile stays away').toMatchObject({ ok: true });
});

test('a restore that is undone goes back with the evidence it had; words cannot be taken back from others', () => {
  const archived = stepOf(text, pruneEdits(rows.slice(0, 1))).after;
  const restored = stepOf(archived, [{ do: 'restore', id: 'one' }]);
  const back = undone(restored, `${restored.after}\n`, false);
  expect(back?.ok === true && back.text).toContain('Outgrown on m: 60 pairs');
  const words = stepOf(text, [{ do: 'text', id: 'one', text: 'Other words.' }]);
  expect(undone(words, `${words.after}\n`, false)).toBeNull();
});

test('the stack has an end', () => {
  const step = stepOf(text, []);
  const many = Array.from({ length: 60 }, () => step).reduce<UndoStep[]>((steps, one) => withStep(steps, one), []);
  expect(many).toHaveLength(50);
});

test('a diff says exactly what either text has around its changes', () => {
  const line = fc.constantFrom('', 'a', 'b', '- c', '  - d', 'e');
  const lines = fc.array(line, { maxLength: 30 }).map((all) => all.join('\n'));
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(before, after);
      const numbered = (which: 'oldLine' | 'newLine', whole: string): void => {
        const all = whole.replace(/\n$/, '').split('\n');
        const seen = diff.flatMap((row) =>
          row.kind === 'hunk' || row.kind === 'note' || row[which] === null ? [] : [[row[which], row.text]],
        );
        for (const [number, said] of seen) expect(all[Number(number) - 1]).toBe(said);
      };
      numbered('oldLine', before);
      numbered('newLine', after);
      const changed = (kind: 'removed' | 'added'): number => diff.filter((row) => row.kind === kind).length;
      const count = (whole: string): number => whole.replace(/\n$/, '').split('\n').length;
      expect(count(before) - changed('removed')).toBe(count(after) - changed('added'));
    }),
  );
  const kinds = lineDiff(text, stepOf(text, pruneEdits(rows.slice(0, 1))).after).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'removed')).toHaveLength(1);
});
