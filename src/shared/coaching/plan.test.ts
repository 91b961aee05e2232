import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CoachingView, TrialPlan } from '../ipc-coaching.ts';
import { probeOf, times, trialsOf, viewOf, WORKER, type Came } from './coaching-view.test-support.ts';
import { noPairs } from './effect.ts';
import { pairsToAnswer } from './expected-pairs.ts';
import { clearBy, defaultRule } from './judge-entry.ts';
import { proposeTrials } from './plan.ts';
import type { Trial } from './trial-ledger.ts';

const text = (...ids: string[]): string => ids.map((id) => `- Do ${id}. <!-- id: ${id} -->\n`).join('');
const tried = (id: string, came: readonly Came[], over: Parameters<typeof trialsOf>[3] = {}): Trial[] =>
  trialsOf(id, `Do ${id}.`, came, over);

/** A fifth of the pairs is helped. */
const atWhatMatters = (pairs: number): Came[] => Array.from({ length: pairs }, (_, at) => (at % 5 === 4 ? 'helped' : 'same'));

function planOf(file: string, trials: readonly Trial[] = [], over: Partial<CoachingView> = {}, entries?: readonly string[]): TrialPlan {
  return proposeTrials({ view: viewOf(file, trials, over), trials, ...WORKER, places: 4, entries });
}

