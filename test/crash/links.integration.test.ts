/** The line to the box cut, stalled and throttled in the middle of sessions: they end as if nothing had been. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrover, type Drover } from '../../src/main/app/drover.ts';
import { REHEARSAL } from '../../src/main/app/providers.ts';
import { canStartBox, startBox, type Box } from '../box/box.ts';
import { startProxy, type LinkFault, type Proxy } from '../box/proxy.ts';
import { Cleanup } from '../box/sandboxes.ts';
import { alike } from './alike.ts';
import { targetOf } from './arena.ts';
import { expectRanOnce, expectSound } from './audit.ts';
import { makeGround, MODEL, SLUG, type Ground } from './ground.ts';

/** Points of the conversation at which the line is cut; more make a longer soak. */
const CUTS = Number(process.env['DROVER_LINK_CUTS'] ?? 50);
const CUTS_A_SESSION = 10;
const CALLS = 30;
const LIMIT_MS = 10 * 60_000;

interface Ended {
  events: string[];
  sent: number;
  received: number;
}

describe.skipIf(!canStartBox)('a bad line to the box', { timeout: LIMIT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-links-'));
  const boxes: Box[] = [];
  let ground: Ground;
  let undisturbed: Ended;
  beforeAll(async () => {
    boxes.push(await startBox(), await startBox());
    ground = makeGround(folder, CALLS, { bulkBytes: 20_000 });
    undisturbed = await session('undisturbed', boxAt(0), () => {});
  }, LIMIT_MS);
  afterAll(async () => {
    for (const box of boxes) await box.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One for each of the two that run at once. */
  function boxAt(lane: number): Box {
    const box = boxes[lane];
    if (box === undefined) throw new Error('no box');
    return box;
  }

  /** A whole session over a line of its own, from the dispatch to its verdict: even the hand is not there before. */
  async function session(name: string, box: Box, disturb: (proxy: Proxy) => void): Promise<Ended> {
    const cleanup = new Cleanup();
    try {
      rmSync(join(box.home, '.drover', 'hand'), { recursive: true, force: true });
      const proxy = cleanup.add(await startProxy(box), (made) => made.close());
      disturb(proxy);
      const drover = cleanup.add(await openDrover(optionsIn(join(folder, name))), (made) => made.close());
      aim(drover, box, proxy, join(folder, `${name}.known_hosts`));
      const choice = { project: ground.project, slug: SLUG, provider: REHEARSAL, model: MODEL, target: 'box' };
      const id = await drover.dispatch(choice);
      await drover.drive(id);
      expect(drover.board.state(id)).toMatchObject({ problem: null, stopReason: { type: 'end_turn' }, verdict: { passed: true } });
      const { sent, received, faults } = proxy;
      expect(faults).toEqual([]);
      const events = alike(expectSound(drover, id));
      await expectRanOnce(drover, id, ground);
      expect(await (await drover.targets.get('box')).list()).toEqual([]);
      return { events, sent, received };
    } finally {
      await cleanup.end();
    }
  }

  const optionsIn = (dataDir: string) => ({ dataDir, resources: ground.resources, cipher: null, hurry: true });

  function aim(drover: Drover, box: Box, { port }: Proxy, knownHostsFile: string): void {
    writeFileSync(knownHostsFile, readFileSync(box.knownHosts, 'utf8').replace(`]:${box.port} `, `]:${port} `));
    const target = { ...targetOf(box), port, knownHostsFile };
    drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets, target] }));
  }

  const points = Array.from({ length: CUTS }, (_, index) => index);
  const rows = Math.ceil(CUTS / CUTS_A_SESSION);
  /** Every row has cuts from the beginning to the end, turn about in both directions. */
  const cutsOf = (row: number): LinkFault[] =>
    points
      .filter((index) => index % rows === row)
      .map((index, turn) => {
        const towards = (turn + row) % 2 === 0 ? 'client' : 'server';
        const whole = towards === 'client' ? undisturbed.received : undisturbed.sent;
        return { towards, atByte: Math.floor(((index + 0.5) / CUTS) * whole), kind: 'cut' };
      });

  it(`cut at ${CUTS} points, in both directions: the same events, the same files, the same verdict`, async () => {
    const left = Array.from({ length: rows }, (_, row) => row);
    const lane = async (box: Box): Promise<void> => {
      for (let row = left.shift(); row !== undefined; row = left.shift()) {
        const faults = cutsOf(row);
        const { events } = await session(`cut-${row}`, box, (proxy) => (proxy.faults = faults));
        expect(events, `cut at ${JSON.stringify(faults)}`).toEqual(undisturbed.events);
      }
    };
    await Promise.all(boxes.map(lane));
  });

  it('stalled without a word, early and late: the silence is noticed, and the session ends the same', async () => {
    const at = (share: number, towards: LinkFault['towards']): LinkFault => {
      const whole = towards === 'client' ? undisturbed.received : undisturbed.sent;
      return { towards, atByte: Math.floor(share * whole), kind: 'stall' };
    };
    const faults = [at(0.02, 'client'), at(0.3, 'server'), at(0.6, 'client'), at(0.9, 'server')];
    const { events } = await session('stalled', boxAt(0), (proxy) => (proxy.faults = faults));
    expect(events).toEqual(undisturbed.events);
  });

  it('throttled and far away: the session ends the same', async () => {
    const { events } = await session('throttled', boxAt(0), (proxy) => Object.assign(proxy, { bytesPerSecond: 200_000, delayMs: 20 }));
    expect(events).toEqual(undisturbed.events);
  });
});
