/** Search and Import without a mouse, in both themes: every stop shows that it has the focus, and axe finds nothing serious. */
import { join } from 'node:path';
import { conversation, writeSession } from '../test/claude-code/sessions.ts';
import { openLog } from '../src/main/log/log.ts';
import { writeLongSession } from '../test/sessions/long-session.ts';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog } from './support/repository.ts';
import { inPalette, tabTo } from './support/screens.ts';
import { visit } from './support/visit.ts';

const SESSION = '0f0e0d0c-1111-4222-8333-444455556666';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}: a search is asked, filtered, walked through and left by keys`, async ({ launch, temporaryFolder }) => {
    test.setTimeout(150_000);
    const dataDir = temporaryFolder('profile');
    const log = openLog(join(dataDir, 'log.db'));
    await writeLongSession(log, 400);
    await log.close();
    const { app, page } = await launch({ dataDir });
    await page.emulateMedia({ colorScheme });
    await inPalette(page, 'Search');
    await page.keyboard.press('Enter');
    const search = page.getByRole('main', { name: 'Search' });
    const box = search.getByRole('searchbox', { name: 'Search all sessions' });
    await expect(box).toBeFocused();
    await page.keyboard.type('duration');
    const hits = search.getByRole('region', { name: 'Hits' }).getByRole('button');
    await expect(hits.first()).toBeVisible();
    await visit(app, page, [[`search-by-keys-${colorScheme}`, async () => expect(hits.first()).toBeVisible()]]);
    await page.emulateMedia({ colorScheme });

    await box.focus();
    await tabTo(page, search.getByRole('button', { name: 'What workers said' }));
    await page.keyboard.press('Space');
    await expect(box).toHaveValue('duration type:agent.message');
    await tabTo(page, search.getByRole('button', { name: 'Take out type:agent.message' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(box).toHaveValue('duration');
    await expect(hits.first()).toBeVisible();
    await page.keyboard.press('/');
    await expect(box).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(hits.first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(hits.nth(1)).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(box, 'up from the first hit leads back').toBeFocused();
  });

  test(`${colorScheme}: an import is chosen, run and closed by keys`, async ({ launch, temporaryFolder }) => {
    test.setTimeout(150_000);
    const root = temporaryFolder('claude');
    const talk = conversation(SESSION);
    writeSession(root, SESSION, [talk.user('Mend the parser.'), '{"type":"user", cut in the mid']);
    const { app, page } = await launch();
    await page.emulateMedia({ colorScheme });
    await answerFolderDialog(app, root);
    await inPalette(page, 'Import sessions');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import sessions' });
    const own = dialog.getByRole('radio', { name: /from its own folders/ });
    await expect(own).toBeVisible();
    if (!(await own.evaluate((element) => element === document.activeElement))) await tabTo(page, own);
    await page.keyboard.press('ArrowDown');
    await expect(dialog.getByRole('radio', { name: /from a folder/ })).toBeChecked();
    await tabTo(page, dialog.getByRole('button', { name: 'Choose the folder…' }));
    await page.keyboard.press('Enter');
    await expect(dialog.getByText(root)).toBeVisible();
    await tabTo(page, dialog.getByRole('button', { name: 'Import', exact: true }));
    await page.keyboard.press('Enter');
    const status = dialog.getByRole('status');
    await expect(status).toContainText('1 new session');
    await visit(app, page, [[`import-by-keys-${colorScheme}`, async () => expect(status).toContainText('1 line could not be read')]]);
    await page.emulateMedia({ colorScheme });
    await tabTo(page, dialog.getByRole('button', { name: 'Close' }));
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
  });
}
