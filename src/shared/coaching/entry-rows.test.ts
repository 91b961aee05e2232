import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoachingView } from '../ipc-coaching.ts';
import { probeOf, times, trialsOf, viewOf, WORKER, type Came } from './coaching-view.test-support.ts';
import { byWorthPruning, entryRows, UNDER_CONSIDERATION, type EntryRow } from './entry-rows.ts';
import { judgeEntry, type EntryJudgement } from './judge-entry.ts';

const rowsOf = (view: CoachingView): EntryRow[] => entryRows(view, WORKER);
const rowOf = (view: CoachingView): EntryRow | undefined => rowsOf(view)[0];
const ONE = '- Do it. <!-- id: a -->\n';

describe('a state', () => {
  test('is what trials of these words, this probe and this model say', () => {
    expect(rowOf(viewOf(ONE))).toMatchObject({ key: 'a', state: 'untested', due: 'never_tested', untestable: null, record: null });
    const said = (came: readonly Came[]) => rowOf(viewOf(ONE, trialsOf('a', 'Do it.', came)))?.state;
    expect(said(times(10, 'helped'))).toBe('needed');
    expect(said(times(22, 'same'))).toBe('outgrown');
    expect(said(times(22, 'never'))).toBe('outgrown');
    expect(said(times(12, 'hurt'))).toBe('harmful');
    expect(said(times(3, 'same'))).toBe('unclear');
    expect(said(times(300, 'broken'))).toBe('unclear');
  });

  test('of other words, another probe or another model says why the entry is due, and nothing else', () => {
    const other = (text: string, over = {}) => rowOf(viewOf(ONE, trialsOf('a', text, times(10, 'helped'), over)));
    expect(other('Do that.')).toMatchObject({ state: 'untested', due: 'new_text', record: null });
    expect(other('Do it.', { probe: 'p0' })).toMatchObject({ state: 'untested', due: 'new_probe', record: null });
    expect(other('Do it.', { model: 'model-y' })).toMatchObject({ state: 'untested', due: 'new_model', record: null });
    expect(other('Do that.', { model: 'model-y' })).toMatchObject({ state: 'untested', due: 'never_tested', record: null });
  });

  test('is due while it is unclear and pairs are left, and not before an answer is there', () => {
    const due = (came: readonly Came[], maxPairs = 300) =>
      rowOf(viewOf(ONE, trialsOf('a', 'Do it.', came), { rule: { smallest: 0.2, maxPairs } }))?.due;
    expect(due(times(3, 'same'))).toBe('unclear');
    expect(due(times(3, 'same'), 3)).toBeNull();
    expect(due(times(22, 'same'))).toBeNull();
  });

  test('of pairs that all ended by errors makes nothing new of another model', () => {
    const broken = trialsOf('a', 'Do it.', times(5, 'broken'), { model: 'model-y' });
    expect(rowOf(viewOf(ONE, broken))).toMatchObject({ state: 'untested', due: 'never_tested' });
  });
});

describe('an entry that cannot be tested', () => {
  const cannot = (text: string, over: Partial<CoachingView> = {}): string | null | undefined => {
    const row = rowsOf(viewOf(text, [], over)).at(-1);
    expect(row).toMatchObject({ state: 'cannot_be_tested', due: null, stands: false });
    return row?.untestable;
  };

  test('says why', () => {
    expect(cannot('- Do it.\n')).toMatch(/no id/);
    expect(cannot(ONE, { probes: [] })).toMatch(/no probe/);
    const problem = { what: 'Its repository is gone', where: '.drover/probes/a', todo: 'Put it back.' };
    expect(cannot(ONE, { probes: [probeOf('a', { problem })] })).toBe('Its repository is gone (.drover/probes/a). Put it back.');
    expect(cannot(`${ONE}${ONE}`)).toMatch(/same id/);
  });

  test('is one that the model is not told', () => {
    const text = '- Do it. <!-- id: a; models: claude-* -->\n';
    expect(cannot(text)).toBe('It is not for model-x, but for claude-*.');
    expect(rowOf(viewOf(text))?.isTold).toBe(false);
    expect(entryRows(viewOf(text), { provider: 'p', model: 'claude-9' })[0]).toMatchObject({ state: 'untested', isTold: true });
  });

  test('is told apart from others by the line that it stands on', () => {
    expect(rowsOf(viewOf(`${ONE}${ONE}- Do that.\n`)).map(({ key }) => key)).toEqual(['a', 'line 2', 'line 3']);
  });
});

test('what is archived is not due, unless it is under consideration', () => {
  const archived = (evidence: string): string => `## Archive\n\n- Do it. <!-- id: a -->\n  - ${evidence} <!-- evidence -->\n`;
  expect(rowOf(viewOf(archived('Outgrown.')))).toMatchObject({ due: null, isConsidered: false, isTold: false, state: 'untested' });
  expect(rowOf(viewOf(archived(UNDER_CONSIDERATION)))).toMatchObject({ due: 'never_tested', isConsidered: true, isTold: false });
});

