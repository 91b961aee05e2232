/** Builds an entry of this folder as plain Node runs it, for threads and child processes of tests and benchmarks. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** `entry` is a file of this folder, such as `store-worker.ts`; the result is an ES module inside `folder`. */
export async function bundle(entry: string, folder: string): Promise<URL> {
  const name = `${entry.replace(/\.ts$/, '')}.mjs`;
  const native = pathToFileURL(createRequire(import.meta.url).resolve('better-sqlite3')).href;
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'native-module',
        enforce: 'pre',
        resolveId: (id) => (id === 'better-sqlite3' ? { id: native, external: true } : null),
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(entry, import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { format: 'es', entryFileNames: name, codeSplitting: false } },
    },
  });
  return pathToFileURL(join(folder, name));
}
