import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const alias = { '@shared': resolve('src/shared') };

// Built for the older of the two runtimes that may start it (see scripts/electron.mjs): Electron 33 is Node 20, Chrome 130.
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: 'node20',
      rolldownOptions: {
        external: ['cpu-features', /[.]node$/], // native extras of ssh2, which does without them
        input: {
          main: resolve('src/main/main.ts'),
          cli: resolve('src/main/cli.ts'), // plain Node runs it: nothing it reaches may import electron
          'store-worker': resolve('src/main/log/store-worker.ts'), // the log's own thread
          'index-worker': resolve('src/main/log/search/index-worker.ts'), // and that of what is derived from it
          'import-worker': resolve('src/main/app/import-worker.ts'),
        },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node20',
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }, // a sandboxed preload cannot be ESM
      },
    },
  },
  renderer: {
    resolve: { alias },
    plugins: [react(), tailwindcss()],
    build: { target: 'chrome130', minify: true, rolldownOptions: { input: resolve('src/renderer/index.html') } },
  },
});
