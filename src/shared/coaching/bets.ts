/**
 * Evidence about a mean that may be looked at after every outcome, by betting against it. Pure.
 *
 * Against "the mean of outcomes between 0 and 1 is at most `bound`" one bets the share θ of one's money on each outcome x and
 * has `1 - θ + θ x / bound` times as much after it. Where the claim is true, no such bettor is expected to win, so that money is
 * an e-value at whatever moment one stops, and it reaches `k` times its start with probability 1/k at most, ever (Ville 1939;
 * Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86(1), 2024, section 4). Nobody knows
 * the best θ before: the money is spread over all of them (Cover's universal portfolio; Orabona & Jun, "Tight concentrations and
 * confidence sequences from the regret of universal portfolio", 2024). What comes of it depends on how often each outcome was
 * seen and not on their order.
 *
 * Assumed: given those before it, each outcome's mean is the one asked about. Nothing about its distribution.
 */

/** Weights that grow with the bet: few pairs decide, and there a bold bettor is ahead. */
const STEPS = 24;
const BETS = Array.from({ length: STEPS }, (_, step) => ({ share: (step + 0.5) / STEPS, weight: (2 * step + 1) / STEPS ** 2 }));

/** 95 % sure that the mean is not outside of two bounds, each of which takes half of the doubt. */
export const DOUBT = 0.05;
export const ENOUGH = 2 / DOUBT;

/** How often each of some values was seen. */
type Counts = readonly number[];

/** An e-value against "the mean is at most `bound`" (0 < bound < 1) from how often each of `values`, from 0 to 1, was seen. */
export function evidenceAbove(values: readonly number[], bound: number): (counts: Counts) => number {
  const logs = BETS.flatMap(({ share }) => values.map((value) => Math.log1p(share * (value / bound - 1))));
  // Asked for after every pair of thousands of trials: plain loops.
  return (counts) => {
    let money = 0;
    let place = 0;
    for (let step = 0; step < STEPS; step += 1) {
      let log = 0;
      for (let seen = 0; seen < values.length; seen += 1) log += (counts[seen] ?? 0) * (logs[place++] ?? 0);
      money += (BETS[step]?.weight ?? 0) * Math.exp(log);
    }
    return money;
  };
}

/**
 * As `evidenceAbove`, told one outcome after the other: its place in `values` in, the evidence so far out. A multiplication a
 * bet instead of a power, for thousands of pairs that are looked at one by one.
 */
export function watchAbove(values: readonly number[], bound: number): (seen: number) => number {
  const factors = values.map((value) => Float64Array.from(BETS, ({ share }) => 1 + share * (value / bound - 1)));
  const money = Float64Array.from(BETS, ({ weight }) => weight);
  return (seen) => {
    const factor = factors[seen];
    let sum = 0;
    for (let step = 0; step < STEPS; step += 1) sum += money[step] = (money[step] ?? 0) * (factor?.[step] ?? 1);
    return sum;
  };
}

export function watchBelow(values: readonly number[], bound: number): (seen: number) => number {
  return watchAbove(mirrored(values), 1 - bound);
}

/** An e-value against "the mean is at least `bound`". */
export function evidenceBelow(values: readonly number[], bound: number): (counts: Counts) => number {
  return evidenceAbove(mirrored(values), 1 - bound);
}

/** The 95 % confidence sequence at this moment: every mean against which there is not enough evidence. */
export function meanInterval(values: readonly number[], counts: Counts): { lower: number; upper: number } {
  return { lower: lowest(values, counts), upper: 1 - lowest(mirrored(values), counts) };
}

/** Of a bound of an interval. */
const PRECISION = 1e-7;
const HALVINGS = 5;

/**
 * Where the evidence, which falls as the bound rises, is as much as is asked for: one place parts what is excluded from what is
 * not. It is halved a few times, and then sought along the line between both ends (Illinois: an end that stays is given half
 * the weight).
 */
function lowest(values: readonly number[], counts: Counts): number {
  // Without an outcome above zero nothing speaks against any mean.
  if (!values.some((value, seen) => value > 0 && (counts[seen] ?? 0) > 0)) return 0;
  const surplus = (bound: number): number => Math.log(evidenceAbove(values, bound)(counts) / ENOUGH);
  let [excluded, possible] = [0, 1];
  let [above, below] = [Infinity, -Infinity];
  let stayed: 'above' | 'below' | null = null;
  for (let turn = 0; possible - excluded > PRECISION && turn < 60; turn += 1) {
    const isLine = turn >= HALVINGS && turn % 3 !== 0 && Number.isFinite(above) && Number.isFinite(below);
    const bound = isLine ? excluded + ((possible - excluded) * above) / (above - below) : (excluded + possible) / 2;
    const found = surplus(bound);
    if (found >= 0) {
      if (stayed === 'below') below /= 2;
      [excluded, above, stayed] = [bound, found, 'below'];
    } else {
      if (stayed === 'above') above /= 2;
      [possible, below, stayed] = [bound, found, 'above'];
    }
  }
  return excluded;
}

function mirrored(values: readonly number[]): number[] {
  return values.map((value) => 1 - value);
}
