/** What a box can lose while a session runs on it: the session goes on by itself to its verdict, and says what it does not know. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDrover, type Drover } from '../../src/main/drover.ts';
import { REHEARSAL } from '../../src/main/providers.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import { canStartBox, startBox, type Box } from '../box/box.ts';
import { killHand } from '../box/hands.ts';
import { Cleanup, until } from '../box/sandboxes.ts';
import { targetOf } from './arena.ts';
import { expectSound, filesOf } from './audit.ts';
import { makeGround, MODEL, SLUG, type Ground } from './ground.ts';
import { MARKS } from './script.ts';

const CALLS = 24;
const SLOW_SECONDS = 3;
/** The first call that takes so long that something can happen to it. */
const SLOW_CALL = 10;
const LIMIT_MS = 4 * 60_000;

describe.skipIf(!canStartBox)('a session on a box that loses', { timeout: LIMIT_MS }, () => {
  const cleanup = new Cleanup();
  let box: Box;
  let ground: Ground;
  let drover: Drover;
  let session: string;
  let ended: Promise<unknown>;

  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drover-losses-'));
    cleanup.add(folder, async (path) => rmSync(path, { recursive: true, force: true }));
    box = cleanup.add(await startBox(), (made) => made.remove());
    ground = makeGround(folder, CALLS, { slowSeconds: SLOW_SECONDS, bulkBytes: 20_000 });
    const options = { dataDir: join(folder, 'data'), resources: ground.resources, cipher: null, hurry: true };
    drover = cleanup.add(await openDrover(options), (made) => made.close());
    drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets, targetOf(box)] }));
    const choice = { project: ground.project, slug: SLUG, provider: REHEARSAL, model: MODEL, target: 'box' };
    session = await drover.dispatch(choice);
    ended = drover.drive(session);
    await until('the slow call has left its mark', () => marksOnBox().includes(`${SLOW_CALL}`), 120_000);
  });
  afterEach(() => cleanup.end());

  /** Of the workers' sandboxes. */
  function folders(): string[] {
    const root = join(box.home, '.drover', 'sandboxes', drover.settings.get().installation);
    const names = existsSync(root) ? readdirSync(root).filter((name) => name.startsWith('sbx_')) : [];
    return names.map((name) => join(root, name));
  }

  function marksOnBox(): string[] {
    const file = folders()
      .map((folder) => join(folder, 'workspace', MARKS))
      .find((path) => existsSync(path));
    return file === undefined ? [] : readFileSync(file, 'utf8').split('\n');
  }

  interface Outcome {
    events: SessionEvent[];
    /** Numbers of the calls that the log reports as lost. */
    lost: number[];
    marks: string[];
  }

  /** The verdict is passed, the log sound, no mark was made twice, and nothing of ours stays on the box. */
  async function outcome(): Promise<Outcome> {
    await ended;
    expect(drover.board.state(session)).toMatchObject({ problem: null, stopReason: { type: 'end_turn' }, verdict: { passed: true } });
    const events = expectSound(drover, session);
    const marks = (await filesOf(drover, session)).read(MARKS).trimEnd().split('\n');
    expect(new Set(marks).size).toBe(marks.length);
    expect(await (await drover.targets.get('box')).list()).toEqual([]);
    await until('no process of the user is left', async () => (await box.processesOfUser()).length === 0);
    const lostIds = new Set(events.flatMap((event) => (event.type === 'agent.tool_result' && event.lost ? [event.tool_use_id] : [])));
    const lost = events.flatMap((event) => (event.type === 'agent.tool_use' && lostIds.has(event.id) ? [numberOf(event.input)] : []));
    return { events, lost, marks };
  }

  const typesOf = (events: readonly SessionEvent[]): string[] => events.map(({ type }) => type);
  const allMarks = (): string[] => ground.marks.trimEnd().split('\n');

  it('its SSH server for 30 s: nothing at all', async () => {
    await box.stop();
    await sleep(30_000);
    await box.start();
    const { events, lost, marks } = await outcome();
    expect({ lost, marks }).toEqual({ lost: [], marks: allMarks() });
    expect(typesOf(events)).not.toContain('sandbox.lost');
  });

  it('the processes of a call: the model reads what ended them, and goes on', async () => {
    const hands = new Set(await handPids());
    for (const pid of await box.processesOfUser()) if (!hands.has(pid)) process.kill(pid, 'SIGKILL');
    const { events, lost, marks } = await outcome();
    expect({ lost, marks }).toEqual({ lost: [], marks: allMarks().filter((mark) => mark !== `${SLOW_CALL} ended`) });
    expect(resultOf(events, SLOW_CALL)).toMatchObject({ is_error: true, content: [{ text: expect.stringContaining('SIGKILL') }] });
  });

  it('the hand: the call is reported lost and not run again, the files are those that were there', async () => {
    await killHand(box.home);
    const { events, lost, marks } = await outcome();
    expect(lost).toEqual([SLOW_CALL]);
    expect(marks).toEqual(allMarks().filter((mark) => mark !== `${SLOW_CALL} ended`));
    expect(typesOf(events)).not.toContain('sandbox.lost');
  });

  it('the folder of its sandbox: the sandbox is replaced, and the model is told what may be missing', async () => {
    for (const folder of folders()) rmSync(folder, { recursive: true, force: true });
    // The slow call ends in a folder that is not there any more; the next one hears that its sandbox is gone.
    await expectReplaced(await outcome(), [SLOW_CALL + 1]);
  });

  it('the box itself, to a reboot: the sandbox is replaced, and the model is told what may be missing', async () => {
    await box.stop();
    await box.killProcessesOfUser();
    for (const folder of folders()) {
      const meta = join(folder, 'meta.json');
      writeFileSync(meta, JSON.stringify({ ...(JSON.parse(readFileSync(meta, 'utf8')) as object), boot: 'an-earlier-boot' }));
    }
    await box.start();
    // The slow call died with the machine; of the next one nobody can say whether its claim went with the power.
    await expectReplaced(await outcome(), [SLOW_CALL, SLOW_CALL + 1]);
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
    expect(marks).toEqual(expect.arrayContaining(allMarks().filter((mark) => Number.parseInt(mark, 10) > SLOW_CALL + 1)));
  }

  /** The hand and its bubblewrap, as process lists name them. */
  async function handPids(): Promise<number[]> {
    const pids = await box.processesOfUser();
    return pids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('serve'));
  }
});

/** The number that a call's command writes. */
function numberOf(input: Record<string, unknown>): number {
  return Number(/echo (\d+)/.exec(String(input['command']))?.[1]);
}

function resultOf(events: readonly SessionEvent[], call: number): SessionEvent | undefined {
  const use = events.find((event) => event.type === 'agent.tool_use' && event.name === 'bash' && numberOf(event.input) === call);
  return events.find((event) => event.type === 'agent.tool_result' && event.tool_use_id === use?.id);
}