test('costs are those of the words in each request of a dispatch to the model; nobody knows before the first one', () => {
  const facts = { provider: 'p', model: 'model-x', dispatches: 3, requests: 20, usdPerInputToken: 1e-6 };
  const row = rowOf(viewOf(ONE, [], { dispatches: [{ ...facts, model: 'model-y', requests: 1 }, facts] }));
  expect(row?.usdPerDispatch).toBeCloseTo((row?.tokens ?? 0) * 20 * 1e-6, 12);
  expect(rowOf(viewOf(ONE))?.usdPerDispatch).toBeNull();
});

describe('of many entries', () => {
  const many = (came: readonly Came[][]): EntryRow[] => {
    const text = came.map((_, at) => `- Do ${at}. <!-- id: e${at} -->\n`).join('');
    return rowsOf(
      viewOf(
        text,
        came.flatMap((one, at) => trialsOf(`e${at}`, `Do ${at}.`, one)),
      ),
    );
  };

  test('one that was tested alone stands, as its state holds at every look', () => {
    // One more pair takes evidence away, and the state stays what it was.
    expect(many([[...times(10, 'helped'), 'hurt']])[0]).toMatchObject({ state: 'needed', stands: true });
    expect(many([times(3, 'same')])[0]).toMatchObject({ state: 'unclear', stands: false });
  });

  test('an answer among many that have none is not certain, and with more evidence it is', () => {
    const others = Array.from({ length: 19 }, () => times(1, 'same'));
    expect(many([times(10, 'helped'), ...others])[0]).toMatchObject({ state: 'needed', stands: false });
    expect(many([times(20, 'helped'), ...others])[0]).toMatchObject({ state: 'needed', stands: true });
  });

  test('answers of different kinds speak for each other: all stand where all are clear', () => {
    const rows = many([times(10, 'helped'), times(22, 'same'), times(12, 'hurt'), times(24, 'never')]);
    expect(rows.map(({ state, stands }) => [state, stands])).toEqual([
      ['needed', true],
      ['outgrown', true],
      ['harmful', true],
      ['outgrown', true],
    ]);
  });

  test('entries that were never tested take nothing away', () => {
    expect(many([times(10, 'helped'), ...Array.from({ length: 50 }, () => [])])[0]?.stands).toBe(true);
  });
});

test('most worth pruning: what harms, then what is outgrown, certain before uncertain and dear before cheap; what is needed last', () => {
  const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
  const entries: [id: string, text: string, came: readonly Came[]][] = [
    ['needed', 'Do it.', times(10, 'helped')],
    ['new', 'Do it.', []],
    ['half', 'Do it.', [...times(3, 'helped'), 'same']],
    ['idle', 'Do it.', times(4, 'same')],
    ['short', 'Do it.', times(60, 'same')],
    ['long', words(50), times(60, 'same')],
    ['harmful', 'Do it.', times(12, 'hurt')],
  ];
  const text = `${entries.map(([id, said]) => `- ${said} <!-- id: ${id} -->\n`).join('')}- No id.\n`;
  const rows = rowsOf(
    viewOf(
      text,
      entries.flatMap(([id, said, came]) => trialsOf(id, said, came)),
    ),
  );
  const order = rows.toSorted(byWorthPruning).map(({ key }) => key);
  expect(order).toEqual(['harmful', 'long', 'short', 'idle', 'half', 'new', 'line 8', 'needed']);
  expect(rows.filter(({ stands }) => stands).map(({ key }) => key)).toEqual(['short', 'long', 'harmful']);
});

test('the order holds for any rows, in whatever order they come', () => {
  const state = fc.constantFrom<EntryRow['state']>('untested', 'needed', 'outgrown', 'harmful', 'unclear', 'cannot_be_tested');
  const any = fc.record({ state, stands: fc.boolean(), tokens: fc.nat(9), chance: fc.constantFrom(0, 0.5, 1, null) });
  const judgement: EntryJudgement = judgeEntry([]);
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (made) => {
      const [template] = rowsOf(viewOf(ONE, trialsOf('a', 'Do it.', ['same'])));
      const rows = made.flatMap(({ chance, ...over }): EntryRow[] => {
        if (template?.record == null) return [];
        return [{ ...template, ...over, record: chance === null ? null : { ...template.record, chance, judgement } }];
      });
      const once = rows.toSorted(byWorthPruning);
      for (const [at, row] of once.entries()) for (const later of once.slice(at)) expect(byWorthPruning(row, later)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 100 },
  );
});
