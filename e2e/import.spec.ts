/** Sessions of Claude Code taken in by click, exports, and what verifying says. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conversation, writeSession } from '../test/claude-code/sessions.ts';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog } from './support/repository.ts';
import { board, call, expectStatus, inPalette, rail } from './support/screens.ts';

const SESSION = '0f0e0d0c-1111-4222-8333-444455556666';

test('import from a folder, again, with what grew; marked everywhere; searched; exported, and the export taken in elsewhere', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(180_000);
  const root = temporaryFolder('claude');
  const main = conversation(SESSION);
  const agent = conversation(SESSION, { agentId: 'a1b2c3' });
  const prompt = 'Look for the parser.';
  const file = writeSession(root, SESSION, [
    main.user('Mend the parser.'),
    main.assistant('msg_1', { type: 'text', text: 'I look first: \u202egnp.exe <img src=x onerror=alert(1)>' }),
    main.assistant('msg_2', { type: 'tool_use', id: 'toolu_task', name: 'Task', input: { prompt, description: 'look' } }),
    main.result('toolu_task', 'It is in parser.ts.', { toolUseResult: { agentId: 'a1b2c3' } }),
    '{"type":"user", cut in the mid',
  ]);
  writeSession(join(root), `${SESSION}/subagents/agent-a1b2c3`, [
    agent.user(prompt),
    agent.assistant('msg_3', { type: 'text', text: 'The xylophone parser is in parser.ts.' }),
  ]);

  const { app, page, close } = await launch();
  await rail(page, 'Sessions');
  await page.getByRole('button', { name: 'Import sessions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import sessions' });
  await dialog.getByRole('radio', { name: /from a folder/ }).check();
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await answerFolderDialog(app, root);
  await dialog.getByRole('button', { name: 'Choose the folder…' }).click();
  await expect(dialog.getByText(root)).toBeVisible();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('2 new sessions');
  await expect(dialog.getByRole('status')).toContainText('1 line could not be read');
  await dialog.getByRole('button', { name: 'Close' }).click();

  // Marked, the subagent under its parent, and nothing on the board.
  const rows = page.locator('tr[data-session]');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText('Mend the parser.');
  await expect(rows.nth(0).locator('[data-status=imported]')).toHaveText('Imported');
  await expect(rows.nth(1)).toHaveAttribute('data-depth', '1');
  await expect(rows.nth(1)).toContainText('thread of #');
  await rail(page, 'Board');
  await expect(board(page).getByRole('article')).toHaveCount(0);

  // Searched like one's own; hostile text is text.
  await rail(page, 'Search');
  await page.getByRole('searchbox').fill('xylophone');
  await expect(page.getByRole('region', { name: 'Hits' }).locator('mark')).toHaveText('xylophone');
  await page.getByRole('searchbox').fill('onerror');
  const hit = page.getByRole('region', { name: 'Hits' }).getByRole('button');
  await expect(hit).toContainText('<img src=x');
  await expect(hit, 'nothing turns the text around').not.toContainText('\u202e');

  // A second import adds what is new, a third nothing.
  const importAgain = async (says: string): Promise<void> => {
    await inPalette(page, 'Import sessions');
    await page.keyboard.press('Enter');
    await dialog.getByRole('radio', { name: /from a folder/ }).check();
    await dialog.getByRole('button', { name: 'Choose the folder…' }).click();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByRole('status')).toContainText(says);
    await dialog.getByRole('button', { name: 'Close' }).click();
  };
  appendFileSync(file, `${JSON.stringify(main.user('And the tests.'))}\n`);
  await importAgain('1 session with more than before; ');
  await importAgain('Nothing new');

  // Exported as it is, taken in by another profile, event for event.
  const sessions = await call(page, 'sessions.list', undefined);
  const parent = sessions.find((session) => session.dispatch.title === 'Mend the parser.');
  if (parent === undefined) throw new Error('the imported session is not listed');
  const events = await call(page, 'session.events', { session: parent.id, from: 1, limit: 1000 });
  await rail(page, 'Sessions');
  await rows.nth(0).getByRole('button', { name: 'Mend the parser.', exact: true }).click();
  const exported = join(temporaryFolder('export'), 'parser.jsonl');
  await app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, exported);
  await page.getByRole('button', { name: 'More about this session' }).click();
  await page.getByRole('menuitem', { name: /Export as JSONL/ }).click();
  await expect(page.getByText(`Written to ${exported}`)).toBeVisible();
  expect(readFileSync(exported, 'utf8')).toContain('Mend the parser.');

  await page.getByRole('button', { name: 'More about this session' }).click();
  await page.getByRole('menuitem', { name: /Verify/ }).click();
  await expect(page.getByRole('dialog', { name: 'Verify the session' })).toContainText(`All ${events.length} events fit.`);
  await close();

  const other = await launch();
  await answerFolderDialog(other.app, exported);
  await rail(other.page, 'Sessions');
  await other.page.getByRole('button', { name: 'Import sessions' }).click();
  const there = other.page.getByRole('dialog', { name: 'Import sessions' });
  await there.getByRole('radio', { name: /A file that Drover exported/ }).check();
  await there.getByRole('button', { name: 'Choose the file…' }).click();
  await expect(other.page.getByText(`1 session taken in, ${events.length} events added.`)).toBeVisible();
  expect(await call(other.page, 'session.events', { session: parent.id, from: 1, limit: 1000 })).toEqual(events);
});

test('an import that is stopped by click keeps what it took in, and the next one goes on from there', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(180_000);
  const root = temporaryFolder('claude');
  const FILES = 400;
  for (let file = 0; file < FILES; file += 1) {
    const id = `${SESSION.slice(0, -6)}${String(file).padStart(6, '0')}`;
    const talk = conversation(id);
    const turns = Array.from({ length: 60 }, (_, turn) => talk.assistant(`msg_${file}_${turn}`, { type: 'text', text: `Turn ${turn}.` }));
    writeSession(root, id, [talk.user(`Task ${file}.`), ...turns]);
  }
  const { app, page } = await launch();
  await answerFolderDialog(app, root);
  const dialog = page.getByRole('dialog', { name: 'Import sessions' });
  const begin = async (): Promise<void> => {
    await inPalette(page, 'Import sessions');
    await page.keyboard.press('Enter');
    await dialog.getByRole('radio', { name: /from a folder/ }).check();
    await dialog.getByRole('button', { name: 'Choose the folder…' }).click();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  };
  await begin();
  await dialog.getByRole('button', { name: 'Stop the import' }).click();
  await expect(dialog.getByRole('status')).toContainText(
    'Cancelled: what was taken in so far stays, and the next import goes on from there',
  );
  const kept = (await call(page, 'sessions.list', undefined)).length;
  expect(kept).toBeLessThan(FILES);
  await dialog.getByRole('button', { name: 'Close' }).click();

  await begin();
  await expect(dialog.getByRole('status')).toContainText('Imported', { timeout: 120_000 });
  // One of which the beginning was taken in has more than before.
  const said = (await dialog.getByRole('status').textContent()) ?? '';
  const [added = 0] = (/([\d,]+) new session/.exec(said)?.slice(1) ?? []).map((count) => Number(count.replaceAll(',', '')));
  expect(kept + added).toBe(FILES);
  expect(await call(page, 'sessions.list', undefined)).toHaveLength(FILES);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('a page that is exported by click is read with scripts off, and asks for nothing', async ({ launch, temporaryFolder }) => {
  test.setTimeout(120_000);
  const { app, page } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  const exported = join(temporaryFolder('export'), 'demo.html');
  await app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, exported);
  await page.getByRole('button', { name: 'More about this session' }).click();
  await page.getByRole('menuitem', { name: /Export as HTML/ }).click();
  await expect(page.getByText(`Written to ${exported}`)).toBeVisible();

  const seen = await app.evaluate(async ({ BrowserWindow, session: sessions }, file) => {
    const own = sessions.fromPartition('exported');
    const requests: string[] = [];
    own.webRequest.onBeforeRequest((details, answer) => {
      requests.push(details.url);
      answer({});
    });
    const window = new BrowserWindow({ show: false, webPreferences: { session: own, sandbox: true, javascript: false } });
    await window.loadFile(file);
    // What a person's screen reader reads: nothing of the page itself runs for that.
    const { debugger: inspector } = window.webContents;
    inspector.attach('1.3');
    await inspector.sendCommand('Accessibility.enable');
    const { nodes } = (await inspector.sendCommand('Accessibility.getFullAXTree')) as {
      nodes: { role?: { value: string }; name?: { value: string } }[];
    };
    window.destroy();
    return { words: nodes.map(({ role, name }) => `${role?.value}: ${name?.value}`).join('\n'), requests };
  }, exported);
  expect(seen.words).toContain('heading: Read durations with several units');
  expect(seen.words).toContain('durations.py');
  expect(seen.words).toContain('python3');
  expect(seen.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
});
