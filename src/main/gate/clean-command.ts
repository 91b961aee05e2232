/** One word of sh, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command with an environment that is the same each time: the target's PATH, an empty home and an empty folder for
 * temporary files, English, UTC, and nothing else. `DROVER_SANDBOX` marks its processes where nothing else keeps them.
 */
export function cleanCommand(run: string): string {
  return `home=\${TMPDIR:-/tmp}/home
rm -rf "$home" && mkdir -p "$home/tmp" || exit 125
exec env -i PATH="$PATH" HOME="$home" TMPDIR="$home/tmp" USER="\${USER:-user}" LOGNAME="\${LOGNAME:-user}" SHELL=/bin/sh TERM=dumb LANG=C.UTF-8 TZ=UTC \\
  \${DROVER_SANDBOX:+"DROVER_SANDBOX=$DROVER_SANDBOX"} sh -c ${quote(run)}`;
}
