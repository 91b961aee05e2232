/** What issue after issue comes to: a fault is rejected, becomes an entry, is tried with and without, told, and pruned again. */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SessionSummary } from '../src/shared/summary.ts';
import { expect, test } from './support/launch.ts';
import { makeRepository } from './support/repository.ts';
import { board, call, codeOf, rail, SESSION_LIMIT_MS } from './support/screens.ts';
import { visit } from './support/visit.ts';

const SPEC = `---
title: Greet
criteria:
  - id: there
    kind: command
    run: test -s greeting.txt
budget:
  iterations: 1
---

Write a greeting into \`greeting.txt\`.
`;

/** Of so many entries more than one pair is needed, each of two sandboxes and two checkouts. */
const TRIALS_LIMIT_MS = 240_000;

async function dispatchAndWait(page: Page, project: string): Promise<SessionSummary> {
  const worker = { provider: 'rehearsal', model: 'needs-telling', target: 'local' };
  const { sessions } = await call(page, 'spec.dispatch', { project, slug: 'greet', attempts: [worker], stopLosers: false });
  const find = async (): Promise<SessionSummary | undefined> =>
    (await call(page, 'sessions.list', undefined)).find(({ id }) => id === sessions[0]);
  await expect.poll(async () => (await find())?.column, { timeout: SESSION_LIMIT_MS }).toBe('judged');
  const summary = await find();
  if (summary === undefined) throw new Error('the session is gone');
  return summary;
}

const toldIn = async (page: Page, session: string): Promise<string[]> =>
  (await call(page, 'session.events', { session, from: 1, types: ['coaching.applied'], limit: 5 })).flatMap((event) =>
    event.type === 'coaching.applied' ? event.entries.map(({ text }) => text) : [],
  );

test('a rejected fault becomes an entry that is tried, told, pruned and brought back', async ({ launch, temporaryFolder }) => {
  test.setTimeout(600_000);
  const project = realpathSync(makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n', '.drover/specs/greet.md': SPEC }));
  const file = (): string => readFileSync(join(project, '.drover', 'coaching.md'), 'utf8');
  const { app, page } = await launch();
  await call(page, 'project.open', { path: project });
  await call(page, 'settings.trials', { trials: { smallest: 0.05, maxPairs: 40 } });
  await page.reload();
  const first = await dispatchAndWait(page, project);
  expect(first).toMatchObject({ verdict: 'passed', told: null });

  await board(page).getByRole('region', { name: 'Judged' }).getByRole('button', { name: 'Greet' }).click();
  await page.getByRole('button', { name: 'Reject' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The greeting begins without a capital letter.');
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await page.getByRole('button', { name: 'Make this a coaching entry' }).first().click();

  // The draft says what was rejected, and its probe begins where that session began; both are the user's to change.
  const dialog = page.getByRole('dialog', { name: 'New coaching entry' });
  const words = dialog.getByRole('textbox', { name: 'What a worker is told' });
  await expect(words).toHaveValue(/capital letter/);
  await expect.poll(() => codeOf(page, /probe/i)).toContain(`base: "${first.dispatch.base.commit}"`);
  await words.fill('Begin a sentence with a capital letter.');
  const probe = SPEC.replace('title: Greet', `title: Greets properly\nbase: "${first.dispatch.base.commit}"`).replace(
    'test -s greeting.txt',
    "grep -qx 'Hello[.]' greeting.txt",
  );
  await dialog.getByRole('textbox', { name: /probe/i }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(probe);
  await dialog.getByRole('button', { name: 'Try it first' }).click();
  const confirm = page.getByRole('dialog', { name: 'Saved. Confirm the probe?' });
  await expect(confirm).toContainText('needs-telling');
  await confirm.getByRole('button', { name: 'Confirm' }).click();

  const screen = page.getByRole('main', { name: 'Coaching' });
  const entry = screen.getByRole('region', { name: 'Entry', exact: true });
  await expect(entry).toContainText('Confirmed: without the entry needs-telling fails the probe', { timeout: SESSION_LIMIT_MS });
  expect(file()).toMatch(/## Archive\n\n- Begin a sentence with a capital letter\. <!-- id: \S+ -->\n {2}- Under consideration/);
  const [, id = ''] = /<!-- id: (\S+) -->/.exec(file()) ?? [];
  const row = screen.locator(`tr[data-entry="${id}"]`);

  // The plan names its price before it runs; the bar moves while it does.
  await screen.getByRole('button', { name: 'Test what is due' }).click();
  const plan = page.getByRole('dialog', { name: /Test/ });
  await expect(plan).toContainText(/\d+ pairs/);
  await plan.getByRole('button', { name: /^Run/ }).click();
  await expect(screen.getByRole('region', { name: 'Trials under way' })).toBeVisible();
  await expect(row.locator('[data-state]')).toHaveAttribute('data-state', 'unclear', { timeout: TRIALS_LIMIT_MS });
  await expect(row.getByRole('img')).toHaveAttribute('aria-label', /^Effect 100 points/);
  await expect(row.locator('[data-state]')).toHaveAttribute('data-state', 'needed', { timeout: TRIALS_LIMIT_MS });
  await expect(screen.getByRole('region', { name: 'Trials under way' })).toBeHidden({ timeout: SESSION_LIMIT_MS });
  await visit(app, page, [['coaching-flow', () => Promise.resolve()]]);

  // Told from now on: the next worker does it right.
  await row.locator('[data-open]').focus();
  await page.keyboard.press('r');
  await expect.poll(file).toMatch(/# Coaching\n+- Begin a sentence with a capital letter\./);
  const second = await dispatchAndWait(page, project);
  expect(second).toMatchObject({ verdict: 'passed', told: { entries: 1 } });
  expect(await toldIn(page, second.id)).toEqual(['Begin a sentence with a capital letter.']);

  // Pruned with what was found, brought back, and pruned for good.
  await rail(page, 'Coaching');
  const told = file();
  await row.locator('[data-open]').focus();
  await page.keyboard.press('p');
  await expect.poll(file).toMatch(/## Archive\n+- Begin a sentence.*\n {2}- Needed on needs-telling: \d+ pairs, effect 100 points/);
  await page.keyboard.press('u');
  await expect.poll(file).toBe(told);
  await row.locator('[data-open]').focus();
  await page.keyboard.press('p');
  await expect.poll(file).not.toBe(told);
  const third = await dispatchAndWait(page, project);
  expect(third.told).toBeNull();
  expect(await toldIn(page, third.id)).toEqual([]);
});
