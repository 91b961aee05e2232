import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const skip = ['**/node_modules/**', 'out/**', 'e2e/**'];

export default defineConfig({
  resolve: { alias: { '@shared': resolve('src/shared') } },
  cacheDir: '.cache/vite',
  test: {
    // Most wait for processes and disks: a core fewer, as Vitest has it, leaves half of a small machine idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: [...skip, '**/*.integration.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['src/**/*.integration.test.ts', 'test/**/*.integration.test.ts'],
          exclude: skip,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
