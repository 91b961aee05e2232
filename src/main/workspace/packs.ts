/** Objects travel as packs: out of a store, into a store, never with anyone's refs or configuration. */
import { GitFailure, gitHolds, type Git, type GitOptions } from './git.ts';
import { storeOptions, type Store } from './store.ts';

/** What is reachable from `wants` and not from `excludes`; commits or trees. The store's history limit applies. */
export function packOf(
  store: Store,
  wants: readonly string[],
  excludes: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const input = [...wants, ...excludes.map((id) => `^${id}`)].join('\n') + '\n';
  const args = store.at(['pack-objects', '--revs', '--stdout', '--quiet', '--delta-base-offset']);
  return store.git.stream(args, { ...storeOptions(signal), input, timeoutMs: 15 * 60_000 });
}

/** Below so many objects a pack is unpacked: a session's hundreds of small packs would slow every look into the store. */
const UNPACKED_BELOW = 200;

/**
 * Takes a pack in, however hostile: `--strict` refuses objects that are malformed, name `.git` or `..` in a tree, or
 * point to objects that are nowhere. (`git fetch` of a bundle would skip these checks before git 2.46.)
 * Throws `GitFailure`; then nothing of the pack is in the repository.
 */
export async function takePack(
  git: Git,
  at: readonly string[],
  pack: AsyncIterable<Uint8Array>,
  options: GitOptions & { maxPackBytes?: number },
): Promise<void> {
  const { count, bytes } = await countObjects(pack);
  const how = count < UNPACKED_BELOW ? ['unpack-objects', '-q'] : ['index-pack', '--stdin'];
  const args = [...at, ...how, '--strict', `--max-input-size=${options.maxPackBytes ?? 0}`];
  const result = await git.run(args, { ...options, input: bytes, timeoutMs: 5 * 60_000 });
  if (result.exitCode !== 0) throw new GitFailure(args, result.exitCode, result.stderr);
}

/** How many objects a pack says that it has (its bytes 8 to 11), and the pack, whole. */
async function countObjects(pack: AsyncIterable<Uint8Array>): Promise<{ count: number; bytes: AsyncIterable<Uint8Array> }> {
  const source = pack[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length >= 12) break;
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => source };
  }
  return { count: head.length < 12 ? 0 : head.readUInt32BE(8), bytes: bytes() };
}

/** Whether trees and everything below them are in the store; what `known` has is not walked again. */
export async function holdsWholeTrees(store: Store, trees: readonly string[], known: string, signal?: AbortSignal): Promise<boolean> {
  const input = `${[...trees, `^${known}`].join('\n')}\n`;
  return gitHolds(store.git, store.at(['rev-list', '--objects', '--quiet', '--stdin']), { ...storeOptions(signal), input });
}

/** Whether a tree and everything below it is in the store; what `known` has is not walked again. */
export async function holdsWholeTree(store: Store, tree: string, known: string, signal?: AbortSignal): Promise<boolean> {
  const isTree = await store.git.run(store.at(['cat-file', '-t', tree]), storeOptions(signal));
  if (isTree.exitCode !== 0 || isTree.stdout.toString('utf8').trim() !== 'tree') return false;
  return gitHolds(store.git, store.at(['rev-list', '--objects', '--quiet', tree, `^${known}`]), storeOptions(signal));
}
