/** How likely it is that an entry helps by more than something, as a Bayesian would say it. Pure. */
import type { PairCounts } from './effect.ts';

/** Of the quadrature: the result is right to about 0.001 for up to 10,000 pairs. */
const CELLS = 2000;

/**
 * The posterior probability that the effect is above `smallest`. The prior holds all shares of pairs that the entry helped, left
 * alike and hurt for equally likely: Dirichlet(1, 1, 1).
 *
 * With it, the share q of pairs that differ and the share r of those that it helped are independent a posteriori,
 * q ~ Beta(helped + hurt + 2, same + 1) and r ~ Beta(helped + 1, hurt + 1), and the effect is q (2 r - 1).
 */
export function chanceOfMoreThan(smallest: number, { helped, same, hurt }: PairCounts): number {
  const differ = cells(helped + hurt + 1, same);
  const below = cumulated(cells(helped, hurt));
  let chance = 0;
  for (let cell = 0; cell < CELLS; cell += 1) {
    const mass = differ[cell] ?? 0;
    if (mass === 0) continue;
    const q = (cell + 0.5) / CELLS;
    const least = (1 + smallest / q) / 2;
    if (least < 1) chance += mass * (1 - at(below, least));
  }
  return Math.min(1, Math.max(0, chance));
}

/** The masses of Beta(a + 1, b + 1) in cells of equal width. */
function cells(a: number, b: number): Float64Array {
  // Logarithms are the dear part, and the same for all: x and 1 - x are each other's mirror.
  const logs = logsOfCells();
  const masses = new Float64Array(CELLS);
  let most = -Infinity;
  for (let cell = 0; cell < CELLS; cell += 1) {
    const log = a * (logs[cell] ?? 0) + b * (logs[CELLS - 1 - cell] ?? 0);
    masses[cell] = log;
    most = Math.max(most, log);
  }
  let sum = 0;
  for (let cell = 0; cell < CELLS; cell += 1) {
    const log = (masses[cell] ?? 0) - most;
    // Below, it is nothing beside the highest.
    sum += masses[cell] = log < -40 ? 0 : Math.exp(log);
  }
  for (let cell = 0; cell < CELLS; cell += 1) masses[cell] = (masses[cell] ?? 0) / sum;
  return masses;
}

let kept: Float64Array | null = null;

/** The logarithm of the middle of each cell. */
function logsOfCells(): Float64Array {
  kept ??= Float64Array.from({ length: CELLS }, (_, cell) => Math.log((cell + 0.5) / CELLS));
  return kept;
}

/** The mass below the edge of each cell, from 0 to 1. */
function cumulated(masses: Float64Array): Float64Array {
  const edges = new Float64Array(CELLS + 1);
  for (let cell = 0; cell < CELLS; cell += 1) edges[cell + 1] = (edges[cell] ?? 0) + (masses[cell] ?? 0);
  return edges;
}

function at(edges: Float64Array, x: number): number {
  const place = x * CELLS;
  const cell = Math.floor(place);
  const [low = 0, high = 1] = [edges[cell], edges[cell + 1]];
  return low + (high - low) * (place - cell);
}
