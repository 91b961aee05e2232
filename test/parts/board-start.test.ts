import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appendSession } from '../../src/main/log/derived/testing-session.ts';
import { temporaryFile, temporaryLog } from '../../src/main/log/testing.ts';
import { createBoard } from '../../src/main/sessions/board.ts';
import type { SessionSummary } from '../../src/shared/summary.ts';

test('a start does not wait for a long session that is folded for the first time', { timeout: 60_000 }, async () => {
  const file = temporaryFile();
  const before = temporaryLog(file);
  const long = await appendSession(before, 7_000);
  const short = await appendSession(before, 50);
  await before.close();
  rmSync(join(dirname(file), 'derived.db'), { force: true });

  const log = temporaryLog(file);
  const board = createBoard(log);
  onTestFinished(() => board.close());
  const told: SessionSummary[] = [];
  board.onChange((summary) => told.push(summary));
  expect(board.list().map(({ id }) => id)).toEqual([short]);
  await board.ready();
  expect(told.map(({ id, head }) => [id, head])).toEqual([[long, 7_000]]);
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
  const board = createBoard(log);
  onTestFinished(() => board.close());
  const heads: number[] = [];
  board.onChange(({ head }) => heads.push(head));
  expect(board.list()).toEqual([]);
  await log.append(long, 6_000, [{ type: 'session.status_running' }]);
  await board.ready();
  expect(heads.at(-1)).toBe(6_001);
  expect(board.state(long).head).toBe(6_001);
});
