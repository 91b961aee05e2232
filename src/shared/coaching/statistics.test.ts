/** The promises of the statistics, held against simulation: seeded, so that a run is like the last. More of it: `npm run bench:coaching`. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ENOUGH, evidenceAbove, evidenceBelow, meanInterval } from './bets.ts';
import { discoveries } from './discoveries.ts';
import { countPair, effectOf, evidenceOfLess, evidenceOfMore, noPairs, type Pair, type PairCounts } from './effect.ts';
import { fixedSize } from './fixed-size.test-support.ts';
import { defaultRule, judgeEntry, type EntryJudgement, type EntryState } from './judge-entry.ts';
import { chanceOfMoreThan } from './posterior.ts';
import { drawPairs, effectIn, seeded, type Truth } from './trials.test-support.ts';
import { typicalDifference } from './typical-difference.ts';

// Each is thousands of pairs, on a machine that has other things to do.
vi.setConfig({ testTimeout: 120_000 });

const TRIALS = 300;
const counts: fc.Arbitrary<PairCounts> = fc.record({ helped: fc.nat(60), same: fc.nat(60), hurt: fc.nat(60) });
const truth = (withEntry: number, without: number): Truth => ({ what: '', with: withEntry, without });

describe('evidence by bets', () => {
  test('is 1 on average where the mean is the bound, whatever the outcomes: what makes it an e-value', () => {
    // All that n pairs can come to, each with its chance.
    for (const [helped, hurt] of [
      [0.3, 0.1],
      [0.6, 0.4],
      [0.2, 0],
    ] as const) {
      const [more, less] = [evidenceOfMore(helped - hurt), evidenceOfLess(helped - hurt)];
      let [sumMore, sumLess] = [0, 0];
      for (const { counts: one, chance } of allCounts(12, helped, hurt)) {
        sumMore += chance * more(one);
        sumLess += chance * less(one);
      }
      expect(sumMore).toBeCloseTo(1, 10);
      expect(sumLess).toBeCloseTo(1, 10);
    }
  });

  test('falls as the bound rises, and is the same seen in a mirror', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.05, max: 0.9, noNaN: true }), ({ helped, same, hurt }, bound) => {
        const [values, seen] = [
          [1, 0.5, 0],
          [helped, same, hurt],
        ];
        expect(evidenceAbove(values, bound + 0.05)(seen)).toBeLessThanOrEqual(evidenceAbove(values, bound)(seen) * (1 + 1e-9));
        expect(evidenceBelow(values, bound)(seen)).toBeCloseTo(
          evidenceAbove(values, 1 - bound)([hurt, same, helped]),
          6 - Math.log10(1 + evidenceBelow(values, bound)(seen)),
        );
      }),
    );
  });

  test('excludes what is outside of the interval and nothing that is inside', () => {
    fc.assert(
      fc.property(counts, (seen) => {
        const { estimate, lower, upper } = effectOf(seen);
        expect(lower).toBeLessThanOrEqual(estimate);
        expect(upper).toBeGreaterThanOrEqual(estimate);
        if (lower > -0.99) expect(evidenceOfMore(lower - 0.001)(seen)).toBeGreaterThanOrEqual(ENOUGH);
        if (upper < 0.99) expect(evidenceOfLess(upper + 0.001)(seen)).toBeGreaterThanOrEqual(ENOUGH);
        if (lower + 0.001 < 1) expect(evidenceOfMore(lower + 0.001)(seen)).toBeLessThan(ENOUGH);
      }),
    );
    expect(effectOf(noPairs)).toEqual({ estimate: 0, lower: -1, upper: 1 });
    expect(meanInterval([1, 0], [0, 0])).toEqual({ lower: expect.closeTo(0, 9), upper: expect.closeTo(1, 9) });
  });
});

describe('the interval of the effect', () => {
  test.each([truth(0.9, 0.5), truth(0.2, 0.9), truth(0.5, 0.5), truth(0.95, 0.95)])(
    'holds at every look in 94 % of the trials at least: $with against $without',
    (one) => {
      const random = seeded(1);
      const [more, less] = [evidenceOfMore(effectIn(one)), evidenceOfLess(effectIn(one))];
      let covered = 0;
      for (let trial = 0; trial < TRIALS; trial += 1) {
        let seen = noPairs;
        const missed = drawPairs(one, 200, random).some((pair) => {
          seen = countPair(seen, pair);
          return more(seen) >= ENOUGH || less(seen) >= ENOUGH;
        });
        if (!missed) covered += 1;
      }
      expect(covered / TRIALS).toBeGreaterThanOrEqual(0.94);
    },
  );

  test('is that of the state: never on both sides of what it says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(150),
        fc.integer(),
        (one, other, pairs, seed) => {
          const { state, effect } = judgeEntry(drawPairs(truth(one, other), pairs, seeded(seed)));
          if (state === 'needed') expect(effect.lower).toBeGreaterThanOrEqual(defaultRule.smallest);
          if (state === 'outgrown') expect(effect.upper).toBeLessThanOrEqual(defaultRule.smallest);
          if (state === 'harmful') expect(effect.upper).toBeLessThanOrEqual(0);
        },
      ),
    );
  });
});

describe('the state of an entry', () => {
  const falseAlarms = (one: Truth, wrong: readonly EntryState[]): number => {
    const random = seeded(2);
    let alarms = 0;
    for (let trial = 0; trial < TRIALS; trial += 1)
      if (wrong.includes(judgeEntry(drawPairs(one, defaultRule.maxPairs, random)).state)) alarms += 1;
    return alarms / TRIALS;
  };

  test.each([truth(0.6, 0.4), truth(1, 0.8), truth(0.2, 0)])(
    'is false in 5 % of the trials at most, at the very edge and with a look after each pair: $with against $without',
    (one) => {
      expect(falseAlarms(one, ['needed', 'outgrown', 'harmful'])).toBeLessThanOrEqual(0.05);
    },
  );

  test('is harmful or needed without an effect in 5 % of the trials at most', () => {
    expect(falseAlarms(truth(0.5, 0.5), ['needed', 'harmful'])).toBeLessThanOrEqual(0.05);
  });

  test('is right, with 35 % fewer pairs on average than a test of one size, set beforehand, that has this power for all of them', () => {
    const random = seeded(3);
    const [means, sizes]: [number[], number[]] = [[], []];
    for (const [one, state, bound] of [
      [truth(0.95, 0.05), 'needed', 0.2],
      [truth(0.9, 0.3), 'needed', 0.2],
      [truth(0.8, 0.4), 'needed', 0.2],
      [truth(0.98, 0.98), 'outgrown', 0.2],
      [truth(0.9, 0.9), 'outgrown', 0.2],
      [truth(0.8, 0.8), 'outgrown', 0.2],
      [truth(0.2, 0.9), 'harmful', 0],
      [truth(0.5, 0.9), 'harmful', 0],
    ] as const) {
      const started: number[] = [];
      const trials = 60;
      let right = 0;
      for (let trial = 0; trial < trials; trial += 1) {
        const drawn = drawPairs(one, defaultRule.maxPairs, random);
        const enough = judgeEntry(drawn).enoughAfter ?? defaultRule.maxPairs;
        started.push(enough);
        if (judgeEntry(drawn.slice(0, enough)).state === state) right += 1;
      }
      expect(right / trials).toBeGreaterThanOrEqual(0.9);
      means.push(average(started));
      sizes.push(fixedSize(one, bound, Math.min(right / trials, 0.99)));
    }
    expect(average(means) / Math.max(...sizes)).toBeLessThanOrEqual(0.65);
  });

  test('of an entry that does all, one that nothing hangs on, and one that spoils all', () => {
    const alike = (pair: Pair, count: number): EntryJudgement => judgeEntry(Array.from({ length: count }, () => pair));
    expect(alike({ with: true, without: false }, 9)).toMatchObject({ state: 'unclear', enoughAfter: null });
    expect(alike({ with: true, without: false }, 10)).toMatchObject({ state: 'needed', enoughAfter: 10 });
    expect(alike({ with: true, without: true }, 21)).toMatchObject({ state: 'unclear', enoughAfter: null });
    expect(alike({ with: true, without: true }, 22)).toMatchObject({ state: 'outgrown', enoughAfter: 22 });
    expect(alike({ with: false, without: false }, 22)).toMatchObject({ state: 'outgrown' });
    expect(alike({ with: false, without: true }, 7)).toMatchObject({ state: 'harmful', enoughAfter: 7 });
  });

  test('is unclear, and never outgrown, where runs end by errors', () => {
    const broken = Array.from({ length: 300 }, (_, at) => ({ with: at % 2 === 0 ? null : true, without: at % 3 === 0 ? true : null }));
    const whole = broken.filter((pair) => pair.with !== null && pair.without !== null).length;
    expect(judgeEntry([])).toMatchObject({ state: 'untested', enoughAfter: null, broken: 0 });
    expect(judgeEntry(broken.slice(0, 20))).toMatchObject({ state: 'unclear', enoughAfter: null });
    expect(judgeEntry(broken.map(() => ({ with: null, without: null })))).toMatchObject({
      state: 'unclear',
      enoughAfter: 300,
      broken: 300,
    });
    expect(judgeEntry(broken)).toMatchObject({ broken: 300 - whole });
  });

  test('is unclear again where later pairs say the opposite', () => {
    const first = Array.from({ length: 10 }, () => ({ with: true, without: false }));
    const later = Array.from({ length: 60 }, () => ({ with: false, without: true }));
    expect(judgeEntry([...first, ...later])).toMatchObject({ state: 'unclear', enoughAfter: 10 });
  });
});

describe('the chance that an entry helps', () => {
  test('is that of the prior without pairs', () => {
    expect(chanceOfMoreThan(0, noPairs)).toBeCloseTo(0.5, 6);
    // Of three shares that are all equally likely, helped is above hurt by more than d in (1 - d)^2 / 2 of all.
    for (const smallest of [0.1, 0.2, 0.5]) expect(chanceOfMoreThan(smallest, noPairs)).toBeCloseTo((1 - smallest) ** 2 / 2, 3);
  });

  test('is that of draws from the posterior', () => {
    const random = seeded(4);
    for (const seen of [
      { helped: 3, same: 10, hurt: 1 },
      { helped: 0, same: 25, hurt: 0 },
      { helped: 40, same: 60, hurt: 20 },
    ]) {
      const draws = 20_000;
      let above = 0;
      for (let draw = 0; draw < draws; draw += 1) {
        const [helped, same, hurt] = [gamma(seen.helped + 1, random), gamma(seen.same + 1, random), gamma(seen.hurt + 1, random)];
        if ((helped - hurt) / (helped + same + hurt) > 0.2) above += 1;
      }
      expect(Math.abs(chanceOfMoreThan(0.2, seen) - above / draws)).toBeLessThan(0.012);
    }
  });

  test('grows with what helped, and stays a chance for thousands of pairs', () => {
    fc.assert(
      fc.property(counts, (seen) => {
        const chance = chanceOfMoreThan(0.2, seen);
        expect(chanceOfMoreThan(0.2, { ...seen, helped: seen.helped + 1 })).toBeGreaterThanOrEqual(chance - 0.002);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
    expect(chanceOfMoreThan(0.2, { helped: 4000, same: 5000, hurt: 1000 })).toBeGreaterThan(0.999);
    expect(chanceOfMoreThan(0.2, { helped: 2000, same: 7000, hurt: 1000 })).toBeLessThan(0.001);
  });
});

describe('the typical difference', () => {
  test('has its interval between two of the differences, or none yet', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 }), (differences) => {
        const typical = typicalDifference(differences);
        if (typical === null) throw new Error('no difference');
        const { lower, median, upper } = typical;
        expect(lower === null).toBe(differences.length < 7);
        if (lower === null || upper === null) return;
        expect(differences).toContain(lower);
        expect(differences).toContain(upper);
        expect(lower).toBeLessThanOrEqual(median);
        expect(upper).toBeGreaterThanOrEqual(median);
      }),
    );
    expect(typicalDifference([])).toBeNull();
  });

  test('holds at every look in 94 % of the trials at least, with costs that have no mean', () => {
    const random = seeded(5);
    let covered = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      const costs: number[] = [];
      const held = Array.from({ length: 60 }).every(() => {
        costs.push(1 / random() - 1 / random());
        const typical = typicalDifference(costs);
        return (typical?.lower ?? -Infinity) <= 0 && (typical?.upper ?? Infinity) >= 0;
      });
      if (held) covered += 1;
    }
    expect(covered / 300).toBeGreaterThanOrEqual(0.94);
  });
});

describe('many entries at once', () => {
  test('those stand whose evidence is enough for as many as there are', () => {
    expect(discoveries([])).toEqual(new Set());
    expect(discoveries([19])).toEqual(new Set());
    expect(discoveries([20])).toEqual(new Set([0]));
    expect(discoveries([1, 41, 39, 0])).toEqual(new Set());
    expect(discoveries([1, 41, 40, 0])).toEqual(new Set([1, 2]));
    expect(discoveries([1, 80, 39, 0])).toEqual(new Set([1]));
  });

  test('5 % of those that stand are false at most, on average', () => {
    const random = seeded(6);
    const rounds = 30;
    let falseShare = 0;
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      const evidence = Array.from(
        { length: 20 },
        (_, at) => judgeEntry(drawPairs(at < 15 ? truth(0.9, 0.7) : truth(0.98, 0.98), 60, random)).evidence.outgrown,
      );
      const chosen = [...discoveries(evidence)];
      const wrong = chosen.filter((at) => at < 15).length;
      falseShare += wrong / Math.max(1, chosen.length) / rounds;
      found += (chosen.length - wrong) / 5 / rounds;
    }
    expect(falseShare).toBeLessThanOrEqual(0.05);
    expect(found).toBeGreaterThan(0.5);
  });
});

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one) / numbers.length;
}

/** What pairs can come to, each with its chance. */
function* allCounts(pairs: number, helped: number, hurt: number): Generator<{ counts: PairCounts; chance: number }> {
  let ways = 1;
  for (let b = 0; b <= pairs; b += 1) {
    let inner = ways;
    for (let c = 0; b + c <= pairs; c += 1) {
      const same = pairs - b - c;
      yield { counts: { helped: b, same, hurt: c }, chance: inner * helped ** b * hurt ** c * (1 - helped - hurt) ** same };
      inner = (inner * same) / (c + 1);
    }
    ways = (ways * (pairs - b)) / (b + 1);
  }
}

/** Of a whole shape: a sum of waiting times. */
function gamma(shape: number, random: () => number): number {
  let sum = 0;
  for (let one = 0; one < shape; one += 1) sum -= Math.log(1 - random());
  return sum;
}
