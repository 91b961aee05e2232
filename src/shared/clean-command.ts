import { REPORTING } from './test-reports.ts';

/** One word of sh, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command with an environment that is the same each time: the target's PATH, an empty home and an empty folder for
 * temporary files, English, UTC, and nothing else but, where asked for, the gate's own test reporters. `DROVER_SANDBOX` marks its processes where nothing else keeps them.
 */
export function cleanCommand(run: string, reporting = false): string {
  return `home=\${TMPDIR:-/tmp}/home
rm -rf "$home" && mkdir -p "$home/tmp" || exit 125
exec env -i PATH="$PATH" HOME="$home" TMPDIR="$home/tmp" USER="\${USER:-user}" LOGNAME="\${LOGNAME:-user}" SHELL=/bin/sh TERM=dumb LANG=C.UTF-8 TZ=UTC ${reporting ? REPORTING : ''} \\
  \${DROVER_SANDBOX:+"DROVER_SANDBOX=$DROVER_SANDBOX"} sh -c ${quote(run)}`;
}
