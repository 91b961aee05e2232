/** The session's screen: scrubbed by mouse and by keys, filtered, linked, with the files of an instant; short and very long. */
import type { Locator, Page } from '@playwright/test';
import { join } from 'node:path';
import { openLog } from '../src/main/log/log.ts';
import { writeLongSession } from '../test/sessions/long-session.ts';
import { expect, test } from './support/launch.ts';
import { events, expectStatus, rowOf } from './support/screens.ts';

const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Event under the cursor' });
const instant = (page: Page): Locator => page.getByRole('region', { name: 'At this instant', exact: true });

/** The position that the inspector names; the slider says it a moment later, when the cursor rests. */
const position = (page: Page): Locator => instant(page).getByRole('heading', { level: 2 }).first();

async function cursor(page: Page): Promise<number> {
  return Number(/^#([\d,]+)/.exec((await position(page).textContent()) ?? '')?.[1]?.replaceAll(',', ''));
}

async function expectCursor(page: Page, seq: number): Promise<void> {
  await expect(position(page)).toContainText(`#${seq.toLocaleString('en')} `);
  await expect(slider(page)).toHaveAttribute('aria-valuenow', String(seq));
}

/** A point of the strip, in its lanes, by its share of the width. */
async function pointAt(page: Page, share: number): Promise<{ x: number; y: number }> {
  const box = await slider(page).boundingBox();
  if (box === null) throw new Error('the strip is not there');
  return { x: box.x + box.width * share, y: box.y + box.height / 2 };
}

test('the demo’s session: stepped through by keys and mouse, its failure found, an event linked, the files of an instant read', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  const head = Number(await slider(page).getAttribute('aria-valuemax'));
  await expectCursor(page, head);

  await page.keyboard.press('Home');
  await expectCursor(page, 1);
  await expect(instant(page)).toContainText('Dispatched');
  await page.keyboard.press('ArrowRight');
  await expectCursor(page, 2);
  await page.keyboard.press('ArrowLeft');
  await expectCursor(page, 1);
  await page.keyboard.press('Shift+ArrowRight');
  const turn = await events(page)
    .getByRole('treeitem', { name: /^Fold turn 1/ })
    .getAttribute('data-seq');
  await expectCursor(page, Number(turn));
  await page.keyboard.press('Control+ArrowRight');
  await expectCursor(page, Number(turn) + 10);
  await page.keyboard.press('End');
  await expectCursor(page, head);

  await page.keyboard.press('[');
  await expect(page.getByRole('region', { name: 'Self-check 1' }).locator('[data-criterion=checks]')).toHaveAttribute(
    'data-passed',
    'false',
  );
  await expect(events(page).getByRole('treeitem', { selected: true })).toContainText('needs revision');
  const failure = await cursor(page);
  await instant(page).getByRole('tab', { name: 'Criteria' }).click();
  await expect(page.getByRole('region', { name: 'Criteria at this instant' }).locator('[data-criterion=checks]')).toHaveAttribute(
    'data-passed',
    'false',
  );
  // The keys of tabs are the tabs' own while one has the focus.
  await events(page).press('End');
  await expect(page.getByRole('region', { name: 'Criteria at this instant' }).locator('[data-passed=true]')).toHaveCount(4);

  const [left, right] = [await pointAt(page, 0.2), await pointAt(page, 0.6)];
  await page.mouse.click(left.x, left.y);
  await expect.poll(() => cursor(page)).toBeLessThan(failure);
  const before = await cursor(page);
  await page.mouse.down();
  await page.mouse.move(right.x, right.y, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => cursor(page)).toBeGreaterThan(before);

  await page.keyboard.press('/');
  await page.keyboard.type('CHANGELOG');
  const filter = page.getByRole('search', { name: 'Filter events' });
  await expect(filter.getByRole('status')).toHaveText(/\d/);
  await page.keyboard.press('Enter');
  await expect(filter.getByRole('status')).toHaveText(/^\d+ of \d+$/);
  const hit = await cursor(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => cursor(page)).not.toBe(hit);
  await page.keyboard.press('Shift+Enter');
  await expectCursor(page, hit);
  await page.keyboard.press('Escape');
  await expect(filter.getByRole('status')).toHaveCount(0);
  await expectCursor(page, hit);

  await instant(page).getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^drover:\/\/session\/sesn_\w+\/sevt_\w+$/);
  const link = await app.evaluate(({ clipboard }) => clipboard.readText());
  const linked = await page.evaluate((id) => window.drover.call('session.event', { id }), link.split('/').at(-1) ?? '');
  expect(linked).toMatchObject({ ok: true, value: { seq: hit } });

  await events(page).press('End');
  await instant(page).getByRole('tab', { name: 'Files' }).click();
  const files = page.getByRole('region', { name: 'Files' });
  await expect(files.getByRole('button', { name: /durations\.py/ })).toContainText('modified');
  await files.getByRole('button', { name: /durations\.py/ }).click();
  const content = page.getByRole('region', { name: 'File', exact: true });
  await expect(content).toContainText('sum(int(number) * UNITS[unit] for number, unit in parts)');
  await events(page).press('Home');
  await expect(content, 'the file as it was before the worker came').not.toContainText('sum(int(number)');
  await expect(content).toContainText('def parse');
  await events(page).press('End');
  await instant(page).getByRole('button', { name: 'Since the base', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Changed files' })).toContainText('durations.py');
  await instant(page).getByRole('tab', { name: 'Cost' }).click();
  await expect(page.getByRole('region', { name: 'Cost at this instant' })).toContainText('Tokens written');

  await instant(page).getByRole('button', { name: 'Rewind here' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a session of 100,000 events: a few rows exist, and every event is a key, a click or a word away', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const dataDir = temporaryFolder('profile');
  const log = openLog(join(dataDir, 'log.db'));
  await writeLongSession(log, 100_000);
  await log.close();
  const { page } = await launch({ dataDir });
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Sessions' }).click();
  await page.getByRole('button', { name: 'A long session' }).first().click();
  await expect(slider(page)).toHaveAttribute('aria-valuemax', '100000', { timeout: 60_000 });
  await expectCursor(page, 100_000);
  await expect(page.getByRole('button', { name: 'Continue' }), 'an imported session is read').toHaveCount(0);

  const rows = events(page).getByRole('treeitem');
  const few = async (): Promise<void> => expect(await rows.count()).toBeLessThan(80);
  await few();
  await page.keyboard.press('Home');
  await expectCursor(page, 1);
  await expect(rows.first()).toContainText('Dispatched');
  await page.keyboard.press(']');
  await expect(events(page).getByRole('treeitem', { selected: true })).toContainText(/exit 1|failed/);

  // Scrubbed from end to end: the row at the cursor is in sight, and says what its event is.
  const [from, to] = [await pointAt(page, 0.1), await pointAt(page, 0.75)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 40 });
  await page.mouse.up();
  await expect.poll(() => cursor(page)).toBeGreaterThan(60_000);
  await few();
  const current = events(page).getByRole('treeitem', { selected: true });
  await expect(current).toBeVisible();
  await expect(page.getByRole('region', { name: 'Event', exact: true })).toContainText(`#${await cursor(page)}`);

  // Zoomed in around the pointer, the strip ends at a few events, which arrow keys leave.
  const before = await cursor(page);
  for (let notch = 0; notch < 80; notch += 1) await page.mouse.wheel(0, -100);
  await page.mouse.click(to.x, to.y);
  await expect.poll(async () => Math.abs((await cursor(page)) - before)).toBeLessThan(50);
  await page.getByRole('button', { name: 'Show the whole session' }).click();

  await page.keyboard.press('/');
  await page.keyboard.type('case1903');
  const filter = page.getByRole('search', { name: 'Filter events' });
  await expect(filter.getByRole('status')).toHaveText(/^\d/, { timeout: 60_000 });
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'case1903').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await filter.getByRole('button', { name: 'failures' }).click();
  await expect(filter.getByRole('status')).toHaveText(/^[\d,]+( of [\d,]+)?$/);
  await expect(rows.first()).toContainText(/failed|exit 1|needs revision/);
  await few();
});
