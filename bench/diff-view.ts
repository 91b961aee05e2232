/** A diff of 50,000 lines in the real window: how soon it is there, how smoothly it scrolls. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { openLog } from '../src/main/log/log.ts';
import { createWorkspaces } from '../src/main/workspace/workspaces.ts';
import { writeJudgedSession } from '../test/sessions/judged-session.ts';
import { forgetFrames, frameIntervals, watchFrames } from './support/frame-intervals.ts';
import { median, quantile, type Row } from './support/row.ts';

const LINES = 50_000;
const FEW = 100;
const FILES = 40;
const OPENINGS = 5;
const WHEELS = 240;
/** A fast hand: five notches of a wheel in one event. Through the whole diff in as many events, each is a leap of several screens. */
const FAST_PX = 600;
const GOAL = { openMs: 500, framesPerSecond: 55 };
const TITLE = 'A large change';

interface Screen {
  openMs: number[];
  frameMs: number[];
  leapMs: number[];
}

/** Held against the same screen with a diff of a hundred lines, in the same run. */
export async function benchDiffView(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-diff-'));
  try {
    const large = await measure(join(folder, 'large'), LINES);
    const small = await measure(join(folder, 'small'), FEW);
    const what = `diff of ${LINES.toLocaleString('en')} lines`;
    const against = `${FEW} lines`;
    const [open, least] = [median(large.openMs), median(small.openMs)];
    const rate = (ms: readonly number[]): number => 1000 / quantile(ms, 0.95);
    const scrolled = (how: string, ours: number, theirs: number): Row => ({
      what: `${what}: scrolled ${how}, p95`,
      measured: `${ours.toFixed(0)} frames/s`,
      against: `${against}: ${theirs.toFixed(0)} frames/s`,
      ratio: (ours / theirs).toFixed(2),
      goal: `>= ${GOAL.framesPerSecond} frames/s`,
    });
    return [
      {
        what: `${what}: opened, median of ${OPENINGS}`,
        measured: `${open.toFixed(0)} ms`,
        against: `${against}: ${least.toFixed(0)} ms`,
        ratio: (open / least).toFixed(2),
        goal: `<= ${GOAL.openMs} ms`,
      },
      scrolled(`by ${FAST_PX} px an event of the wheel`, rate(large.frameMs), rate(small.frameMs)),
      scrolled(`end to end in ${WHEELS} events`, rate(large.leapMs), rate(small.leapMs)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function measure(folder: string, lines: number): Promise<Screen> {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  await prepare(join(folder, 'project'), dataDir, lines);
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const app = await _electron.launch({ args: ['.'], env: { ...env, DROVER_DATA_DIR: dataDir } });
  try {
    const page = await app.firstWindow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('main', { name: 'Board' }).getByRole('button', { name: TITLE }).click();
    await page.getByRole('region', { name: 'Diff' }).waitFor();
    const openMs: number[] = [];
    for (let i = -1; i < OPENINGS; i += 1) {
      const ms = await open(page);
      if (i >= 0) openMs.push(ms); // the first one compiles the screen
    }
    await watchFrames(page);
    const frameMs = await scroll(page, () => FAST_PX);
    return { openMs, frameMs, leapMs: await scroll(page, (height) => Math.max(60, Math.ceil(height / WHEELS))) };
  } finally {
    await app.close();
  }
}

/** A judged session whose change is half removed and half added lines, over many files. */
async function prepare(root: string, dataDir: string, lines: number): Promise<void> {
  mkdirSync(root);
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  const files = Math.max(1, Math.min(FILES, lines / 100));
  const write = (word: string): void => {
    for (let file = 0; file < files; file += 1) {
      const text = Array.from({ length: Math.floor(lines / 2 / files) }, (_, n) => `  const value${n} = ${word}(input[${n}], ${file});`);
      writeFileSync(join(root, `file-${String(file).padStart(2, '0')}.js`), `${text.join('\n')}\n`);
    }
  };
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Bench');
  git('config', 'user.email', 'bench@test.invalid');
  const commit = (): string => {
    git('add', '--all');
    git('commit', '--quiet', '--no-verify', '--message=As it was');
    return git('rev-parse', 'HEAD');
  };
  write('read');
  const base = commit();
  write('readOnce');
  const changed = commit();
  const tree = git('rev-parse', 'HEAD^{tree}');
  const log = openLog(join(dataDir, 'log.db'));
  const workspaces = createWorkspaces({ dataDir });
  const session = await writeJudgedSession(log, {
    title: TITLE,
    root,
    base,
    commit: changed,
    tree,
    criteria: [{ id: 'there', kind: 'file', path: 'file-00.js' }],
    iterations: [],
    verdict: { passed: true, explanation: 'All criteria hold.', criteria: [], findings: [] },
    changed: { files, insertions: lines / 2, deletions: lines / 2 },
    costUsd: 0.1,
  });
  for (const one of [base, changed]) await workspaces.hold({ session, root, commit: one });
  workspaces.close();
  await log.close();
}

/** From the press on the tab to the frame after the diff's lines are there. */
async function open(page: Page): Promise<number> {
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByRole('tree', { name: 'Events' }).waitFor();
  return page.evaluate(async () => {
    const tab = [...document.querySelectorAll<HTMLElement>('[role=tab]')].find((one) => one.textContent?.startsWith('Changes'));
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const drawn = (): boolean => document.querySelector('[aria-label=Diff]')?.textContent?.includes('const value20 ') === true;
    const began = performance.now();
    tab?.click();
    while (!drawn()) await frame();
    return (await frame()) - began;
  });
}

/** Intervals of frames while a real wheel turns down from the top of the diff, `stepOf` its height at each event, in px. */
async function scroll(page: Page, stepOf: (height: number) => number): Promise<number[]> {
  const diff = page.getByRole('region', { name: 'Diff' });
  const box = await diff.boundingBox();
  if (box === null) throw new Error('the diff is not there');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const step = stepOf(
    await diff.evaluate((element) => {
      element.scrollTop = 0;
      return element.scrollHeight - element.clientHeight;
    }),
  );
  await forgetFrames(page);
  for (let i = 0; i < WHEELS; i += 1) await page.mouse.wheel(0, step);
  return frameIntervals(page);
}