describe('pairs to an answer', () => {
  const to = (helped: number, same: number, hurt: number): number => pairsToAnswer({ helped, same, hurt }, null, defaultRule);

  test('of an untested entry are those of one that the model has outgrown', () => {
    expect(to(0, 0, 0)).toBe(22);
    expect(pairsToAnswer(noPairs, null, { ...defaultRule, smallest: 0.1 })).toBe(46);
  });

  test('go on from what was seen, by what was seen', () => {
    expect(to(0, 20, 0)).toBe(2);
    expect(to(8, 0, 0)).toBeLessThanOrEqual(3);
    expect(to(0, 0, 3)).toBeLessThanOrEqual(5);
    expect(to(22, 0, 0)).toBe(0);
    expect(to(5, 20, 0)).toBe(Infinity);
  });

  test('of another model are a hint where there are none', () => {
    expect(pairsToAnswer(noPairs, { helped: 30, same: 0, hurt: 0 }, defaultRule)).toBeLessThanOrEqual(11);
    expect(pairsToAnswer(noPairs, { helped: 0, same: 30, hurt: 0 }, defaultRule)).toBe(22);
  });

  test('are those after which the answer is clear, if all come as the likely one', () => {
    const count = fc.nat(12);
    fc.assert(
      fc.property(count, count, count, (helped, same, hurt) => {
        const counts = { helped, same, hurt };
        const pairs = pairsToAnswer(counts, null, defaultRule);
        if (pairs === Infinity) return;
        const all = helped + same + hurt + 1;
        const after = {
          helped: helped + (pairs * helped) / all,
          same: same + (pairs * (same + 1)) / all,
          hurt: hurt + (pairs * hurt) / all,
        };
        expect(clearBy(defaultRule)(after)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a plan', () => {
  test('has what is due, and what is not known of its price before the first run', () => {
    const plan = planOf(text('a', 'b'), tried('b', times(22, 'same'), { model: 'model-y' }));
    expect(plan).toEqual({
      items: [
        { entry: 'a', due: 'never_tested', pairs: 22, usd: null, minutes: null },
        { entry: 'b', due: 'new_model', pairs: 22, usd: null, minutes: null },
      ],
      untestable: [],
      usd: 0,
      minutes: 0,
    });
  });

  test('leaves out what has its answer, or no pair left', () => {
    const trials = [...tried('a', times(22, 'same')), ...tried('b', times(5, 'same'))];
    expect(planOf(text('a', 'b'), trials).items.map(({ entry }) => entry)).toEqual(['b']);
    const rule = { smallest: 0.2, maxPairs: 5 };
    expect(planOf(text('a', 'b'), trials, { trials: rule, records: viewOf(text('a', 'b'), trials, { rule }).records }).items).toEqual([]);
  });

  test('prices a pair by the runs of its probe, else by those of the project with this model', () => {
    const own = tried('a', times(2, 'same'), { cost_usd: 1, active_ms: 120_000 });
    const other = tried('b', times(2, 'same'), { cost_usd: 3, active_ms: 240_000 });
    const elsewhere = tried('a', times(5, 'same'), { cost_usd: 100, model: 'model-y' });
    const { items, usd, minutes } = planOf(text('a', 'b', 'c'), [...own, ...other, ...elsewhere]);
    expect(items.map(({ entry, pairs, usd: price, minutes: time }) => [entry, pairs, price, time])).toEqual([
      ['a', 20, 40, 20],
      ['c', 22, 88, 33],
      ['b', 20, 120, 40],
    ]);
    expect(usd).toBe(248);
    expect(minutes).toBe(93);
  });

  test('counts no run that was not judged into a price', () => {
    const broken = tried('a', times(3, 'broken'), { cost_usd: 0 });
    expect(
      planOf(
        text('a'),
        broken.map((trial) => ({ ...trial, ended: null })),
      ).items[0]?.usd,
    ).toBeNull();
    const [pair] = tried('a', ['same'], { cost_usd: 2 });
    const [item] = planOf(text('a'), [...broken, ...(pair === undefined ? [] : [pair])]).items;
    // The runs of broken pairs that were judged cost nothing: (2 + 2 + 0 + 0 + 0) / 5 runs, two a pair.
    expect(item?.usd).toBeCloseTo((item?.pairs ?? 0) * 1.6, 9);
    // One of four pairs was judged: of the next ones it is expected to be two of five.
    expect(item?.pairs).toBe(Math.ceil(21 / (2 / 5)));
  });

  test('begins with what is cheapest to answer, and ends with what nobody knows the price of', () => {
    const trials = [
      ...tried('dear', times(2, 'same'), { cost_usd: 5 }),
      ...tried('nearly', times(20, 'same'), { cost_usd: 1 }),
      ...tried('cheap', times(1, 'same'), { cost_usd: 0.01 }),
      // An effect at what matters, with few pairs left: cheap, and no answer will come of it.
      ...tried('hopeless', atWhatMatters(295), { cost_usd: 0.01 }),
    ];
    expect(planOf(text('dear', 'hopeless', 'nearly', 'cheap'), trials).items.map(({ entry }) => entry)).toEqual([
      'cheap',
      'nearly',
      'dear',
      'hopeless',
    ]);
    const unknown = [...tried('nearly', times(20, 'same')), ...tried('new', times(2, 'same'))].map((trial, at): Trial => {
      const run = { passed: true, reason: '', cost_usd: 0, tokens: 0, turns: 0, active_ms: 0 };
      return { ...trial, id: `${at}`, ended: { with: run, without: run, at: '2026-01-01T00:00:00.000Z' } };
    });
    const view = viewOf(text('new', 'nearly'), unknown);
    expect(proposeTrials({ view, trials: [], ...WORKER, places: 4 }).items.map(({ entry, usd }) => [entry, usd])).toEqual([
      ['nearly', null],
      ['new', null],
    ]);
  });

  test('plans as many pairs as are left at most, and those that run are among the next', () => {
    const [hopeless] = planOf(text('a'), tried('a', atWhatMatters(290))).items;
    expect(hopeless?.pairs).toBe(10);
    const [running] = planOf(text('a'), tried('a', [...times(10, 'same'), ...times(4, 'running')])).items;
    expect(running?.pairs).toBe(8);
  });

  test('names what is told and cannot be tested, and why', () => {
    const file = `${text('a')}- Do it.\n- Do it. <!-- id: other; models: claude-* -->\n## Archive\n\n- Old. <!-- id: old -->\n`;
    const probes = ['a', 'other'].map((id) => probeOf(id));
    expect(planOf(file, [], { probes }).untestable).toEqual([{ entry: 'line 2', why: expect.stringMatching(/no id/) }]);
  });

  test('of chosen entries has these alone, due or not, and says which are not there', () => {
    const file = `${text('a', 'b')}- Do it. <!-- id: c -->\n`;
    const probes = ['a', 'b'].map((id) => probeOf(id));
    const plan = planOf(file, tried('a', times(22, 'same')), { probes }, ['a', 'c', 'gone', 'gone']);
    expect(plan.items).toEqual([{ entry: 'a', due: null, pairs: 0, usd: 0, minutes: 0 }]);
    expect(plan.untestable.map(({ entry }) => entry)).toEqual(['c', 'gone']);
  });
});

test('whatever was tried, a plan is whole: what it sums up, what it counts, and its order', () => {
  const came = fc.array(fc.constantFrom<Came>('helped', 'same', 'hurt', 'never', 'broken', 'running'), { maxLength: 12 });
  const some = fc.record({ came, cost: fc.constantFrom(0, 0.01, 1), isSame: fc.boolean() });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 5 }), fc.integer({ min: 1, max: 8 }), (all, places) => {
      const file = text(...all.map((_, at) => `e${at}`));
      const trials = all.flatMap(({ came: one, cost, isSame }, at) =>
        tried(`e${at}`, one, { cost_usd: cost, ...(isSame ? {} : { model: 'model-y' }) }),
      );
      const { items, usd, minutes } = proposeTrials({ view: viewOf(file, trials), trials, ...WORKER, places });
      expect(new Set(items.map(({ entry }) => entry)).size).toBe(items.length);
      const known = items.filter((item) => item.usd !== null);
      expect(usd).toBeCloseTo(
        known.reduce((sum, item) => sum + (item.usd ?? 0), 0),
        9,
      );
      expect(minutes).toBeLessThanOrEqual(known.reduce((sum, item) => sum + (item.minutes ?? 0), 0) + 1e-9);
      expect(items.map((item) => item.usd === null)).toEqual(items.map((item) => item.usd === null).toSorted());
      for (const { pairs, due } of items) {
        expect(Number.isSafeInteger(pairs) && pairs >= 1 && pairs <= defaultRule.maxPairs).toBe(true);
        expect(due).not.toBeNull();
      }
    }),
    { numRuns: 60 },
  );
});
