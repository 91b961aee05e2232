/** From the start of the application to a window that can be used, and what it holds in memory when nothing happens. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron } from '@playwright/test';
import { median, type Row } from './support/row.ts';

const LAUNCHES = 5;
const IDLE_MS = 3000;
const GOAL = { startMs: 1200, idleMB: 250 };

interface Start {
  ms: number;
  idleMB: number;
}

/** Needs a display and a built application: `npm run bench` sees to both. */
export async function benchWindow(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-window-'));
  try {
    const empty = makeEmpty(join(folder, 'empty'));
    const [ours, least]: [Start[], Start[]] = [[], []];
    for (let i = -1; i < LAUNCHES; i += 1) {
      const [a, b] = [await start('.', 'Run the demo', join(folder, `data-${i}`)), await start(empty, 'Nothing', folder)];
      if (i < 0) continue; // the first ones warm the disk's cache
      ours.push(a);
      least.push(b);
    }
    return [
      row('start to a usable window, median of 5', ours, least, ({ ms }) => ms, 'ms', `<= ${GOAL.startMs} ms`),
      row('memory of the idle main process', ours, least, ({ idleMB }) => idleMB, 'MB', `<= ${GOAL.idleMB} MB`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Electron with one window and one button: less cannot be started. */
function makeEmpty(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "main": "main.js" }');
  writeFileSync(join(folder, 'index.html'), '<button>Nothing</button>');
  const open = `new BrowserWindow({ width: 1200, height: 800 }).loadFile('index.html')`;
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron'); app.setPath('userData', __dirname + '/profile'); app.whenReady().then(() => ${open});`,
  );
  return folder;
}

async function start(application: string, button: string, dataDir: string): Promise<Start> {
  const started = performance.now();
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const app = await _electron.launch({ args: [application], env: { ...env, DROVER_DATA_DIR: dataDir } });
  try {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: button }).first().waitFor();
    const ms = performance.now() - started;
    await sleep(IDLE_MS);
    return { ms, idleMB: await app.evaluate(() => process.memoryUsage().rss / 1024 / 1024) };
  } finally {
    await app.close();
  }
}

function row(what: string, ours: Start[], least: Start[], of: (start: Start) => number, unit: string, goal: string): Row {
  const [measured, floor] = [median(ours.map(of)), median(least.map(of))];
  const against = `Electron with one button: ${floor.toFixed(0)} ${unit}`;
  return { what, measured: `${measured.toFixed(0)} ${unit}`, against, ratio: (measured / floor).toFixed(2), goal };
}
