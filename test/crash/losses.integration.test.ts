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
    stage = await openStage(cleanup, { calls: 24, pace: { slowSeconds: 3 } });
    ({ box } = stage);
    await stage.marked(SLOW_CALL);
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
    // The slow call ends in a folder that is not there any more; the next one hears that its sandbox is gone.
    await expectReplaced(await stage.outcome(), [SLOW_CALL + 1]);
  });

  it('the box itself, to a reboot: the sandbox is replaced, and the model is told what may be missing', async () => {
    await box.stop();
    await box.killProcessesOfUser();
    for (const folder of stage.folders()) {
      const meta = join(folder, 'meta.json');
      writeFileSync(meta, JSON.stringify({ ...(JSON.parse(readFileSync(meta, 'utf8')) as object), boot: 'an-earlier-boot' }));
    }
    await box.start();
    // The slow call died with the machine; of the next one nobody can say whether its claim went with the power.
    await expectReplaced(await stage.outcome(), [SLOW_CALL, SLOW_CALL + 1]);
  });

  async function expectReplaced({ events, lost, marks }: Outcome, lostCalls: number[]): Promise<void> {
    expect(lost).toEqual(lostCalls);
    const at = events.findIndex(({ type }) => type === 'sandbox.lost');
    const provisioned = events.findIndex(({ type }, index) => index > at && type === 'sandbox.provisioned');
    expect(at).toBeGreaterThan(0);
    expect(events[provisioned + 1]).toMatchObject({
      type: 'system.message',
      content: [{ text: expect.stringContaining('Your sandbox was lost and has been replaced') }],
    });
    // What was done after it is there, each once.
    expect(marks).toEqual(expect.arrayContaining(stage.allMarks.filter((mark) => Number.parseInt(mark, 10) > SLOW_CALL + 1)));
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
