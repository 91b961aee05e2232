import type { Sandbox } from '../../shared/sandbox.ts';
import { isObjectId } from './object-id.ts';
import { scratchOf } from './scratch.ts';
import { runScript, scriptFailed, scriptPrologue, shellVariables } from './script.ts';

const DOING = 'Applying the patch';
const TIMEOUT_MS = 5 * 60_000;

/**
 * Applies a patch to a sandbox that was seeded with its base, and answers the tree that came of it. The tree is computed
 * on the base's objects, not on files, so that line-end rules of the project cannot change it; then the files follow.
 */
export async function applyPatch(
  sandbox: Sandbox,
  patch: AsyncIterable<Uint8Array>,
  job: { baseTree: string; prefix: string; signal?: AbortSignal | undefined },
): Promise<{ ok: true; tree: string } | { ok: false; reason: string }> {
  const scratch = scratchOf(sandbox);
  const path = scratch.out(job.prefix, 'patch');
  await sandbox.upload(path, patch);
  const { gitDir: G, spareGitDir: SPARE, work: WORK } = scratch;
  const script = applyScript({ G, SPARE, W: sandbox.workspacePath, WORK, PATCH: path, BASE_TREE: job.baseTree });
  const answer = await runScript(sandbox, `${job.prefix}-apply`, script, { doing: DOING, timeoutMs: TIMEOUT_MS, signal: job.signal });
  if (answer.exitCode === 3) return { ok: false, reason: plainReason(answer.stderr) };
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
  const tree = /^tree ([0-9a-f]+)$/m.exec(answer.stdout)?.[1] ?? '';
  if (!isObjectId(tree)) throw scriptFailed(sandbox, DOING, { exitCode: 0, stderr: 'git answered with something else' });
  return { ok: true, tree };
}

function plainReason(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.startsWith('error: '));
  return (
    lines
      .slice(0, 5)
      .map((line) => line.slice('error: '.length))
      .join('; ') || 'git apply refused it'
  );
}

/** Repeatable: begins at the base each time. An empty patch is the base itself. Exit 3: the patch does not apply. */
function applyScript(values: Record<string, string>): string {
  return `${shellVariables(values)}
${scriptPrologue}
cd "$W"
ours read-tree --reset -u "$BASE_TREE"
cp "$G/index" "$WORK.index"
if [ -s "$PATCH" ]; then
  GIT_INDEX_FILE="$WORK.index" ours apply --cached --whitespace=nowarn "$PATCH" || exit 3
fi
tree=$(GIT_INDEX_FILE="$WORK.index" ours write-tree)
ours read-tree --reset -u "$tree"
rm -f "$WORK".*
cp -p "$G/index" "$W/.git/index"
# What the patch brought; the pack that both began with is there.
for part in "$G"/objects/??; do [ ! -d "$part" ] || cp -Rf "$part" "$W/.git/objects/"; done
echo "tree $tree"
`;
}
