/**
 * A pack for a sandbox, with its index. Whoever makes a pack knows every object's id and place; whoever gets it without an index
 * has to unpack and hash all of it to find out, which was half of what a seed took.
 */
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitLine } from './git.ts';
import { storeOptions, type Store } from './store.ts';

export interface SeedPack {
  pack(): AsyncIterable<Uint8Array>;
  index(): AsyncIterable<Uint8Array>;
  /** Removes both from this computer. */
  remove(): Promise<void>;
}

/** What a killed process left is removed by whoever comes this much later, in ms. */
const LEFT_BEHIND_MS = 60 * 60_000;

/** What is reachable from `wants`. The store's history limit applies. */
export async function seedPack(store: Store, wants: readonly string[], signal?: AbortSignal): Promise<SeedPack> {
  const folder = join(store.gitDir, 'seeds');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftBehind(folder);
  const own = await mkdtemp(join(folder, 'seed-'));
  const remove = (): Promise<void> => rm(own, { recursive: true, force: true });
  try {
    const args = store.at(['pack-objects', '--revs', '--quiet', '--delta-base-offset', join(own, 'pack')]);
    const options = { ...storeOptions(signal), input: `${wants.join('\n')}\n`, timeoutMs: 15 * 60_000 };
    const name = join(own, `pack-${await gitLine(store.git, args, options)}`);
    return { pack: () => createReadStream(`${name}.pack`), index: () => createReadStream(`${name}.idx`), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true });
  }
}
