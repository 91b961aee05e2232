import { expect, test } from 'vitest';
import { SkeletonFlag } from '../../../../shared/skeleton.ts';
import { indexFrom, type Line } from '../../../../shared/columns/testing-columns.ts';
import { samplesOf } from '../../../../shared/columns/samples.ts';
import { drawStrip, type Lanes, type Palette } from './draw.ts';

const palette: Palette = { you: 1, model: 2, tools: 3, checks: 4, failed: 5, passed: 6, lost: 7, box: 8, cost: 9 };
const lane = (n: number) => ({ top: n * 4, height: 4 });
const lanes: Lanes = { you: lane(0), model: lane(1), tools: lane(2), checks: lane(3), box: lane(4), cost: lane(5) };
const names = ['you', 'model', 'tools', 'checks', 'box', 'cost'] as const;

/** The colour in the middle of each lane, a digit a pixel; `.` where there is nothing. */
function drawn(lines: readonly Line[], axis: 'position' | 'time', width: number, from: number, to: number): Record<string, string> {
  const picture = { pixels: new Uint32Array(width * 24), width, height: 24 };
  drawStrip(picture, samplesOf(indexFrom(lines), axis, { from, to }, width), lanes, palette);
  const middle = (n: number): string =>
    Array.from({ length: width }, (_, x) =>
      picture.pixels[(n * 4 + 2) * width + x]! >>> 24 === 0 ? '.' : String(picture.pixels[(n * 4 + 2) * width + x]! & 0xff),
    ).join('');
  return Object.fromEntries(names.map((name, n) => [name, middle(n)]));
}

const session: Line[] = [
  ['user.message'],
  ['sandbox.provisioned'],
  ['span.model_request_start', { link: 5 }],
  ['agent.tool_use', { link: 6 }],
  ['span.model_request_end', { link: 3, cost: 1 }],
  ['agent.tool_result', { link: 4, flags: SkeletonFlag.error }],
  ['sandbox.lost', { flags: SkeletonFlag.lost }],
  ['span.outcome_evaluation_start', { link: 9 }],
  ['span.outcome_evaluation_end', { link: 8, flags: SkeletonFlag.passed }],
  ['verdict.started', { link: 11 }],
  ['verdict.ended', { link: 10, flags: SkeletonFlag.failed }],
];

test('by position each event has its place in its lane, and what failed is marked', () => {
  expect(drawn(session, 'position', 11, 0, 11)).toEqual({
    you: '1..........',
    model: '..222......',
    tools: '...335.....',
    checks: '.......4645',
    // Made, lost, and after that it is not there any more.
    box: '.88888788..',
    cost: '....9999999',
  });
});

test('a failure among very many is still seen', () => {
  const many: Line[] = Array.from({ length: 5000 }, (_, i): Line => ['agent.tool_result', { flags: i === 2500 ? SkeletonFlag.error : 0 }]);
  expect(drawn(many, 'position', 10, 0, 5000)['tools']).toBe('3333353333');
});

test('by time what lasted is as wide as it lasted, its end a pixel more', () => {
  const lines: Line[] = [
    ['span.model_request_start', { at: 0, link: 2 }],
    ['span.model_request_end', { at: 5000, link: 1 }],
    ['user.message', { at: 9000 }],
  ];
  const { model, you } = drawn(lines, 'time', 10, 0, 10_000);
  expect(model).toBe('2222222...');
  expect(you).toBe('.........1');
});
