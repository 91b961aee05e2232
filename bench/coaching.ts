/** What trials of coaching entries cost and how often they are wrong, thousands of them simulated: `npm run bench:coaching`. */
import { ENOUGH } from '../src/shared/coaching/bets.ts';
import { discoveries } from '../src/shared/coaching/discoveries.ts';
import { editCoaching } from '../src/shared/coaching/edit-file.ts';
import { countPair, evidenceOfLess, evidenceOfMore, noPairs, type Pair } from '../src/shared/coaching/effect.ts';
import { fixedSize } from '../src/shared/coaching/fixed-size.test-support.ts';
import { defaultRule, judgeEntry, type EntryState, type TrialRule } from '../src/shared/coaching/judge-entry.ts';
import { readCoaching } from '../src/shared/coaching/read-file.ts';
import { drawPairs, effectIn, seeded, type Truth } from '../src/shared/coaching/trials.test-support.ts';
import { typicalDifference } from '../src/shared/coaching/typical-difference.ts';
import { median, type Row } from './support/row.ts';

const TRIALS = 2000;

const truths: (Truth & { state: EntryState })[] = [
  { what: 'passes by the entry alone (100 % against 0 %)', with: 1, without: 0, state: 'needed' },
  { what: 'needs it nearly always (95 % against 5 %)', with: 0.95, without: 0.05, state: 'needed' },
  { what: 'needs it often (90 % against 30 %)', with: 0.9, without: 0.3, state: 'needed' },
  { what: 'needs it at times (80 % against 40 %)', with: 0.8, without: 0.4, state: 'needed' },
  { what: 'never fails any more (100 % either way)', with: 1, without: 1, state: 'outgrown' },
  { what: 'hardly fails any more (98 % either way)', with: 0.98, without: 0.98, state: 'outgrown' },
  { what: 'fails otherwise (90 % either way)', with: 0.9, without: 0.9, state: 'outgrown' },
  { what: 'fails often otherwise (80 % either way)', with: 0.8, without: 0.8, state: 'outgrown' },
  { what: 'is hurt by it (50 % against 90 %)', with: 0.5, without: 0.9, state: 'harmful' },
  { what: 'is hurt badly by it (20 % against 90 %)', with: 0.2, without: 0.9, state: 'harmful' },
];

/** Four times the pairs for half the effect. */
const finer: TrialRule = { smallest: 0.1, maxPairs: 1200 };

export function benchPairs(): Row[] {
  return [...pairsWith(defaultRule, TRIALS), ...pairsWith(finer, TRIALS / 4)];
}

function pairsWith(rule: TrialRule, trials: number): Row[] {
  const points = `${Math.round(rule.smallest * 100)} points matter`;
  const results = truths.map((truth, seed) => {
    const random = seeded(seed);
    let [pairs, right] = [0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const { started, state } = runTrial(truth, rule, random);
      pairs += started;
      if (state === truth.state) right += 1;
    }
    const power = right / trials;
    // What so many trials can tell from 1.
    const asked = Math.min(power, 1 - 4 / trials);
    const fixed = fixedSize(truth, truth.state === 'harmful' ? 0 : rule.smallest, asked);
    return { truth, mean: pairs / trials, power, asked, fixed };
  });
  const rows = results.map(({ truth, mean, power, asked, fixed }) => ({
    what: `${truth.state}, ${points}: the model ${truth.what}`,
    measured: `${mean.toFixed(1)} pairs, ${percent(power)} right`,
    against: `a fixed size for it, of power ${percent(asked)}: ${fixed} pairs`,
    ratio: (mean / fixed).toFixed(2),
    goal: '',
  }));
  const mean = average(results.map((one) => one.mean));
  const fitted = average(results.map((one) => one.fixed));
  const largest = Math.max(...results.map((one) => one.fixed));
  const row = (against: string, pairs: number): Row => ({
    what: `all of these, ${points}`,
    measured: `${mean.toFixed(1)} pairs on average`,
    against: `${against}: ${pairs.toFixed(1)}`,
    ratio: (mean / pairs).toFixed(2),
    goal: '<= 0.65',
  });
  return [...rows, row('a fixed size for each, the truth known beforehand', fitted), row('one fixed size for all of that power', largest)];
}

/** Pairs are drawn as they are asked for, some at a time. */
function runTrial(truth: Truth, rule: TrialRule, random: () => number): { started: number; state: EntryState } {
  let pairs: Pair[] = [];
  for (;;) {
    pairs = [...pairs, ...drawPairs(truth, Math.max(25, pairs.length), random)];
    const { enoughAfter } = judgeEntry(pairs, rule);
    if (enoughAfter !== null) return { started: enoughAfter, state: judgeEntry(pairs.slice(0, enoughAfter), rule).state };
  }
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one) / numbers.length;
}

