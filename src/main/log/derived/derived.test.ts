import fc from 'fast-check';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events.ts';
import { foldAll } from '../../../shared/fold.ts';
import { skeletonKinds, SkeletonFlag, type Skeleton } from '../../../shared/skeleton.ts';
import { newEventId, newSessionId } from '../ids.ts';
import type { Log } from '../log.ts';
import { temporaryFile, temporaryLog } from '../testing.ts';
import { sessionEvents } from './testing-session.ts';

async function longSession(log: Log, count: number): Promise<string> {
  const session = newSessionId();
  const ids = new Map<string, string>();
  const id = (name: string): string => {
    const known = ids.get(name) ?? newEventId();
    ids.set(name, known);
    return known;
  };
  await log.append(session, 0, sessionEvents(count, id));
  return session;
}

/** The columns as one would write them down from the events, without a thought for time. */
function plainSkeleton(events: readonly SessionEvent[]): Omit<Skeleton, 'session' | 'from' | 'head'> {
  const find = (id: string) => events.find((event) => event.id === id)?.seq ?? 0;
  const newest = (type: string, before: number) => events.findLast((event) => event.type === type && event.seq < before)?.seq ?? 0;
  const judged = (passed: boolean) => (passed ? SkeletonFlag.passed : SkeletonFlag.failed);
  const rows = events.map((event) => {
    const row = { flags: 0, duration: 0, cost: 0, link: 0, ends: false };
    switch (event.type) {
      case 'agent.tool_result':
        return {
          ...row,
          flags: Number(event.is_error) | (event.lost ? 2 : 0),
          duration: event.duration_ms,
          link: find(event.tool_use_id),
          ends: true,
        };
      case 'span.model_request_end':
        return {
          ...row,
          flags: Number(event.is_error),
          duration: event.duration_ms,
          cost: event.cost_usd,
          link: find(event.model_request_start_id),
          ends: true,
        };
      case 'span.outcome_evaluation_ongoing':
        return {
          ...row,
          flags: judged(event.criterion.passed),
          duration: event.criterion.evidence.durationMs,
          link: newest('span.outcome_evaluation_start', event.seq),
        };
      case 'span.outcome_evaluation_end': {
        const link = find(event.outcome_evaluation_start_id);
        const duration = Date.parse(event.processed_at) - Date.parse(events[link - 1]?.processed_at ?? '');
        return { ...row, flags: judged(event.result === 'satisfied'), duration, link, ends: true };
      }
      case 'verdict.check':
        return {
          ...row,
          flags: judged(event.criterion.passed),
          duration: event.criterion.evidence.durationMs,
          link: newest('verdict.started', event.seq),
        };
      case 'verdict.ended':
        return { ...row, flags: judged(event.passed), duration: event.duration_ms, link: newest('verdict.started', event.seq), ends: true };
      default:
        return row;
    }
  });
  const link = rows.map((row) => row.link);
  rows.forEach((row, i) => {
    if (row.ends && row.link > 0) link[row.link - 1] = i + 1;
  });
  return {
    kind: Uint8Array.from(events, ({ type }) => skeletonKinds.indexOf(type)),
    flags: Uint8Array.from(rows, ({ flags }) => flags),
    at: Float64Array.from(events, ({ processed_at }) => Date.parse(processed_at)),
    duration: Float32Array.from(rows, ({ duration }) => duration),
    cost: Float32Array.from(rows, ({ cost }) => cost),
    link: Int32Array.from(link),
  };
}

const derivedFile = (file: string): string => join(dirname(file), 'derived.db');

describe('a skeleton', () => {
  test('has the columns of the events, computed or kept, over the borders of blocks', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const session = await longSession(log, 9_000);
    const plain = plainSkeleton(log.getEvents(session));
    const computed = await log.skeleton(session);
    expect(computed).toEqual({ session, from: 1, head: 9_000, ...plain });
    await log.close();
    expect(existsSync(derivedFile(file))).toBe(true);
    const kept = await temporaryLog(file).skeleton(session);
    expect(kept).toEqual(computed);
  });

  test('begins where it is asked to, and links to what is before that', async () => {
    const log = temporaryLog();
    const session = await longSession(log, 5_000);
    const events = log.getEvents(session);
    const whole = plainSkeleton(events);
    for (const from of [1, 2, 4_095, 4_096, 4_097, 4_999, 5_000]) {
      const { flags, link, head, at } = await log.skeleton(session, from);
      expect(head).toBe(5_000);
      expect([flags.length, at[0]]).toEqual([5_001 - from, whole.at[from - 1]]);
      // A call before `from` is not there to be linked; everything else is.
      expect([...link]).toEqual([...whole.link.slice(from - 1)]);
    }
    expect((await log.skeleton(session, 5_001)).kind).toHaveLength(0);
  });

  test('of no session is empty', async () => {
    expect(await temporaryLog().skeleton(newSessionId())).toMatchObject({ head: 0, kind: new Uint8Array() });
  });
});

describe('a state', () => {
  test('is that of the whole fold, anywhere, in any order, whatever is kept', { timeout: 60_000 }, async () => {
    const file = temporaryFile();
    let log = temporaryLog(file);
    const session = await longSession(log, 2_600);
    const events = log.getEvents(session);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2_700 }), { maxLength: 8 }),
        fc.constantFrom('go on', 'reopen', 'delete'),
        async (seqs, then) => {
          for (const seq of seqs) expect(log.stateAt(session, seq)).toEqual(foldAll(events.slice(0, seq)));
          expect(log.stateAt(session)).toEqual(foldAll(events));
          if (then === 'go on') return;
          await log.close();
          if (then === 'delete') rmSync(derivedFile(file), { force: true });
          log = temporaryLog(file);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('of no session is the first of all', () => {
    expect(temporaryLog().stateAt(newSessionId()).head).toBe(0);
  });
});

describe('the derived file', () => {
  test('may be damaged, foreign or of another log', async () => {
    const file = temporaryFile();
    const first = temporaryLog(file);
    const session = await longSession(first, 4_200);
    const skeleton = await first.skeleton(session);
    const state = first.stateAt(session);
    await first.close();
    const good = readFileSync(derivedFile(file));
    const damaged = Buffer.from(good);
    damaged.fill(7, 100);
    for (const content of [Buffer.from('not a database'), damaged, good.subarray(0, good.length / 2), Buffer.alloc(0)]) {
      writeFileSync(derivedFile(file), content);
      const log = temporaryLog(file);
      for (let again = 0; again < 2; again += 1) {
        expect(await log.skeleton(session)).toEqual(skeleton);
        expect(log.stateAt(session)).toEqual(state);
      }
      await log.close();
      const reopened = temporaryLog(file);
      expect(reopened.stateAt(session)).toEqual(state);
      await reopened.close();
    }

    const other = temporaryFile();
    const otherLog = temporaryLog(other);
    writeFileSync(derivedFile(other), good);
    const otherSession = await longSession(otherLog, 4_200);
    const events = otherLog.getEvents(otherSession);
    expect(otherLog.stateAt(otherSession, 1_100)).toEqual(foldAll(events.slice(0, 1_100)));
    expect((await otherLog.skeleton(otherSession)).at).toEqual(plainSkeleton(events).at);
  });

  test('may go while the log is open', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const session = await longSession(log, 4_200);
    const skeleton = await log.skeleton(session);
    const state = log.stateAt(session, 3_000);
    for (const end of ['', '-wal', '-shm']) rmSync(derivedFile(file) + end, { force: true });
    expect(await log.skeleton(session)).toEqual(skeleton);
    expect(log.stateAt(session, 3_000)).toEqual(state);
  });
});
