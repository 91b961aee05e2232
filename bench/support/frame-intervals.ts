/** How long each frame of the real window took, in ms. */
import type { Page } from '@playwright/test';

/** From now on the page writes down the interval of each frame. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const intervals: number[] = [];
    let last = performance.now();
    const tick = (now: number): void => {
      intervals.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    Object.assign(window, { intervals });
    requestAnimationFrame(tick);
  });
}

/** What was written down so far does not count. */
export async function forgetFrames(page: Page): Promise<void> {
  await page.evaluate(() => void ((window as unknown as { intervals: number[] }).intervals.length = 0)); // put there by `watchFrames`
}

export async function frameIntervals(page: Page): Promise<number[]> {
  return page.evaluate(() => [...(window as unknown as { intervals: number[] }).intervals]); // put there by `watchFrames`
}
