import { expect, test } from 'vitest';
import type { ComparedSide } from '../../../shared/instant.ts';
import { SkeletonFlag, skeletonKinds, type Skeleton } from '../../../shared/skeleton.ts';
import { indexAt, marks, marksOf } from './axis-marks.ts';
import { compareFacts, differingCriteria, factsByKind } from './compare-facts.ts';

const side = (over: Partial<ComparedSide>): ComparedSide => ({
  session: 's',
  events: 3,
  byType: [],
  costUsd: 0.5,
  activeMs: 1000,
  turns: 1,
  verdict: null,
  criteria: [],
  commit: null,
  ...over,
});

test('what differs is named, what does not is not', () => {
  const facts = compareFacts({ sharedSeq: 4, a: side({ verdict: 'passed' }), b: side({ verdict: 'failed', turns: 2 }) });
  expect(facts.filter((fact) => fact.differs).map((fact) => [fact.name, fact.a, fact.b])).toEqual([
    ['Verdict', 'passed', 'failed'],
    ['Turns', '1', '2'],
  ]);
});

test('a criterion that only one side checked differs', () => {
  const a = side({
    criteria: [
      { id: 'x', passed: true },
      { id: 'y', passed: true },
    ],
  });
  const b = side({ criteria: [{ id: 'x', passed: true }] });
  expect(differingCriteria({ sharedSeq: 0, a, b })).toEqual([{ name: 'y', a: 'holds', b: 'not checked', differs: true }]);
});

test('types that share a word are one row, the most frequent first', () => {
  const a = side({ byType: [{ type: 'agent.tool_use', count: 2 }] });
  const b = side({
    byType: [
      { type: 'span.outcome_evaluation_start', count: 2 },
      { type: 'span.outcome_evaluation_end', count: 2 },
    ],
  });
  expect(factsByKind({ sharedSeq: 0, a, b }).map((fact) => [fact.name, fact.a, fact.b])).toEqual([
    ['Self-check', '0', '4'],
    ['Call', '2', '0'],
  ]);
});

test('on a narrow axis a failure covers what lies on the same pixel; a place leads back to its event', () => {
  const kind = skeletonKinds.indexOf('agent.tool_result');
  const skeleton: Skeleton = {
    session: 's',
    from: 1,
    head: 4,
    kind: Uint8Array.of(kind, kind, kind, kind),
    flags: Uint8Array.of(0, SkeletonFlag.error, 0, 0),
    at: Float64Array.of(0, 10, 20, 1000),
    duration: new Float32Array(4),
    cost: new Float32Array(4),
    link: new Int32Array(4),
  };
  const names = (unit: 'position' | 'time', whole: number, width: number): string[] =>
    [...marksOf(skeleton, unit, whole, width)].map((mark) => marks[mark] ?? '');
  expect(names('position', 4, 2)).toEqual(['failed', 'tool']);
  expect(names('time', 1000, 4)).toEqual(['failed', 'none', 'none', 'tool']);
  expect(indexAt(skeleton, 'position', 4, 0.5)).toBe(2);
  expect(indexAt(skeleton, 'time', 1000, 0.5)).toBe(2);
  expect(indexAt(skeleton, 'time', 1000, 1)).toBe(3);
});
