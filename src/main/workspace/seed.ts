/** The trip of a commit into a sandbox: a real checkout that the worker may do with as it likes, and a repository of ours. */
import type { Sandbox } from '../../shared/sandbox.ts';
import { commitText } from './commit-text.ts';
import { planExtras, type ExtrasPlan } from './extras.ts';
import { gitHolds, gitLine } from './git.ts';
import { isObjectId } from './object-id.ts';
import type { ObjectReader } from './object-reader.ts';
import { seedPack } from './seed-pack.ts';
import { scratchOf } from './scratch.ts';
import { runScript, scriptFailed, scriptPrologue, shellVariables } from './script.ts';
import { shownCommit, shownTree } from './shown.ts';
import { storeOptions, treeOf, type Place, type Store } from './store.ts';
import type { ListedFile, TreeLists } from './tree-lists.ts';

export interface Seed {
  /** `worker`: with the history that the store has. `gate`: one commit without a parent, the base's tree and nothing else. */
  mode: 'worker' | 'gate';
  base: string;
  /** A snapshot whose files are put over the base; the branch stays at the base. */
  snapshot: SeedSnapshot | null;
  /** The worker's newest own commit, where the branch goes on; without it, or where the store does not have it, the base. */
  head?: string | null | undefined;
  /**
   * `before`: the spec's setup will run on it. `after`: it has run on the base: what it changed of the base's files is put back, what it made
   * stays, and what of that git does not ignore counts as ignored from here on, for it is not the worker's.
   */
  setup?: 'before' | 'after' | undefined;
  /** Names the calls: the same prefix again collects what was begun. */
  prefix: string;
  signal?: AbortSignal | undefined;
}

/** What the event `workspace.snapshot` names. */
export interface SeedSnapshot {
  /** The files to the byte, as the sandbox had them; null where only the commit is known: git's rules then make the files. */
  tree: string | null;
  /** Of a log of 0.1.0, and for whoever has no tree. */
  commit: string;
  /** Empty folders and modes. */
  extras: string | null;
}

const DOING = 'Putting the project into the sandbox';
const TIMEOUT_MS = 15 * 60_000;
/** The script's answer where the objects have not been brought. */
const NOT_THERE = 4;

/** Nothing of `.drover/` travels. Repeatable: a sandbox that has this seed already is left as it is. */
export async function seedSandbox({ store, reader, lists }: Place, sandbox: Sandbox, seed: Seed): Promise<void> {
  const { signal, snapshot } = seed;
  const head = seed.mode === 'gate' ? await commitWithoutPast(store, seed.base, signal) : await workerHead(store, seed);
  const baseTree = await treeOf(store, head, signal);
  const exact = snapshot?.tree != null && (await reader.read(snapshot.tree)) !== null ? snapshot.tree : null;
  const files = exact ?? (snapshot === null ? baseTree : await shownTree(store, await treeOf(store, snapshot.commit, signal), signal));
  const extras = exact === null ? null : (snapshot?.extras ?? null);
  const scratch = scratchOf(sandbox);
  const marker = seed.setup === 'before' ? scratch.markerBefore : scratch.marker;
  const mark = `${seed.prefix} ${head} ${files} ${extras ?? ''}`;
  if ((await readMark(sandbox, marker)) === mark) return;
  const plan = extras === null ? null : await planOf(reader, lists, files, extras);
  const over = seed.setup === 'after' ? await shownTree(store, await treeOf(store, seed.base, signal), signal) : null;
  const script = seedScript(
    {
      W: sandbox.workspacePath,
      G: scratch.gitDir,
      SPARE: scratch.gitDir,
      SEED: scratch.seed,
      SEED_INDEX: scratch.seedIndex,
      EXTRAS: scratch.extras,
      MARKER: marker,
      MARK: mark,
      HEAD: head,
      OVER: over ?? '',
      BASE_TREE: baseTree,
      FILES_TREE: files,
      AS_IS: exact === null ? '' : 'yes',
      FORMAT: head.length === 64 ? '--object-format=sha256' : '--quiet',
    },
    plan,
  );
  const run = (callId: string): ReturnType<typeof runScript> =>
    runScript(sandbox, callId, script, { doing: DOING, timeoutMs: TIMEOUT_MS, signal });
  // Everything is there already, unless the setup removed it.
  const isThere = over !== null && over === baseTree && files === baseTree;
  let answer = isThere ? await run(`${seed.prefix}-there`) : null;
  if (answer === null || answer.exitCode === NOT_THERE) {
    const seedFiles = await seedPack(store, [head, files], signal);
    try {
      await Promise.all([
        sandbox.upload(scratch.seed, seedFiles.pack()),
        sandbox.upload(scratch.seedIndex, seedFiles.index()),
        ...(plan === null ? [] : [sandbox.upload(scratch.extras, once(plan.bytes))]),
      ]);
    } finally {
      await seedFiles.remove();
    }
    answer = await run(`${seed.prefix}-init`);
  }
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
}

