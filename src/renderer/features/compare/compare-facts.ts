/** Two sessions in numbers, from where they part. Pure. */
import type { ComparedSide, Comparison } from '../../../shared/instant.ts';
import { eventKind } from '../../ui/event-kind.ts';
import { formatCount } from '../../ui/format-count.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatMoney } from '../../ui/format-money.ts';

export interface Fact {
  name: string;
  a: string;
  b: string;
  differs: boolean;
}

/** What counts first: did it hold, at which price. */
export function compareFacts({ a, b }: Comparison): Fact[] {
  const fact = (name: string, of: (side: ComparedSide) => string): Fact => {
    const [left, right] = [of(a), of(b)];
    return { name, a: left, b: right, differs: left !== right };
  };
  return [
    fact('Verdict', (side) => side.verdict ?? 'none yet'),
    fact('Criteria met', criteriaOf),
    fact('Cost', (side) => formatMoney(side.costUsd)),
    fact('Time running', (side) => formatDuration(side.activeMs)),
    fact('Turns', (side) => formatCount(side.turns)),
    fact('Events', (side) => formatCount(side.events)),
  ];
}

function criteriaOf({ criteria }: ComparedSide): string {
  return criteria.length === 0 ? 'none yet' : `${criteria.filter((criterion) => criterion.passed).length} of ${criteria.length}`;
}

/** Criteria that hold here and not there. */
export function differingCriteria({ a, b }: Comparison): Fact[] {
  const word = (side: ComparedSide, id: string): string => {
    const found = side.criteria.find((criterion) => criterion.id === id);
    return found === undefined ? 'not checked' : found.passed ? 'holds' : 'fails';
  };
  const ids = [...new Set([...a.criteria, ...b.criteria].map((criterion) => criterion.id))];
  return ids.map((id) => ({ name: id, a: word(a, id), b: word(b, id), differs: true })).filter((fact) => fact.a !== fact.b);
}

/** Events by what they are, the most frequent first. Types that share a word are one row. */
export function factsByKind({ a, b }: Comparison): Fact[] {
  const counts = (side: ComparedSide): Map<string, number> => {
    const byWord = new Map<string, number>();
    for (const { type, count } of side.byType) {
      const { word } = eventKind(type);
      byWord.set(word, (byWord.get(word) ?? 0) + count);
    }
    return byWord;
  };
  const [left, right] = [counts(a), counts(b)];
  const sum = (word: string): number => (left.get(word) ?? 0) + (right.get(word) ?? 0);
  return [...new Set([...left.keys(), ...right.keys()])]
    .toSorted((one, other) => sum(other) - sum(one) || one.localeCompare(other))
    .map((word) => {
      const [one, other] = [left.get(word) ?? 0, right.get(word) ?? 0];
      return { name: word, a: formatCount(one), b: formatCount(other), differs: one !== other };
    });
}
