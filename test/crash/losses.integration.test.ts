/** What a box can lose while a session runs on it: the session goes on by itself to its verdict, and says what it does not know. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../src/shared/events.ts';
import { canStartBox, type Box } from '../box/box.ts';
import { killHand } from '../box/hands.ts';
import { Cleanup } from '../box/sandboxes.ts';
import { numberOf, openStage, SLOW_CALL, type Outcome, type Stage } from './stage.ts';

const LIMIT_MS = 4 * 60_000;

describe.skipIf(!canStartBox)('a session on a box that loses', { timeout: LIMIT_MS }, () => {
  const cleanup = new Cleanup();
  let stage: Stage;
  let box: Box;
  beforeEach(async () => {
    stage = await openStage(cleanup, { calls: 18, pace: { slowSeconds: 6 } });
    ({ box } = stage);
    await stage.marked(SLOW_CALL);
    await stage.collected();
  });
  afterEach(() => cleanup.end());

  const typesOf = (events: readonly SessionEvent[]): string[] => events.map(({ type }) => type);

  it('its SSH server for 30 s: nothing at all', async () => {
    await box.stop();
    await sleep(30_000);
    await box.start();
    const { events, lost, marks } = await stage.outcome();
    expect({ lost, marks }).toEqual({ lost: [], marks: stage.allMarks });
    expect(typesOf(events)).not.toContain('sandbox.lost');
  });

  it('the processes of a call: the model reads what ended them, and goes on', async () => {
    const hands = new Set(await handPids());
    for (const pid of await box.processesOfUser()) if (!hands.has(pid)) process.kill(pid, 'SIGKILL');
    const { events, lost, marks } = await stage.outcome();
    expect({ lost, marks }).toEqual({ lost: [], marks: stage.allMarks.filter((mark) => mark !== `${SLOW_CALL} ended`) });
    expect(resultOf(events, SLOW_CALL)).toMatchObject({ is_error: true, content: [{ text: expect.stringContaining('SIGKILL') }] });
  });

  it('the hand: the call is reported lost and not run again, the files are those that were there', async () => {
    await killHand(box.home);
    const { events, lost, marks } = await stage.outcome();
    expect(lost).toEqual([SLOW_CALL]);
    expect(marks).toEqual(stage.allMarks.filter((mark) => mark !== `${SLOW_CALL} ended`));
    expect(typesOf(events)).not.toContain('sandbox.lost');
  });

  it('the folder of its sandbox: the sandbox is replaced, and the model is told what may be missing', async () => {
    for (const folder of stage.folders()) rmSync(folder, { recursive: true, force: true });
    await expectReplaced(await stage.outcome());
  });

  it('the box itself, to a reboot: the sandbox is replaced, and the model is told what may be missing', async () => {
    await box.stop();
    await box.killProcessesOfUser();
    for (const folder of stage.folders()) {
      const meta = join(folder, 'meta.json');
      writeFileSync(meta, JSON.stringify({ ...(JSON.parse(readFileSync(meta, 'utf8')) as object), boot: 'an-earlier-boot' }));
    }
    await box.start();
    await expectReplaced(await stage.outcome());
  });

  /** The slow call's files went with the sandbox; of the call after it nobody can say whether it was begun. All else is there, once. */
  async function expectReplaced({ events, lost, marks }: Outcome): Promise<void> {
    expect(lost.length).toBeGreaterThan(0);
    expect([SLOW_CALL, SLOW_CALL + 1]).toEqual(expect.arrayContaining(lost));
    const gone = new Set([SLOW_CALL, ...lost]);
    expect(marks).toEqual(stage.allMarks.filter((mark) => !gone.has(Number.parseInt(mark, 10))));
    const at = events.findIndex(({ type }) => type === 'sandbox.lost');
    const told = events.find((event, index) => index > at && event.type === 'system.message');
    expect(events.find((event, index) => index > at && event.type === 'sandbox.provisioned')).toBeDefined();
    const text = expect.stringContaining('Your sandbox was lost and has been replaced. Its files are those of the last snapshot');
    expect(told).toMatchObject({ content: [{ text }] });
  }

  /** The hand and its bubblewrap, as process lists name them. */
  async function handPids(): Promise<number[]> {
    const pids = await box.processesOfUser();
    return pids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('serve'));
  }
});

function resultOf(events: readonly SessionEvent[], call: number): SessionEvent | undefined {
  const use = events.find((event) => event.type === 'agent.tool_use' && event.name === 'bash' && numberOf(event.input) === call);
  return events.find((event) => event.type === 'agent.tool_result' && event.tool_use_id === use?.id);
}
