import fc from 'fast-check';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { noColumns } from '../../../shared/columns/columns.ts';
import { OUTLINED, outlineOf } from '../../../shared/columns/outline.ts';
import { SessionIndex } from '../../../shared/columns/session-index.ts';
import type { NewEvent, SessionEvent } from '../../../shared/events.ts';
import { foldAll } from '../../../shared/fold.ts';
import { skeletonKinds, SkeletonFlag, type Skeleton } from '../../../shared/skeleton.ts';
import { newSessionId } from '../ids.ts';
import { temporaryFile, temporaryLog } from '../testing.ts';
import { appendSession } from './testing-session.ts';

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

describe('an outline', () => {
  test('is of very long sessions alone, kept until they grow', { timeout: 120_000 }, async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const [short, long] = [await appendSession(log, 100), await appendSession(log, OUTLINED)];
    expect(await log.outline(short)).toBeNull();
    const made = await log.outline(long);
    const index = new SessionIndex(noColumns());
    index.take(await log.skeleton(long));
    expect(made).toEqual(outlineOf(index));
    await log.close();

    const again = temporaryLog(file);
    const kept = new Database(derivedFile(file));
    onTestFinished(() => void kept.close());
    expect(kept.prepare('SELECT session FROM outline').pluck().all()).toEqual([long]);
    expect(await again.outline(long)).toEqual(made);
    kept.prepare("UPDATE outline SET value = x'00'").run();
    expect(await again.outline(long), 'made again where it is damaged').toEqual(made);
    await again.append(long, OUTLINED, [{ type: 'session.status_running' }]);
    expect(await again.outline(long)).toMatchObject({ length: OUTLINED + 1 });
  });
});

describe('a skeleton', () => {
  test('has the columns of the events, computed or kept, over the borders of blocks', { timeout: 60_000 }, async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const session = await appendSession(log, 9_000);
    const plain = plainSkeleton(log.getEvents(session));
    const computed = await log.skeleton(session);
    expect(computed).toEqual({ session, from: 1, head: 9_000, ...plain });
    await log.close();
    expect(existsSync(derivedFile(file))).toBe(true);
    const kept = await temporaryLog(file).skeleton(session);
    expect(kept).toEqual(computed);
  });

  test('begins where it is asked to, and links to what is before that', { timeout: 60_000 }, async () => {
    const log = temporaryLog();
    const session = await appendSession(log, 5_000);
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

  test('comes in pieces, each up to where it is asked to go', { timeout: 60_000 }, async () => {
    const log = temporaryLog();
    const parent = await appendSession(log, 5_000);
    const { session } = await log.fork(parent, 4_500, [{ type: 'session.status_running' }, { type: 'session.status_running' }]);
    const whole = await log.skeleton(session);
    const kinds: number[] = [];
    for (let from = 1; from <= 4_502; from += 1_500) {
      const { kind, head, at } = await log.skeleton(session, from, from + 1_499);
      expect([head, at[0]]).toEqual([4_502, whole.at[from - 1]]);
      kinds.push(...kind);
    }
    expect(kinds).toEqual([...whole.kind]);
    expect((await log.skeleton(session, 4_503, 9_000)).kind).toHaveLength(0);
  });

  test('of no session is empty', async () => {
    expect(await temporaryLog().skeleton(newSessionId())).toMatchObject({ head: 0, kind: new Uint8Array() });
  });
});

describe('a state', () => {
  test('is that of the whole fold, anywhere, in any order, whatever is kept', { timeout: 60_000 }, async () => {
    const file = temporaryFile();
    let log = temporaryLog(file);
    const session = await appendSession(log, 2_600);
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

describe('a fork', () => {
  test('of a fork of a fork is what its own events say, whatever is kept of whom', { timeout: 120_000 }, async () => {
    const file = temporaryFile();
    let log = temporaryLog(file);
    const sessions = [await appendSession(log, 4_400)];
    const own: NewEvent[] = [
      { type: 'user.message', content: [{ type: 'text', text: 'another way' }] },
      { type: 'session.status_running' },
    ];
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('fork' as const),
        of: fc.nat(),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        grow: fc.nat({ max: 150 }),
      }),
      fc.record({ kind: fc.constant('look' as const), of: fc.nat(), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ kind: fc.constant('reopen' as const), deleted: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        for (const next of steps) {
          if (next.kind === 'reopen') {
            await log.close();
            if (next.deleted) rmSync(derivedFile(file), { force: true });
            log = temporaryLog(file);
            continue;
          }
          const session = sessions[next.of % sessions.length] ?? '';
          const seq = Math.max(1, Math.ceil(next.at * log.head(session)));
          if (next.kind === 'look') {
            expect(log.stateAt(session, seq)).toEqual(foldAll(log.getEvents(session, { to: seq })));
            continue;
          }
          const { session: fork } = await log.fork(session, seq, own);
          sessions.push(fork);
          for (let left = next.grow; left > 0; left -= 2) await log.append(fork, log.head(fork), own);
          const events = log.getEvents(fork);
          const plain = plainSkeleton(events);
          for (let i = 0; i < seq; i += 1) plain.flags[i] = (plain.flags[i] ?? 0) | SkeletonFlag.inherited;
          expect(await log.skeleton(fork)).toEqual({ session: fork, from: 1, head: events.length, ...plain });
          expect(log.stateAt(fork)).toEqual(foldAll(events));
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe('the derived file', () => {
  test('may be damaged, foreign or of another log', { timeout: 60_000 }, async () => {
    const file = temporaryFile();
    const first = temporaryLog(file);
    const session = await appendSession(first, 4_200);
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
    const otherSession = await appendSession(otherLog, 4_200);
    const events = otherLog.getEvents(otherSession);
    expect(otherLog.stateAt(otherSession, 1_100)).toEqual(foldAll(events.slice(0, 1_100)));
    expect((await otherLog.skeleton(otherSession)).at).toEqual(plainSkeleton(events).at);
  });

  test('may go while the log is open', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const session = await appendSession(log, 4_200);
    const skeleton = await log.skeleton(session);
    const state = log.stateAt(session, 3_000);
    for (const end of ['', '-wal', '-shm']) rmSync(derivedFile(file) + end, { force: true });
    expect(await log.skeleton(session)).toEqual(skeleton);
    expect(log.stateAt(session, 3_000)).toEqual(state);
  });
});
