/** One line of the table that `npm run bench` prints. A figure stands beside what it was held against in the same run. */
export interface Row {
  what: string;
  measured: string;
  against: string;
  ratio: string;
  /** What is aimed at; nothing fails where it is missed. */
  goal: string;
}

export function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
