/** What runs inside the sandbox to pack the objects of snapshots, while the worker's own calls go on. */
import { scriptPrologue, shellVariables } from './script.ts';

export interface CollectScript {
  values: { G: string; SPARE: string; OTHER: string; W: string; NAME: string };
  /** Trees and blobs to pack, and trees that the desktop has. */
  wanted: readonly string[];
  have: readonly string[];
}

/**
 * Answers `pack <bytes> <path>`, or `broken` where an object is missing. Repeatable; touches neither index nor work tree.
 * Packs lie on the workspace's disk: `/tmp` may be a small one in memory.
 */
export function collectScript({ values, wanted, have }: CollectScript): string {
  return `${shellVariables(values)}
${scriptPrologue}
[ -d "$G/objects" ] || { echo broken; exit 0; }
rm -f "$G"/collect-*
# The worker's .git may have come or gone meanwhile, and our repository with it: what is in the other place counts too.
[ "$G" != "$OTHER" ] || OTHER=$SPARE
if [ -d "$OTHER/objects" ]; then export GIT_ALTERNATE_OBJECT_DIRECTORIES="$OTHER/objects"; fi
PACK=$G/$NAME
pack() { ours -c core.bigFileThreshold=4m -c pack.compression=1 pack-objects "$@" --stdout --quiet --delta-base-offset > "$PACK" 2> /dev/null; }
{
  printf '%s\\n' ${wanted.join(' ')}
  for id in ${have.join(' ')}; do if ours cat-file -e "$id" 2> /dev/null; then echo "^$id"; fi; done
} | pack --revs || {
  # The hand sees that HEAD is younger, and writes everything again next time. Where the whole repository was removed, all
  # that is new is still there, but not the base that it stands on; the desktop has that.
  touch "$G/HEAD"
  ! ours cat-file -e ${have[0] ?? ''} 2> /dev/null && ours cat-file --batch-all-objects --batch-check='%(objectname)' | pack
} || { rm -f "$PACK"; echo broken; exit 0; }
echo "pack $(wc -c < "$PACK") $PACK"
`;
}
