/** Two processes on one session, a clock that jumps back, a disk that is full: nothing is lost, nothing is doubled. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { canStartBox } from '../box/box.ts';
import { Cleanup, until } from '../box/sandboxes.ts';
import { openArena } from './arena.ts';
import { openStage, SLOW_CALL } from './stage.ts';

const DAY_MS = 24 * 60 * 60_000;

describe.skipIf(!canStartBox)('a session on a box', { timeout: 5 * 60_000 }, () => {
  const cleanup = new Cleanup();
  afterEach(async () => {
    vi.restoreAllMocks();
    await cleanup.end();
  });

  it('that four processes reach for is driven by one at a time: each event is stored by one of them, each call runs once', async () => {
    const arena = cleanup.add(await openArena(40), (made) => made.remove());
    const { events, lives } = await arena.together('shared', [30, 5, 5, 0]);
    const stored = lives.flatMap(({ told }) => told.flatMap((line) => (line.t === 'stored' ? [line.seq] : [])));
    expect(stored.toSorted((a, b) => a - b)).toEqual(events.map(({ seq }) => seq));
    await arena.expectNothingLeft();
  });

  it('whose clock jumps back a day, while a call runs and while it waits to ask the model again, goes on at once', async () => {
    const real = Date.now.bind(Date);
    let behind = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => real() - behind);
    const stage = await openStage(cleanup, { calls: 24, pace: { slowSeconds: 2, overloadedAt: 15 } });
    const { drover, session, allMarks } = stage;
    await stage.marked(SLOW_CALL);
    behind += DAY_MS;
    for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(60_000))) {
      if (event.type === 'session.status_rescheduled') break;
    }
    behind += DAY_MS;
    const { events, lost, marks } = await stage.outcome();
    expect({ lost, marks }).toEqual({ lost: [], marks: allMarks });
    const times = events.map(({ processed_at }) => Date.parse(processed_at));
    const steps = times.map((time, index) => time - (times[index - 1] ?? time));
    expect(steps.filter((step) => step < -DAY_MS / 2)).toHaveLength(2);
    expect(drover.board.state(session).activeMs).toBeLessThan(DAY_MS);
  });

  it('whose log has no room left says so, and goes on by itself where it was once there is room', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'drover-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=700', 'tmpfs', disk]);
    cleanup.add(disk, async (path) => {
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    });
    const problems: string[] = [];
    const options = { calls: 24, pace: { slowSeconds: 2 }, dataDir: disk, problem: (what: string) => void problems.push(what) };
    const stage = await openStage(cleanup, options);
    const { drover, session, allMarks } = stage;
    await stage.marked(SLOW_CALL);
    fill(join(disk, 'fill'));
    await until('the full disk is told of', () => problems.some((what) => /disk is full/i.test(what)));
    const before = drover.log.head(session);
    expect(drover.log.verify(session)).toMatchObject({ ok: true });
    const shown = drover.board.list().find(({ id }) => id === session);
    expect(shown).toMatchObject({ status: 'rescheduling', problem: { what: expect.stringMatching(/disk is full/i) } });

    rmSync(join(disk, 'fill'));
    const { lost, marks } = await stage.outcome();
    expect(drover.log.head(session)).toBeGreaterThan(before);
    expect(problems.filter((what) => /disk is full/i.test(what))).toHaveLength(1);
    expect(drover.board.list().find(({ id }) => id === session)).toMatchObject({ status: 'idle', problem: null });
    expect({ lost, marks }).toEqual({ lost: [], marks: allMarks });
  });
});

/** Takes every byte that is left. */
function fill(file: string): void {
  const fd = openSync(file, 'w');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) writeUntilFull(fd, Buffer.alloc(size));
  } finally {
    closeSync(fd);
  }
}

function writeUntilFull(fd: number, piece: Buffer): void {
  try {
    for (;;) writeSync(fd, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // what fs throws
  }
}
