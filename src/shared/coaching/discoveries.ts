/** Which of many claims to believe at once. Pure. */

/**
 * The places of the claims that stand when all are looked at together: of those, a `share` is false at most, on average (the
 * false discovery rate). The e-BH procedure of Wang & Ramdas, "False discovery rate control with e-values", JRSS B 84(3), 2022:
 * of K e-values the k largest stand for the largest k whose k-th is at least K / (k share). It asks nothing about how the entries
 * depend on each other, nor when the trials of each were stopped.
 */
export function discoveries(evidence: readonly number[], share = 0.05): Set<number> {
  const order = [...evidence.keys()].toSorted((a, b) => (evidence[b] ?? 0) - (evidence[a] ?? 0));
  const last = order.findLastIndex((place, rank) => (evidence[place] ?? 0) * (rank + 1) * share >= evidence.length);
  return new Set(order.slice(0, last + 1));
}
