/** Looks at screens in both themes and at both sizes. */
import AxeBuilder from '@axe-core/playwright';
import type { ElectronApplication, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, root } from './launch.ts';
import { setSize } from './screens.ts';

export type Screen = [name: string, show: () => Promise<unknown>, leave?: () => Promise<unknown>];

const sizes = [
  [1440, 900],
  [1024, 700],
] as const;

/** Shows each screen in turn and looks at it in every theme and size; what is wrong is collected, so that one run names it all. */
export async function visit(app: ElectronApplication, page: Page, screens: Screen[]): Promise<void> {
  const folder = join(root, 'test-results', 'screens');
  mkdirSync(folder, { recursive: true });
  for (const [name, show, leave] of screens) {
    await show();
    for (const [width, height] of sizes) {
      await setSize(app, page, width, height);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const where = `${name} ${colorScheme} ${width}x${height}`;
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
        const axe = new AxeBuilder({ page }).setLegacyMode();
        // A theme changes colours and nothing else.
        const { violations, passes } = await (colorScheme === 'dark' ? axe.withRules('color-contrast') : axe).analyze();
        expect.soft(passes.length, `${where} was looked at`).toBeGreaterThan(0);
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect
          .soft(
            serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
            where,
          )
          .toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(overflow, `${where} sticks out`).toBeLessThanOrEqual(0);
      }
    }
    await leave?.();
  }
}
