/** What runs inside the sandbox to turn the workspace into a tree and a pack of its new objects. */
import { scriptPrologue, shellVariables } from './script.ts';

export interface SnapshotScript {
  /** Our repository, the workspace, and the beginning of the names of working files. */
  G: string;
  SPARE: string;
  W: string;
  WORK: string;
  /** Where the pack and the list of what was left out are put for the desktop. */
  PACK: string;
  LEFT: string;
  /** Every earlier pack and list, as a shell pattern's beginning: they were fetched. */
  OLD: string;
  BASE_TREE: string;
  /** A tree that the desktop has already; the pack need not repeat it. */
  HAVE: string;
  MAX_FILE_BYTES: string;
}

/**
 * Answers `reseed` where our repository is not there any more, else lines `tree <id>`, `pack <bytes>`, `left <bytes>` and
 * `head <id>`, the worker's own HEAD where it has one.
 * Repeatable. Works on a copy of our index and puts it in place last, so that a killed run leaves nothing half done.
 */
export function snapshotScript(values: SnapshotScript): string {
  return `${shellVariables({ ...values })}
${scriptPrologue}
[ -d "$W" ] || mkdir -p "$W"
if ! ours cat-file -e "$BASE_TREE" 2> /dev/null || [ ! -f "$G/index" ]; then echo reseed; exit 0; fi
rm -f "$WORK".* "$OLD"*
: > "$LEFT"
# With its time: a change within the second in which the index was written is found only by comparing the two.
cp -p "$G/index" "$WORK.index"

# Adds what lies below folder $1 to index $2. What is too large is named in $LEFT, each name after the prefix $3.
# Names in $WORK.skip (with NUL, relative to $1) are left alone.
add() {
  export GIT_INDEX_FILE="$2" GIT_DIR="$G" GIT_WORK_TREE="$1" PREFIX="$3" LEFT WORK
  cd "$1"
  find . -name .git -prune -o -type f -size "+\${MAX_FILE_BYTES}c" -print0 > "$WORK.large" 2> /dev/null || true
  printf '.\\0' > "$WORK.paths"
  if [ -s "$WORK.large" ]; then
    xargs -0 git -c core.excludesFile="$EXCLUDES" --literal-pathspecs ls-files -z --modified --others --exclude-standard -- < "$WORK.large" > "$WORK.over"
    xargs -0 sh -c 'for path do case $path in (*/) ;; (*) printf ":(exclude,literal)%s\\0" "$path" >> "$WORK.paths"; printf "%s%s\\0" "$PREFIX" "$path" >> "$LEFT" ;; esac; done' sh < "$WORK.over"
  fi
  if [ -s "$WORK.skip" ]; then
    xargs -0 sh -c 'for path do printf ":(exclude,literal)%s\\0" "$path" >> "$WORK.paths"; done' sh < "$WORK.skip"
  fi
  code=0
  git -c core.excludesFile="$EXCLUDES" add --all --ignore-errors --pathspec-from-file="$WORK.paths" --pathspec-file-nul 2> "$WORK.errors" || code=$?
  if [ "$code" -gt 1 ]; then cat "$WORK.errors" >&2; exit "$code"; fi
  sed -n "s/^error: unable to index file '\\(.*\\)'\\$/\\1/p; s/^error: [Ii]nvalid path '\\(.*\\)'\\$/\\1/p" "$WORK.errors" | tr '\\n' '\\0' | PREFIX="$3" xargs -0 sh -c 'for path do printf "%s%s\\0" "$PREFIX" "$path" >> "$LEFT"; done' sh
}

# Repositories inside the workspace: git would record them as one opaque entry and lose their files.
# Those that the project ignores, and its own submodules, stay as they are.
cd "$W"
# What the worker made under the name of a folder that it never got is not fetched.
printf '/.drover\\n' > "$WORK.hidden"
EXCLUDES=$WORK.hidden
find . -path ./.git -prune -o -name .git -print0 2> /dev/null > "$WORK.dotgit" || true
NEWLINE='
'
export GIT_DIR="$G" GIT_WORK_TREE="$W" GIT_INDEX_FILE="$WORK.index" WORK LEFT NEWLINE EXCLUDES
: > "$WORK.nested"
: > "$WORK.unnamed"
if [ -s "$WORK.dotgit" ]; then
  xargs -0 sh -c 'for path do
    folder=\${path%/.git}; folder=\${folder#./}
    case $folder in (.git/*|*/.git/*|*/.git) continue ;; esac
    case $folder in (*"$NEWLINE"*) printf "%s\\0" "$folder" >> "$WORK.unnamed"; printf "%s/\\0" "$folder" >> "$LEFT"; continue ;; esac
    if git -c core.excludesFile="$EXCLUDES" check-ignore --quiet -- "$folder" 2> /dev/null; then continue; fi
    case $(git --literal-pathspecs ls-files --stage -- "$folder") in (160000*) continue ;; esac
    printf "%s\\0" "$folder" >> "$WORK.nested"
  done' sh < "$WORK.dotgit"
fi
cat "$WORK.nested" "$WORK.unnamed" > "$WORK.skip"

add "$W" "$WORK.index" ''

if [ -s "$WORK.nested" ]; then
  : > "$WORK.skip"
  EXCLUDES=/dev/null
  [ ! -f "$W/.gitignore" ] || EXCLUDES=$W/.gitignore
  # Outer folders first: the files of an inner one replace what the outer one said of it.
  while IFS= read -r folder; do
    rm -f "$WORK.inner"
    add "$W/$folder" "$WORK.inner" "$folder/"
    inner=$(git write-tree)
    cd "$W"
    export GIT_INDEX_FILE="$WORK.index" GIT_WORK_TREE="$W"
    git --literal-pathspecs rm -r --cached --quiet --force --ignore-unmatch -- "$folder"
    git read-tree --prefix="$folder/" "$inner"
  done <<NESTED
$(tr '\\0' '\\n' < "$WORK.nested" | sort)
NESTED
fi

tree=$(git write-tree)
mv "$WORK.index" "$G/index"
unset GIT_INDEX_FILE GIT_DIR GIT_WORK_TREE
: > "$PACK"
if [ "$tree" != "$BASE_TREE" ] && [ "$tree" != "$HAVE" ]; then
  { echo "$tree"; echo "^$BASE_TREE"; if ours cat-file -e "$HAVE" 2> /dev/null; then echo "^$HAVE"; fi; } |
    ours pack-objects --revs --stdout --quiet --delta-base-offset > "$PACK"
fi
rm -f "$WORK".*
echo "tree $tree"
echo "pack $(wc -c < "$PACK")"
echo "left $(wc -c < "$LEFT")"
head=
if [ -d "$W/.git" ] && [ ! -L "$W/.git" ]; then head=$(git --git-dir="$W/.git" rev-parse --verify --quiet 'HEAD^{commit}' 2> /dev/null) || head=; fi
echo "head $head"
`;
}
