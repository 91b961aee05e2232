import { defineConfig } from '@playwright/test';

/** The real application on one display: one window at a time. Build first; `npm run test:e2e` does. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  timeout: 90_000,
  globalTimeout: 35 * 60_000,
  forbidOnly: process.env['CI'] !== undefined,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { trace: 'retain-on-failure' },
});
