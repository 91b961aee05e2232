/** Words found in all sessions, the palette, and links to events from inside and outside. */
import { formatEventLink } from '../src/shared/event-link.ts';
import { expect, test } from './support/launch.ts';
import { board, call, expectStatus, inPalette, rail } from './support/screens.ts';

test('search as it is typed, filters by click, and a jump to the event by keys', async ({ launch }) => {
  test.setTimeout(150_000);
  const { page } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  await rail(page, 'Search');
  const search = page.getByRole('main', { name: 'Search' });
  const box = search.getByRole('searchbox', { name: 'Search all sessions' });
  await expect(box).toBeFocused();
  await expect(search.getByText('A hit opens at its event.')).toBeVisible();
  await box.pressSequentially('durat');
  await expect(search.getByText('Nothing fits')).toBeVisible();
  await box.pressSequentially('ion');
  const hits = search.getByRole('region', { name: 'Hits' });
  await expect(hits.getByRole('heading', { name: /Read durations with several units/ })).toBeVisible();
  await expect(hits.getByRole('button').first().locator('mark').first()).toHaveText('duration');
  await expect(search.getByRole('status')).toContainText(/\d+ hits/);

  // A filter by click, seen in the query, and out again.
  const all = await hits.getByRole('button').count();
  await search.getByRole('button', { name: 'What workers said' }).click();
  await expect(box).toHaveValue('duration type:agent.message');
  await expect.poll(() => hits.getByRole('button').count()).toBeLessThan(all);
  await search.getByRole('button', { name: 'Take out type:agent.message' }).click();
  await expect(box).toHaveValue('duration');
  await expect(hits.getByRole('button')).toHaveCount(all);

  // A mistake is said in words.
  await box.fill('duration before:yesterweek');
  await expect(search.getByRole('status')).toContainText('yesterweek');
  await box.fill('duration');
  await box.press('ArrowDown');
  await expect(hits.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('j');
  const second = hits.getByRole('button').nth(1);
  await expect(second).toBeFocused();
  const seq = (await second.getAttribute('data-hit'))?.split(' ')[1];
  await page.keyboard.press('Enter');
  const instant = page.getByRole('region', { name: 'At this instant' });
  await expect(instant.getByRole('heading', { name: `#${seq}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box, 'Back keeps the query').toHaveValue('duration');
  await expect(hits.getByRole('button')).toHaveCount(all);
});

test('the palette finds words, offers the search, and opens pasted links', async ({ launch }) => {
  test.setTimeout(150_000);
  const { page } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  const palette = await inPalette(page, 'fullmatch');
  const hit = palette.getByRole('option').filter({ hasText: 're.fullmatch' }).first();
  await expect(hit).toBeVisible();
  await palette.getByRole('option', { name: /^Search for fullmatch/ }).click();
  const search = page.getByRole('main', { name: 'Search' });
  await expect(search.getByRole('searchbox')).toHaveValue('fullmatch');
  await expect(search.getByRole('region', { name: 'Hits' }).getByRole('button').first()).toBeVisible();

  const [session] = await call(page, 'sessions.list', undefined);
  if (session === undefined) throw new Error('the demo has no session');
  const [event] = await call(page, 'session.events', { session: session.id, from: 10, limit: 1 });
  if (event === undefined) throw new Error('the demo has no event 10');
  await inPalette(page, `  ${formatEventLink({ session: session.id, event: event.id })} `);
  await expect(palette.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'At this instant' }).getByRole('heading', { name: '#10' })).toBeVisible();

  await inPalette(page, formatEventLink({ session: session.id, event: 'sevt_0000000000000000' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This event is not in the log');
});

test('a link from outside opens its event: at a second start, and at the first', async ({ launch, temporaryFolder }) => {
  test.setTimeout(150_000);
  const dataDir = temporaryFolder('profile');
  const { app, page, close } = await launch({ dataDir });
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  const [session] = await call(page, 'sessions.list', undefined);
  if (session === undefined) throw new Error('the demo has no session');
  const [event] = await call(page, 'session.events', { session: session.id, from: 12, limit: 1 });
  if (event === undefined) throw new Error('the demo has no event 12');
  const link = formatEventLink({ session: session.id, event: event.id });
  await rail(page, 'Board');
  // What a second copy of the application says before it ends; the switches around the link are Chromium's.
  const start = (words: string[]): Promise<unknown> =>
    app.evaluate(({ app: electron }, argv) => electron.emit('second-instance', {}, ['electron', '.', ...argv], '/', null), words);
  await start(['--flag', `${link}?x=1`, 'drover://session/../../etc']);
  await start(['--flag', link, '--other']);
  const instant = page.getByRole('region', { name: 'At this instant' });
  await expect(instant.getByRole('heading', { name: '#12' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(board(page), 'the one good link opened, and nothing else did').toBeVisible();
  await close();

  const again = await launch({ dataDir, args: [link] });
  await expect(again.page.getByRole('region', { name: 'At this instant' }).getByRole('heading', { name: '#12' })).toBeVisible();
});
