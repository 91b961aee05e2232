/** The window by its roles and names, as a user finds them. */
import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import type { Answer, Channel, DroverBridge, InputOf, Outputs } from '../../src/shared/ipc.ts';

declare global {
  interface Window {
    /** What the preload puts there; for `page.evaluate`. */
    readonly drover: DroverBridge;
  }
}

/** A demo's worker, its gate and everything between them, on a busy machine. */
export const SESSION_LIMIT_MS = 60_000;

export function board(page: Page): Locator {
  return page.getByRole('main', { name: 'Board' });
}

/** The state of the session that is open, in its header. */
export function sessionStatus(page: Page): Locator {
  return page.locator('header [data-status]');
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(sessionStatus(page)).toHaveAttribute('data-status', status, { timeout: SESSION_LIMIT_MS });
}

/** The list of a session's events; only the rows in sight exist. */
export function events(page: Page): Locator {
  return page.getByRole('tree', { name: 'Events' });
}

export function rowOf(page: Page, text: string): Locator {
  return events(page).getByRole('treeitem').filter({ hasText: text });
}

/** The page's size, without the window's frame and menu. */
export async function setSize(app: ElectronApplication, page: Page, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), {
    width,
    height,
  });
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Tab until the control has the focus, seeing to it that every stop on the way shows that it has. */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press(key);
    expect(await visibleFocus(page), 'the focused control shows it').not.toBe('unseen');
    if (await control.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab did not reach ${String(control)} in 60 stops`);
}

/** `ring`, `text` for a field that a cursor blinks in, `none` where nothing is focused, else `unseen`. */
async function visibleFocus(page: Page): Promise<'ring' | 'none' | 'unseen'> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'none';
    // Base UI's focus guards are stops of a moment: they pass the focus on.
    if (element.hasAttribute('data-base-ui-focus-guard')) return 'none';
    const rings = [getComputedStyle(element), getComputedStyle(element, '::after')];
    const ringed = rings.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1);
    return ringed && element.matches(':focus-visible') ? 'ring' : 'unseen';
  });
}

/** To a screen by the bar at the left. */
export async function rail(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click();
}

/** Types into the palette, once it is there. */
export async function inPalette(page: Page, text: string): Promise<Locator> {
  // A key that is pressed before the first screen is there is nobody's.
  await expect(page.getByRole('main')).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  await palette.getByRole('combobox').fill(text);
  return palette;
}

/** A call of the window's, past its screens; fails the test where it is refused. */
export async function call<C extends Channel>(page: Page, channel: C, input: InputOf<C>): Promise<Outputs[C]> {
  const crossing: [name: string, value: unknown] = [channel, input];
  // Playwright's types of what crosses to the page cannot follow a channel; on both sides it is that of this very one.
  const answer = (await page.evaluate(([name, value]) => window.drover.call(name as never, value as never), crossing)) as Answer<C>;
  if (!answer.ok) throw new Error(`${channel}: ${answer.problem.what} (${answer.problem.where})`);
  return answer.value;
}

/** The text in an editor of text, as its lines say it. */
export async function codeOf(page: Page, name: string | RegExp): Promise<string> {
  const lines = page.getByRole('textbox', { name }).locator('.cm-line');
  return (await lines.evaluateAll((all) => all.map((line) => line.textContent ?? ''))).join('\n');
}
