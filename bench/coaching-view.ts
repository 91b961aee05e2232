/** The coaching of a hundred entries and ten thousand trials in the real window: how soon it is there, how smoothly it scrolls. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { openLog } from '../src/main/log/log.ts';
import { alike, coachingText, helped, hurt, writeProbe, writeTrials, type TriedEntry } from '../test/sessions/coached-project.ts';
import { forgetFrames, frameIntervals, watchFrames } from './support/frame-intervals.ts';
import { median, quantile, type Row } from './support/row.ts';

interface Size {
  entries: number;
  trials: number;
}

const MANY: Size = { entries: 100, trials: 10_000 };
const LONG: Size = { entries: 2000, trials: 0 };
const FEW: Size = { entries: 10, trials: 100 };
const OPENINGS = 5;
const WHEELS = 240;
const GOAL = { openMs: 300, framesPerSecond: 55 };

interface Screen {
  /** The first time in a window: its code is loaded, the file and the trials are read. */
  firstMs: number[];
  openMs: number[];
  frameMs: number[];
}

/** Held against the same screen with ten entries and a hundred trials, in the same run. */
export async function benchCoachingView(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-coaching-'));
  try {
    const few = await measure(join(folder, 'few'), FEW);
    const rows: Row[] = [];
    for (const size of [MANY, LONG]) {
      const many = await measure(join(folder, `many-${size.entries}`), size);
      const rate = (ms: readonly number[]): number => 1000 / quantile(ms, 0.95);
      const opened = (how: string, ours: number[], theirs: number[], goal: string): Row => ({
        what: `coaching, ${sizeWords(size)}: ${how}, median of ${OPENINGS}`,
        measured: `${median(ours).toFixed(0)} ms`,
        against: `${sizeWords(FEW)}: ${median(theirs).toFixed(0)} ms`,
        ratio: (median(ours) / median(theirs)).toFixed(2),
        goal,
      });
      rows.push(
        opened('opened', many.openMs, few.openMs, size === MANY ? `<= ${GOAL.openMs} ms` : ''),
        opened('opened first in a window', many.firstMs, few.firstMs, ''),
        {
          what: `coaching, ${sizeWords(size)}: scrolled end to end, p95`,
          measured: `${rate(many.frameMs).toFixed(0)} frames/s`,
          against: `${sizeWords(FEW)}: ${rate(few.frameMs).toFixed(0)} frames/s`,
          ratio: (rate(many.frameMs) / rate(few.frameMs)).toFixed(2),
          goal: `>= ${GOAL.framesPerSecond} frames/s`,
        },
      );
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function sizeWords({ entries, trials }: Size): string {
  return `${entries.toLocaleString('en')} entries, ${trials.toLocaleString('en')} trials`;
}

async function measure(folder: string, size: Size): Promise<Screen> {
  const dataDir = join(folder, 'data');
  mkdirSync(join(folder, 'project'), { recursive: true });
  mkdirSync(dataDir);
  const project = realpathSync(join(folder, 'project'));
  await prepare(project, dataDir, size);
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const app = await _electron.launch({ args: ['.'], env: { ...env, DROVER_DATA_DIR: dataDir } });
  try {
    const page = await app.firstWindow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('main', { name: 'Board' }).waitFor();
    await page.evaluate((path) => window.drover.call('project.open', { path }), project);
    const firstMs: number[] = [];
    for (let i = -1; i < OPENINGS; i += 1) {
      await page.reload();
      await page.getByRole('main', { name: 'Board' }).waitFor();
      const ms = await open(page);
      if (i >= 0) firstMs.push(ms); // the first one reads the log
    }
    const openMs: number[] = [];
    for (let i = 0; i < OPENINGS; i += 1) openMs.push(await open(page));
    return { firstMs, openMs, frameMs: await scroll(page) };
  } finally {
    await app.close();
  }
}

async function prepare(root: string, dataDir: string, { entries, trials }: Size): Promise<void> {
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Bench');
  git('config', 'user.email', 'bench@test.invalid');
  writeFileSync(join(root, 'README.md'), 'A project.\n');
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message=As it was');
  const each = trials / entries;
  const tried = Array.from({ length: entries }, (_, n): TriedEntry => ({
    id: `entry-${n}`,
    text: `Rule ${n}: use the \`helper-${n}\` of **this** project for what is like case ${n}, and say why where you do not.`,
    pairs: trials === 0 ? null : Array.from({ length: each }, (_unused, at) => pairOf(n, at)),
  }));
  mkdirSync(join(root, '.drover'));
  writeFileSync(join(root, '.drover', 'coaching.md'), coachingText(tried));
  if (trials > 0) for (const { id } of tried) writeProbe(root, id, git('rev-parse', 'HEAD'));
  const log = openLog(join(dataDir, 'log.db'));
  await writeTrials(log, root, tried);
  await log.close();
}

/** Some are needed, some outgrown, some do harm, and of many nobody knows. */
function pairOf(entry: number, at: number): typeof alike {
  const kind = entry % 4;
  if (kind === 0) return at % 8 === 0 ? alike : helped;
  if (kind === 1) return alike;
  if (kind === 2) return at % 3 === 0 ? hurt : alike;
  return at % 2 === 0 ? helped : hurt;
}

/** From the press on its name to the frame after the rows are there. */
async function open(page: Page): Promise<number> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Board' }).click();
  await page.getByRole('main', { name: 'Board' }).waitFor();
  return page.evaluate(async () => {
    const button = [...document.querySelectorAll<HTMLElement>('nav button')].find((one) => one.textContent?.startsWith('Coaching'));
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const began = performance.now();
    button?.click();
    while (document.querySelector('tr[data-entry]') === null) await frame();
    return (await frame()) - began;
  });
}

/** Intervals of frames while a wheel goes through the whole list and back. */
async function scroll(page: Page): Promise<number[]> {
  const list = page.getByRole('region', { name: 'Entries' });
  const box = await list.boundingBox();
  if (box === null) throw new Error('the list is not there');
  const height = await list.evaluate((element) => element.scrollHeight);
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
  await watchFrames(page);
  await forgetFrames(page);
  const by = Math.max(20, Math.ceil((2 * height) / WHEELS));
  for (const direction of [1, -1]) for (let i = 0; i < WHEELS / 2; i += 1) await page.mouse.wheel(0, direction * by);
  return frameIntervals(page);
}