async function workerHead(store: Store, { base, head, signal }: Seed): Promise<string> {
  const shown = await shownCommit(store, base, signal);
  if (head == null || !isObjectId(head)) return shown;
  return (await gitHolds(store.git, store.at(['cat-file', '-e', `${head}^{commit}`]), storeOptions(signal))) ? head : shown;
}

async function planOf(reader: ObjectReader, lists: TreeLists, tree: string, extras: string): Promise<ExtrasPlan> {
  const [blob, list] = await Promise.all([reader.read(extras), lists.list(tree)]);
  if (blob === null || list === null) throw new Error(`the snapshot ${tree} with ${extras} is not in the store`);
  const isFile = ({ mode }: ListedFile): boolean => mode === '100644' || mode === '100755';
  const pathsOf = (files: readonly ListedFile[]): Set<string> => new Set(files.map(({ path }) => path));
  return planExtras(blob.content, {
    files: pathsOf(list.files.filter(isFile)),
    folders: new Set(list.folders),
    others: pathsOf(list.files.filter((file) => !isFile(file))),
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The same tree gives the same commit, on any day: the gate's base has no author and no date to differ by. */
async function commitWithoutPast(store: Store, base: string, signal?: AbortSignal): Promise<string> {
  return makeCommit(store, await shownTree(store, await treeOf(store, base, signal), signal), [], signal);
}

/** A commit whose id depends on its tree and parents alone. */
export async function makeCommit(store: Store, tree: string, parents: readonly string[], signal?: AbortSignal): Promise<string> {
  const args = store.at(['hash-object', '-t', 'commit', '-w', '--stdin']);
  return gitLine(store.git, args, { ...storeOptions(signal), input: commitText(tree, parents) });
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

/**
 * Both repositories have the objects, under a name of their own each: what the worker's git removes is still there for ours.
 * The files of a snapshot are put down as they are in its tree (`AS_IS`): no line end changes. Where the base says nothing
 * else the base's files follow its attributes, as after `git clone`.
 */
function seedScript(values: Record<string, string>, extras: ExtrasPlan | null): string {
  return `${shellVariables(values)}
${scriptPrologue}
if [ -f "$MARKER" ] && [ "$(cat "$MARKER")" = "$MARK" ]; then exit 0; fi
mkdir -p "$W"
cd "$W"
rm -f "$MARKER"
kept=
if [ -n "$OVER" ] && [ ! -L "$W/.git" ] && [ -f "$G/index" ] && ours cat-file -e "$OVER" 2> /dev/null; then kept=-after; fi
if [ -z "$kept" ]; then
  [ -f "$SEED" ] || exit ${NOT_THERE}
  rm -rf "$W/.git"
  git init --quiet --template= "$FORMAT" "$W"
  git init --quiet --bare --template= "$FORMAT" "$G"
fi
# Pack and index where they lie, under a second name: this script may have to begin again.
bring() { [ "$1" -ef "$2" ] || { rm -f "$2"; ln "$1" "$2" 2> /dev/null || cp "$1" "$2"; }; }
if [ -f "$SEED" ]; then
  bring "$SEED" "$G/objects/pack/pack-seed$kept.pack"
  bring "$SEED_INDEX" "$G/objects/pack/pack-seed$kept.idx"
fi
for setting in core.bare=false core.fileMode=true core.symlinks=true core.ignoreCase=false core.autocrlf=false; do
  ours config "\${setting%%=*}" "\${setting#*=}"
done
put() { ours -c checkout.workers=0 read-tree --reset -u "$@"; }
# A file whose bytes do not follow the project's own line-end rules counts as changed when git looks into it, which it
# does for files as young as its index. Nobody else is at work here yet, so the index may be made a second younger than they are.
settle() { ours diff-files --quiet || { sleep 1; touch "$G/index"; }; }
if [ -z "$kept" ]; then
  put "$BASE_TREE"
else
  # What the setup changed of the base's files.
  put "$OVER"
  if [ "$OVER" != "$BASE_TREE" ]; then put "$OVER" "$BASE_TREE"; fi
fi
settle

theirs() { git --git-dir="$W/.git" "$@"; }
mkdir -p "$W/.git/objects/pack" "$W/.git/info"
for file in "$G"/objects/pack/pack-*; do bring "$file" "$W/.git/objects/pack/\${file##*/}"; done
theirs update-ref refs/heads/drover "$HEAD"
theirs symbolic-ref HEAD refs/heads/drover
theirs config user.name 'Drover worker'
theirs config user.email 'worker@drover.invalid'
theirs config core.autocrlf false
theirs config commit.gpgSign false
cp -p "$G/index" "$W/.git/index"

if [ "$FILES_TREE" != "$BASE_TREE" ]; then
  mkdir -p "$G/info"
  if [ -n "$AS_IS" ]; then echo '* -text -eol -ident -filter -working-tree-encoding' > "$G/info/attributes"; fi
  # From the one to the other: what both have is not looked at again, which an index that is younger than it needs to be sees to.
  touch -d "@$(($(date +%s) + 2))" "$G/index" 2> /dev/null || { sleep 1; touch "$G/index"; }
  put "$BASE_TREE" "$FILES_TREE"
  settle
  rm -f "$G/info/attributes"
fi
${extrasScript(extras)}
# What the setup made and git does not ignore: from here on it does.
if [ -n "$OVER" ]; then
  mkdir -p "$G/info"
  printf '/.drover\\n/.drover-seed-*\\n' > "$G/info/exclude"
  ours ls-files -z --others --exclude-standard --directory --no-empty-directory > "$G/info/made"
  tr '\\0' '\\n' < "$G/info/made" | sed 's/[][\\*? ]/\\\\&/g; s,^,/,' > "$G/info/exclude"
  rm -f "$G/info/made"
  cat "$G/info/exclude" >> "$W/.git/info/exclude"
fi
# What the hand begins with: files that are as this says, and older, are not read again.
sleep 0.03 2> /dev/null || sleep 1
touch "$G/index"
ln -f "$G/index" "$G/seed.index" || cp -p "$G/index" "$G/seed.index"
rm -f "$SEED" "$SEED_INDEX" "$EXTRAS"
printf '%s' "$MARK" > "$MARKER"
`;
}

function extrasScript(plan: ExtrasPlan | null): string {
  if (plan === null) return 'rm -f "$G/seed.extras"';
  const steps = plan.steps.map(({ from, bytes, command }) => `part ${from + 1} ${bytes} ${command}`);
  return `head -c ${plan.blobBytes} "$EXTRAS" > "$G/seed.extras"
part() { from=$1 bytes=$2; shift 2; tail -c "+$from" "$EXTRAS" | head -c "$bytes" | xargs -0 "$@"; }
${steps.join('\n')}`;
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
