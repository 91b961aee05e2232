/** A session of a million events in the real window: how soon it is drawn, how smoothly it is scrubbed, what the window holds. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { openLog } from '../src/main/log/log.ts';
import { writeLongSession } from '../test/sessions/long-session.ts';
import { forgetFrames, frameIntervals, watchFrames } from './support/frame-intervals.ts';
import { median, quantile, type Row } from './support/row.ts';

const EVENTS = 1_000_000;
const FEW = 1000;
const OPENINGS = 5;
const MOVES = 600;
const GOAL = { paintMs: 300, framesPerSecond: 55, rendererMB: 300 };

interface Screen {
  paintMs: number[];
  /** Until every event can be gone to. */
  readMs: number[];
  frameMs: number[];
  rendererMB: number;
}

/** Held against the same screen with a session of a thousand events, in the same run. */
export async function benchSessionScreen(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-session-'));
  try {
    const long = await measure(join(folder, 'long'), EVENTS);
    const short = await measure(join(folder, 'short'), FEW);
    const what = `session of ${EVENTS.toLocaleString('en')} events`;
    const against = `${FEW.toLocaleString('en')} events`;
    const [paint, least] = [median(long.paintMs), median(short.paintMs)];
    const [read, leastRead] = [median(long.readMs), median(short.readMs)];
    const [frames, leastFrames] = [1000 / quantile(long.frameMs, 0.95), 1000 / quantile(short.frameMs, 0.95)];
    return [
      {
        what: `${what}: strip and list drawn, median of ${OPENINGS}`,
        measured: `${paint.toFixed(0)} ms`,
        against: `${against}: ${least.toFixed(0)} ms`,
        ratio: (paint / least).toFixed(2),
        goal: `<= ${GOAL.paintMs} ms`,
      },
      {
        what: `${what}: every event within reach, median of ${OPENINGS}`,
        measured: `${read.toFixed(0)} ms`,
        against: `${against}: ${leastRead.toFixed(0)} ms`,
        ratio: (read / leastRead).toFixed(2),
        goal: '',
      },
      {
        what: `${what}: scrubbing, p95`,
        measured: `${frames.toFixed(0)} frames/s`,
        against: `${against}: ${leastFrames.toFixed(0)} frames/s`,
        ratio: (frames / leastFrames).toFixed(2),
        goal: `>= ${GOAL.framesPerSecond} frames/s`,
      },
      {
        what: `${what}: memory of the renderer`,
        measured: `${long.rendererMB.toFixed(0)} MB`,
        against: `${against}: ${short.rendererMB.toFixed(0)} MB`,
        ratio: (long.rendererMB / short.rendererMB).toFixed(2),
        goal: `<= ${GOAL.rendererMB} MB`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function measure(dataDir: string, count: number): Promise<Screen> {
  mkdirSync(dataDir, { recursive: true });
  const log = openLog(join(dataDir, 'log.db'));
  const session = await writeLongSession(log, count);
  await log.close();
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const app = await _electron.launch({ args: ['.'], env: { ...env, DROVER_DATA_DIR: dataDir } });
  try {
    const page = await app.firstWindow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await settled(page, session);
    const paintMs: number[] = [];
    const readMs: number[] = [];
    for (let i = -1; i < OPENINGS; i += 1) {
      const { paint, read } = await open(page);
      if (i < 0) continue; // the first one compiles the screen
      paintMs.push(paint);
      readMs.push(read);
    }
    return { paintMs, readMs, frameMs: await scrub(page), rendererMB: await rendererMB(app) };
  } finally {
    await app.close();
  }
}

/** The session is known, and what is derived from the log in the background is done: neither is this screen's. */
async function settled(page: Page, session: string): Promise<void> {
  await page.waitForFunction(
    async (id) => {
      const found = await window.drover.call('search', { query: 'case1', after: null, limit: 1 });
      const skeleton = await window.drover.call('session.skeleton', { session: id, from: 1 });
      const listed = await window.drover.call('sessions.list', undefined);
      const known = listed.ok && listed.value.some((summary) => summary.id === id && summary.readTo === null);
      return known && skeleton.ok && (!found.ok || found.value.behind === 0);
    },
    session,
    { timeout: 15 * 60_000, polling: 2000 },
  );
}

/** From the press on the session's name to the frame after its rows and its strip are there, and until all of it can be gone to. */
async function open(page: Page): Promise<{ paint: number; read: number }> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Sessions' }).click();
  await page.getByRole('button', { name: 'A long session' }).first().waitFor();
  return page.evaluate(async () => {
    const button = [...document.querySelectorAll<HTMLElement>('main button')].find((one) => one.textContent?.includes('A long session'));
    const began = performance.now();
    button?.click();
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const drawn = (): boolean => {
      const canvas = document.querySelector<HTMLCanvasElement>('section[aria-label=Strip] canvas');
      // A canvas that was never painted is 300 wide, whatever its place.
      return document.querySelector('[role=treeitem]') !== null && canvas !== null && canvas.width !== 300;
    };
    while (!drawn()) await frame();
    const paint = (await frame()) - began;
    while (document.querySelector('section[aria-label=Strip][aria-busy=true]') !== null) await frame();
    return { paint, read: (await frame()) - began };
  });
}

/** Intervals of frames while a real mouse drags the cursor through the whole session. */
async function scrub(page: Page): Promise<number[]> {
  const box = await page.getByRole('slider').boundingBox();
  if (box === null) throw new Error('the strip is not there');
  await watchFrames(page);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 2, y);
  await page.mouse.down();
  await forgetFrames(page);
  for (let i = 0; i < MOVES; i += 1) await page.mouse.move(box.x + 2 + ((box.width - 4) * i) / MOVES, y);
  const intervals = await frameIntervals(page);
  await page.mouse.up();
  return intervals;
}

async function rendererMB(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: electron }) => {
    const tab = electron.getAppMetrics().find((metric) => metric.type === 'Tab');
    return (tab?.memory.workingSetSize ?? 0) / 1024;
  });
}