/** Where the truth is at the very edge, whatever is claimed of it is false. */
export function benchFalseAlarms(): Row[] {
  const edges: Truth[] = [
    { what: 'at the edge (60 % against 40 %)', with: 0.6, without: 0.4 },
    { what: 'at the edge (100 % against 80 %)', with: 1, without: 0.8 },
    { what: 'at the edge (20 % against 0 %)', with: 0.2, without: 0 },
    { what: 'of no effect (50 % either way)', with: 0.5, without: 0.5 },
  ];
  return edges.map((truth, seed) => {
    const random = seeded(100 + seed);
    const seen = { needed: 0, outgrown: 0, harmful: 0 };
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { state } = judgeEntry(drawPairs(truth, defaultRule.maxPairs, random));
      if (state === 'needed' || state === 'outgrown' || state === 'harmful') seen[state] += 1;
    }
    const atEdge = effectIn(truth) > 0;
    const shown = atEdge ? (['needed', 'outgrown', 'harmful'] as const) : (['needed', 'harmful'] as const);
    const wrong = shown.reduce((sum, state) => sum + seen[state], 0);
    return {
      what: `false states, an entry ${truth.what}`,
      measured: percent(wrong / TRIALS),
      against: `${TRIALS} trials: ${shown.map((state) => `${state} ${percent(seen[state] / TRIALS)}`).join(', ')}; a look after each of ${defaultRule.maxPairs} pairs`,
      ratio: '',
      goal: '<= 5 %',
    };
  });
}

export function benchCoverage(): Row[] {
  const looks = 500;
  const effects = [...truths, { what: 'passes at random (50 % either way)', with: 0.5, without: 0.5 }].filter(
    (one) => Math.abs(effectIn(one)) < 1,
  );
  const rows = effects.map((truth, seed): Row => {
    const random = seeded(200 + seed);
    const [more, less] = [evidenceOfMore(effectIn(truth)), evidenceOfLess(effectIn(truth))];
    let covered = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      let counts = noPairs;
      const excluded = drawPairs(truth, looks, random).some((pair) => {
        counts = countPair(counts, pair);
        return more(counts) >= ENOUGH || less(counts) >= ENOUGH;
      });
      if (!excluded) covered += 1;
    }
    return {
      what: `the interval of the effect holds at each of ${looks} looks: ${truth.what}`,
      measured: percent(covered / TRIALS),
      against: `${TRIALS} trials`,
      ratio: '',
      goal: '>= 94 %',
    };
  });
  return [...rows, medianCoverage()];
}

/** Differences in cost with a long tail and no middle of their own. */
function medianCoverage(): Row {
  const [looks, trials, random] = [100, 1000, seeded(300)];
  let covered = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const costs: number[] = [];
    const always = Array.from({ length: looks }).every(() => {
      costs.push(1 / random() - 1 / random());
      const typical = typicalDifference(costs);
      return typical === null || ((typical.lower ?? -Infinity) <= 0 && (typical.upper ?? Infinity) >= 0);
    });
    if (always) covered += 1;
  }
  const what = `the interval of the typical cost holds at each of ${looks} looks: costs without a mean`;
  return { what, measured: percent(covered / trials), against: `${trials} trials`, ratio: '', goal: '>= 94 %' };
}

export function benchDiscoveries(): Row[] {
  const [rounds, random] = [100, seeded(400)];
  const entries: Truth[] = Array.from({ length: 100 }, (_, place) =>
    place < 80 ? { what: 'at the edge', with: 0.95, without: 0.75 } : { what: 'outgrown', with: 0.98, without: 0.98 },
  );
  let [falseShare, found] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const evidence = entries.map((truth) => judgeEntry(drawPairs(truth, 80, random)).evidence.outgrown);
    const chosen = [...discoveries(evidence)];
    const wrong = chosen.filter((place) => place < 80).length;
    falseShare += chosen.length === 0 ? 0 : wrong / chosen.length;
    found += chosen.length - wrong;
  }
  return [
    {
      what: 'false discoveries among 100 entries, 80 of them at the edge, 80 pairs each',
      measured: percent(falseShare / rounds),
      against: `${percent(found / rounds / 20)} of the outgrown ones found`,
      ratio: '',
      goal: '<= 5 %',
    },
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0.99 && share < 1 ? 2 : 1)} %`;
}

/** Twice the bullets ought to take twice as long. */
export function benchFile(): Row[] {
  const timed = (bullets: number): number => {
    const text = Array.from({ length: bullets }, (_, at) => `- Rule ${at}: do it\n  well, \`always\`.\n  - or else\n`).join('');
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      const edited = editCoaching(text, { do: 'ids' }, { section: false });
      if (!edited.ok || readCoaching(edited.text, { section: false }).mistakes.length > 0) throw new Error('not edited');
      return performance.now() - start;
    });
    return median(times);
  };
  const [some, twice] = [timed(2000), timed(4000)];
  return [
    {
      what: 'a coaching file of 4,000 bullets is given its ids and read again',
      measured: `${twice.toFixed(0)} ms`,
      against: `2,000 bullets: ${some.toFixed(0)} ms`,
      ratio: (twice / some).toFixed(2),
      goal: '<= 2.5',
    },
  ];
}
