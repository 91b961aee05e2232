/** The worker's own commits, brought to the desktop's store with a snapshot: whole, checked, within limits, or not at all. */
import { ProblemError } from '../../shared/problem.ts';
import type { Sandbox } from '../../shared/sandbox.ts';
import { GitFailure, gitHolds, gitLine } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { MOST_COMMITS, ownCommits } from './own-commits.ts';
import { takePack } from './packs.ts';
import type { Scratch } from './scratch.ts';
import { runScript, scriptPrologue, shellVariables } from './script.ts';
import { shownCommit } from './shown.ts';
import { sessionRef, storeOptions, type Origin, type Store } from './store.ts';

export interface CarryJob extends Origin {
  base: string;
  /** Names the sandbox's calls. */
  callId: string;
  maxPackBytes: number;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** `head` null and `why` null: it made none. */
export interface Carried {
  head: string | null;
  /** Why they stay in the sandbox, in words. */
  why: string | null;
}

const DOING = 'Fetching the commits of the worker';
const MOST_OBJECTS = 50_000;

/** @param head what the sandbox says that the worker's HEAD is. Repeatable */
export async function carryCommits(store: Store, sandbox: Sandbox, scratch: Scratch, job: CarryJob, head: string): Promise<Carried> {
  assertObjectId(head);
  const { signal, base, maxPackBytes } = job;
  const from = await shownCommit(store, base, signal);
  if (head === from) return { head: null, why: null };
  const ref = sessionRef(job.session, head);
  if (await gitHolds(store.git, store.at(['rev-parse', '--verify', '--quiet', ref]), storeOptions(signal))) return { head, why: null };
  const callId = `${job.callId}-own-${head.slice(0, 12)}`;
  const path = scratch.out(callId, 'pack');
  const script = packScript(
    { W: sandbox.workspacePath, G: scratch.gitDir, SPARE: scratch.spareGitDir, PACK: path, HEAD: head, FROM: from },
    maxPackBytes,
  );
  const answer = await runScript(sandbox, callId, script, { doing: DOING, timeoutMs: job.timeoutMs, signal });
  const bytes = Number(/^pack +(\d+)$/m.exec(answer.stdout)?.[1] ?? 0);
  if (answer.exitCode !== 0 || bytes === 0) return { head: null, why: 'they do not stand on the base' };
  if (/^many$/m.test(answer.stdout) || bytes > maxPackBytes) return { head: null, why: 'they are too large' };
  try {
    const pack = sandbox.download(path, maxPackBytes);
    await takePack(store.git, store.at([]), pack, { ...storeOptions(signal), maxPackBytes });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof GitFailure) return { head: null, why: 'git found them malformed' };
    if (error instanceof ProblemError) throw error;
    return { head: null, why: 'they did not arrive whole' };
  }
  if ((await ownCommits(store, base, head, signal)) === null) {
    return { head: null, why: `they are more than ${MOST_COMMITS}, or do not stand on the base` };
  }
  await gitLine(store.git, store.at(['update-ref', ref, head]), storeOptions(signal));
  return { head, why: null };
}

/** Answers `pack <bytes>`, or `many`. Nothing that is packed is believed: the desktop checks what it gets. */
function packScript(values: Record<'W' | 'G' | 'SPARE' | 'PACK' | 'HEAD' | 'FROM', string>, maxPackBytes: number): string {
  return `${shellVariables(values)}
${scriptPrologue}
theirs() { git --git-dir="$W/.git" "$@"; }
objects=$(theirs rev-list --objects "$HEAD" "^$FROM" | head -n ${MOST_OBJECTS + 1} | wc -l)
if [ "$objects" -gt ${MOST_OBJECTS} ]; then echo many; echo "pack 1"; exit 0; fi
{ echo "$HEAD"; echo "^$FROM"; } | theirs pack-objects --revs --stdout --quiet --delta-base-offset | head -c ${maxPackBytes + 1} > "$PACK"
echo "pack $(wc -c < "$PACK")"
`;
}
