/** Rewinding by click, the tree of what came from what, and two futures side by side. */
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { formatEventLink } from '../src/shared/event-link.ts';
import type { SessionEvent } from '../src/shared/events.ts';
import type { SessionSummary } from '../src/shared/summary.ts';
import { expect, test } from './support/launch.ts';
import { write } from './support/repository.ts';
import { call, choose, expectStatus, inPalette, rail, SESSION_LIMIT_MS } from './support/screens.ts';
import { visit } from './support/visit.ts';

const TITLE = 'Read durations with several units';

test('rewind by click to a new session that goes on to its verdict; the tree; both side by side', async ({ launch }) => {
  test.setTimeout(240_000);
  const { app, page } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  const parent = await restedSession(page);
  // After the worker's first edit: from there on the rehearsal minds no message.
  const event = await nthResult(page, parent.id, 5);

  // To the event by its link, and back in time from there.
  await inPalette(page, formatEventLink({ session: parent.id, event: event.id }));
  await page.keyboard.press('Enter');
  const instant = page.getByRole('region', { name: 'At this instant' });
  await expect(instant.getByRole('heading', { name: `#${event.seq}` })).toBeVisible();
  await instant.getByRole('button', { name: 'Rewind here' }).click();
  const dialog = page.getByRole('dialog', { name: `Rewind to #${event.seq}` });
  await expect(dialog).toContainText(`shares everything up to event #${event.seq}`);
  await expect(dialog.getByRole('textbox', { name: 'A message to go on with' })).toBeFocused();
  await visit(app, page, [['rewind', async () => expect(dialog.getByRole('combobox', { name: 'Model' })).toBeVisible()]]);

  // A mistake in the spec is said where it is made, and holds the rewind.
  await dialog.getByRole('button', { name: 'Change the spec' }).click();
  const spec = dialog.getByRole('textbox', { name: 'Spec' });
  const text = await spec.inputValue();
  await spec.fill('no front matter');
  await expect(dialog.getByRole('status')).toContainText('Spec, line 1');
  await expect(dialog.getByRole('button', { name: 'Rewind' })).toBeDisabled();
  await spec.fill(text);
  await dialog.getByRole('textbox', { name: 'A message to go on with' }).fill('Mind the spaces.');
  await page.keyboard.press('Control+Enter');

  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`rewound to ${event.seq}`);
  await expectStatus(page, 'passed');
  const link = page.getByRole('button', { name: `${TITLE} #${event.seq}` });
  await expect(link).toBeVisible();
  const [child, old] = await call(page, 'sessions.list', undefined);
  if (child === undefined || old === undefined) throw new Error('there should be two sessions');
  expect(old.head, 'the old future stays as it was').toBe(parent.head);
  const said = await call(page, 'session.events', { session: child.id, from: event.seq + 1, types: ['user.message'], limit: 10 });
  expect(said).toMatchObject([{ content: [{ type: 'text', text: 'Mind the spaces.' }] }]);
  await link.click();
  await expect(instant.getByRole('heading', { name: `#${event.seq}` })).toBeVisible();

  // The tree: under its parent, folded and unfolded by keys.
  await rail(page, 'Sessions');
  const rows = page.locator('tr[data-session]');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toHaveAttribute('data-session', parent.id);
  await expect(rows.nth(1)).toHaveAttribute('data-session', child.id);
  await expect(rows.nth(1)).toHaveAttribute('data-depth', '1');
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowLeft');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(rows).toHaveCount(2);
  await page.getByRole('textbox', { name: 'Filter sessions' }).fill(`rewound to ${event.seq}`);
  await expect(page.getByRole('main', { name: 'Sessions' }).getByText('1 of 2')).toBeVisible();
  await expect(rows, 'what it came from stays above it').toHaveCount(2);
  await page.getByRole('textbox', { name: 'Filter sessions' }).fill('');

  // Two chosen by keys, compared.
  await rows.nth(0).getByRole('button', { name: TITLE, exact: true }).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(rows.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await page.keyboard.press('c');
  const compare = page.getByRole('main', { name: 'Compare' });
  await expect(compare.getByText(`They share ${event.seq} events and part after #${event.seq}.`)).toBeVisible();
  const lines = compare.getByRole('region', { name: 'Events after the parting' });
  await expect(lines.locator('[data-line="0"] [data-side=B]')).toContainText('Rewound');
  await expect(lines.locator('[data-line="0"] [data-side=A]')).toHaveAttribute('title', new RegExp(`^#${event.seq + 1} `));
  const numbers = compare.getByRole('complementary', { name: 'Numbers' });
  await expect(numbers.getByRole('row', { name: /^Verdict passed/ })).toHaveAttribute('data-differs', 'false');
  await expect(numbers.getByRole('row', { name: /^Rewound/ })).toHaveAttribute('data-differs', 'true');
  await visit(app, page, [
    ['compare', async () => expect(compare.getByRole('figure', { name: 'Both sessions after the parting' })).toBeVisible()],
    [
      'compare-files',
      async () => {
        await compare.getByRole('tab', { name: 'B against its base' }).click();
        await expect(compare.getByRole('navigation', { name: 'Changed files' })).toContainText('2 files');
      },
    ],
  ]);
  await compare.getByRole('tab', { name: 'Files, A to B' }).click();
  await expect(compare.getByText('Both have the same files.')).toBeVisible();
  await compare.getByRole('tab', { name: 'Events and numbers' }).click();
  await lines.locator('[data-line="0"] [data-side=B]').click();
  await expect(instant.getByRole('heading', { name: `#${event.seq + 1}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(compare).toBeVisible();
});

test('a session goes on in a new one with another task, another model and other coaching, from its menu', async ({ launch }) => {
  test.setTimeout(180_000);
  const { page, dataDir } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  await page.getByRole('button', { name: 'More about this session' }).click();
  await page.getByRole('menuitem', { name: 'Go on in a new session…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Rewind to #/ });
  await dialog.getByRole('button', { name: 'Change the spec' }).click();
  const spec = dialog.getByRole('textbox', { name: 'Spec' });
  await spec.fill((await spec.inputValue()).replace(/^title: .*$/m, 'title: Another task'));
  await dialog.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /never-passes/ }).click();
  write(join(dataDir, 'demo-project'), '.drover/coaching.md', '- Ask before you guess. <!-- id: ask -->\n');
  await choose(page, 'Coaching', 'The file as it is now');
  await dialog.getByRole('button', { name: 'Rewind' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Another task', { timeout: SESSION_LIMIT_MS });
  await expect(page.getByText('never-passes @ local', { exact: true })).toBeVisible();
  const sessions = await call(page, 'sessions.list', undefined);
  expect(sessions.map(({ told }) => told?.entries ?? 0).toSorted()).toEqual([0, 1]);
});

/** The only session once nothing more is written to it: its verdict comes a few events before its rest. */
async function restedSession(page: Page): Promise<SessionSummary> {
  await expect.poll(async () => (await call(page, 'sessions.list', undefined)).map(({ status }) => status)).toEqual(['idle']);
  const [session] = await call(page, 'sessions.list', undefined);
  if (session === undefined) throw new Error('the demo has no session');
  return session;
}

/** Result number `n` of a session's calls, from 1. */
async function nthResult(page: Page, session: string, n: number): Promise<SessionEvent> {
  const results = await call(page, 'session.events', { session, from: 1, types: ['agent.tool_result'], limit: n });
  const result = results[n - 1];
  if (result === undefined) throw new Error(`the session has no result ${n}`);
  return result;
}
