/** Builds an entry as plain Node runs it, for threads and child processes of tests and benchmarks. */
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** ssh2 asks for it, and an ES module has none. */
const DIRNAME = 'const __dirname = import.meta.dirname;';

/** `entry` is a file of this folder, such as `store-worker.ts`, or a file URL; the result is an ES module inside `folder`. */
export async function bundle(entry: string | URL, folder: string): Promise<URL> {
  const file = fileURLToPath(new URL(entry, import.meta.url));
  const name = `${basename(file, '.ts')}.mjs`;
  const native = pathToFileURL(createRequire(import.meta.url).resolve('better-sqlite3')).href;
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'native-module',
        enforce: 'pre',
        resolveId(id) {
          if (id === 'better-sqlite3') return { id: native, external: true };
          // Native extras of ssh2, which does without them.
          return id === 'cpu-features' || id.endsWith('.node') ? { id, external: true } : null;
        },
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: file,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { format: 'es', entryFileNames: name, codeSplitting: false, banner: DIRNAME } },
    },
  });
  return pathToFileURL(join(folder, name));
}
