import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appendSession } from '../../src/main/log/derived/testing-session.ts';
import { temporaryFile, temporaryLog } from '../../src/main/log/testing.ts';
import { createBoard } from '../../src/main/sessions/board.ts';
import type { Problem } from '../../src/shared/problem.ts';
import type { SessionSummary } from '../../src/shared/summary.ts';

const noProblem = (problem: Problem): void => expect.fail(problem.what);

test('a start does not wait for a long session that is folded for the first time', { timeout: 60_000 }, async () => {
  const file = temporaryFile();
  const before = temporaryLog(file);
  const long = await appendSession(before, 7_000);
  const short = await appendSession(before, 50);
  await before.close();
  rmSync(join(dirname(file), 'derived.db'), { force: true });

  const log = temporaryLog(file);
  const board = createBoard(log, noProblem);
  onTestFinished(() => board.close());
  const told: SessionSummary[] = [];
  board.onChange((summary) => told.push(summary));
  // It is in the list from its first events on, as one that is still read.
  const listed = new Map(board.list().map(({ id, readTo }) => [id, readTo]));
  expect(listed.get(short)).toBeNull();
  expect(listed.get(long)).toBeGreaterThan(0);
  await board.ready();
  expect(told[0]).toMatchObject({ id: long, head: 7_000, column: 'reading' });
  expect(told.map(({ readTo }) => readTo ?? 7_000)).toEqual(told.map(({ readTo }) => readTo ?? 7_000).toSorted((a, b) => a - b));
  expect(told.filter(({ readTo }) => readTo === null)).toMatchObject([{ id: long, head: 7_000 }]);
  expect(new Set(board.list().map(({ id }) => id))).toEqual(new Set([short, long]));
  expect(log.stateLag(long)).toBe(0);
});

test('a session that grows while it is folded is told whole', { timeout: 60_000 }, async () => {
  const file = temporaryFile();
  const before = temporaryLog(file);
  const long = await appendSession(before, 6_000);
  await before.close();
  rmSync(join(dirname(file), 'derived.db'), { force: true });

  const log = temporaryLog(file);
  const board = createBoard(log, noProblem);
  onTestFinished(() => board.close());
  const heads: number[] = [];
  board.onChange(({ head }) => heads.push(head));
  expect(board.list()).toMatchObject([{ id: long, column: 'reading' }]);
  await log.append(long, 6_000, [{ type: 'session.status_running' }]);
  await board.ready();
  expect(heads.at(-1)).toBe(6_001);
  expect(board.state(long).head).toBe(6_001);
});

test('a session that cannot be read is told of once, and takes no other with it', async () => {
  const log = temporaryLog(temporaryFile());
  const [bad, good] = [await appendSession(log, 10), await appendSession(log, 10)];
  const problems: Problem[] = [];
  const stateAt = (session: string, seq?: number) => {
    if (session === bad) throw new Error('not a state');
    return log.stateAt(session, seq);
  };
  const board = createBoard({ ...log, stateAt }, (problem) => problems.push(problem));
  onTestFinished(() => board.close());
  expect(board.list().map(({ id }) => id)).toEqual([good]);
  expect(board.list()).toHaveLength(1);
  expect(problems).toMatchObject([{ where: `reading session ${bad}` }]);
});
