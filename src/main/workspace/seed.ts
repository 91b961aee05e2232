/** The trip of a commit into a sandbox: a real checkout that the worker may do with as it likes, and a repository of ours. */
import type { Sandbox } from '../../shared/sandbox.ts';
import { gitLine } from './git.ts';
import { packOf } from './packs.ts';
import { scratchOf } from './scratch.ts';
import { runScript, scriptFailed, scriptPrologue, shellVariables } from './script.ts';
import { shownCommit, shownTree } from './shown.ts';
import { storeOptions, treeOf, type Store } from './store.ts';

export interface Seed {
  /** `worker`: with the history that the store has. `gate`: one commit without a parent, the base's tree and nothing else. */
  mode: 'worker' | 'gate';
  base: string;
  /** A snapshot whose files are put over the base; the branch stays at the base. */
  snapshot: string | null;
  /** Names the calls: the same prefix again collects what was begun. */
  prefix: string;
  signal?: AbortSignal | undefined;
}

const DOING = 'Putting the project into the sandbox';
const TIMEOUT_MS = 15 * 60_000;

/** Nothing of `.drover/` travels. Repeatable: a sandbox that has this seed already is left as it is. */
export async function seedSandbox(store: Store, sandbox: Sandbox, seed: Seed): Promise<void> {
  const { signal } = seed;
  const head = seed.mode === 'gate' ? await commitWithoutPast(store, seed.base, signal) : await shownCommit(store, seed.base, signal);
  const baseTree = await treeOf(store, head, signal);
  const files = seed.snapshot === null ? baseTree : await shownTree(store, await treeOf(store, seed.snapshot, signal), signal);
  const scratch = scratchOf(sandbox);
  const mark = `${seed.prefix} ${head} ${files}`;
  if ((await readMark(sandbox, scratch.marker)) === mark) return;
  await sandbox.upload(scratch.seed, packOf(store, [head, files], [], signal));
  const script = seedScript({
    W: sandbox.workspacePath,
    G: scratch.gitDir,
    SPARE: scratch.gitDir,
    SEED: scratch.seed,
    MARKER: scratch.marker,
    MARK: mark,
    HEAD: head,
    BASE_TREE: baseTree,
    FILES_TREE: files,
    FORMAT: head.length === 64 ? '--object-format=sha256' : '--quiet',
  });
  const answer = await runScript(sandbox, `${seed.prefix}-init`, script, { doing: DOING, timeoutMs: TIMEOUT_MS, signal });
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
}

/** The same tree gives the same commit, on any day: the gate's base has no author and no date to differ by. */
async function commitWithoutPast(store: Store, base: string, signal?: AbortSignal): Promise<string> {
  return makeCommit(store, await shownTree(store, await treeOf(store, base, signal), signal), [], signal);
}

/** A commit whose id depends on its tree and parents alone. */
export async function makeCommit(store: Store, tree: string, parents: readonly string[], signal?: AbortSignal): Promise<string> {
  const lines = [
    `tree ${tree}`,
    ...parents.map((id) => `parent ${id}`),
    'author Drover <drover@localhost> 0 +0000',
    'committer Drover <drover@localhost> 0 +0000',
    '',
    'drover\n',
  ];
  const args = store.at(['hash-object', '-t', 'commit', '-w', '--stdin']);
  return gitLine(store.git, args, { ...storeOptions(signal), input: lines.join('\n') });
}

async function readMark(sandbox: Sandbox, path: string): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of sandbox.download(path, 4096)) chunks.push(chunk);
  } catch {
    return undefined; // not there; a sandbox that cannot be reached says so at the upload
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Both repositories get their own copy of the objects, so that the worker's git can spoil only its own. */
function seedScript(values: Record<string, string>): string {
  return `${shellVariables(values)}
${scriptPrologue}
if [ -f "$MARKER" ] && [ "$(cat "$MARKER")" = "$MARK" ]; then exit 0; fi
mkdir -p "$W"
cd "$W"
rm -rf "$W/.git" "$MARKER"
git init --quiet --template= "$FORMAT" "$W"
git init --quiet --bare --template= "$FORMAT" "$G"
# The pack where it lies, under a second name: this script may have to begin again.
ln "$SEED" "$G/objects/pack/pack-seed.pack" || cp "$SEED" "$G/objects/pack/pack-seed.pack"
git --git-dir="$G" index-pack "$G/objects/pack/pack-seed.pack" > /dev/null
for setting in core.bare=false core.fileMode=true core.symlinks=true core.ignoreCase=false core.autocrlf=false; do
  ours config "\${setting%%=*}" "\${setting#*=}"
done
# A file whose bytes do not follow the project's own line-end rules counts as changed when git looks into it, which it
# does for files as young as its index. Nobody else is at work here yet, so the index may be made a second younger than they are.
settle() { ours diff-files --quiet || { sleep 1; touch "$G/index"; }; }
ours read-tree --reset -u "$BASE_TREE"
settle

theirs() { git --git-dir="$W/.git" "$@"; }
mkdir -p "$W/.git/objects/pack" "$W/.git/info"
cp "$G"/objects/pack/pack-* "$W/.git/objects/pack/"
theirs update-ref refs/heads/drover "$HEAD"
theirs symbolic-ref HEAD refs/heads/drover
theirs config user.name 'Drover worker'
theirs config user.email 'worker@drover.invalid'
theirs config core.autocrlf false
theirs config commit.gpgSign false
cp -p "$G/index" "$W/.git/index"

if [ "$FILES_TREE" != "$BASE_TREE" ]; then
  ours read-tree --reset -u "$FILES_TREE"
  settle
fi
rm -f "$SEED"
printf '%s' "$MARK" > "$MARKER"
`;
}

/** Makes our repository in the sandbox anew, where the worker removed it, from an uploaded pack of the base's tree. */
export function reseedScript(values: { G: string; SPARE: string; W: string; SEED: string; BASE_TREE: string; FORMAT: string }): string {
  return `${shellVariables(values)}
${scriptPrologue}
if [ -f "$G/index" ] && [ ! -f "$SEED" ]; then exit 0; fi
rm -rf "$G"
git init --quiet --bare --template= "$FORMAT" "$G"
git --git-dir="$G" index-pack --stdin < "$SEED" > /dev/null
mkdir -p "$W"
for setting in core.bare=false core.fileMode=true core.symlinks=true core.ignoreCase=false core.autocrlf=false; do
  ours config "\${setting%%=*}" "\${setting#*=}"
done
ours read-tree "$BASE_TREE"
rm -f "$SEED"
`;
}
