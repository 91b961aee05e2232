/** Shell scripts that run inside a sandbox, and what they answer. */
import { excerptText } from '../../shared/criteria.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { CallResult, Sandbox } from '../../shared/sandbox.ts';

/** One word of sh, whatever is in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `NAME='value'` lines in front of a script. */
export function shellVariables(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join('\n');
}

/**
 * Git as ours, not as the worker configured it. `ours` is git on the repository `$G` over the work tree `$W`; `$G` becomes
 * `$SPARE` where the worker's `.git` is not there to hold it. The worker's HOME, its global configuration and its
 * attributes outside the project count for nothing.
 */
export const scriptPrologue = `
set -eu
umask 022
for name in $(env | sed -n 's/^\\(GIT_[A-Za-z0-9_]*\\)=.*/\\1/p'); do unset "$name"; done
export LC_ALL=C HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
git() {
  command git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.untrackedCache=false -c core.splitIndex=false -c gc.auto=0 \\
    -c core.excludesFile=/dev/null -c core.attributesFile=/dev/null -c core.autocrlf=false -c core.quotePath=false "$@"
}
if [ ! -d "$W/.git" ] || [ -L "$W/.git" ]; then G=$SPARE; fi
ours() { git --git-dir="$G" --work-tree="$W" "$@"; }
`;

/**
 * Runs a script once under `callId`. Where the call was lost with the process that ran it, it is run a second time under
 * an id of its own, so scripts must be repeatable from any point. The result's stdout is the script's answer.
 */
export async function runScript(
  sandbox: Sandbox,
  callId: string,
  script: string,
  options: { doing: string; timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const execute = options.signal === undefined ? {} : { signal: options.signal };
  for (const id of [callId, `${callId}-2`]) {
    const result = await sandbox.execute(id, { op: 'command', command: script, timeoutMs: options.timeoutMs, snapshot: false }, execute);
    options.signal?.throwIfAborted();
    if (result.state === 'lost') continue;
    if (result.exitCode === null) throw ended(sandbox, options.doing, result, options.timeoutMs);
    return { exitCode: result.exitCode, stdout: excerptText(result.stdout), stderr: excerptText(result.stderr) };
  }
  throw new ProblemError({
    what: `${options.doing} was cut off twice`,
    where: `sandbox ${sandbox.id}`,
    todo: 'Continue the session: it gets a new sandbox.',
  });
}

function ended(sandbox: Sandbox, doing: string, result: CallResult, timeoutMs: number): ProblemError {
  const why = result.timedOut
    ? `took longer than ${Math.round(timeoutMs / 1000)} s`
    : result.cancelled
      ? 'was stopped'
      : `was ended by ${result.signal ?? 'the sandbox'}`;
  const detail = result.error === null ? '' : `: ${result.error.message}`;
  return new ProblemError({
    what: `${doing} ${why}${detail}`,
    where: `sandbox ${sandbox.id}`,
    todo: 'Continue the session to try again; if it stays so, look at the target in Settings.',
  });
}

/** A script that failed in a way nobody foresaw, with the last line of what it said. */
export function scriptFailed(sandbox: Sandbox, doing: string, answer: { exitCode: number; stderr: string }): ProblemError {
  const said = answer.stderr.trim().split('\n').at(-1) ?? '';
  if (answer.exitCode === 127 || /git: (?:command )?not found/.test(answer.stderr)) {
    return new ProblemError({
      what: `${doing} failed: git is not installed on the target`,
      where: `sandbox ${sandbox.id}`,
      todo: 'Install it there: sudo apt-get install git',
    });
  }
  const disk = /No space left|Disk quota|unable to write|could not set '/i.test(answer.stderr); // git does not always say why it could not write
  const todo = disk
    ? 'Free some disk space on the target, then continue the session.'
    : 'Continue the session to try again; if it stays so, look at the target in Settings.';
  return new ProblemError({
    what: `${doing} failed: ${said === '' ? `exit ${answer.exitCode}` : said}`,
    where: `sandbox ${sandbox.id}`,
    todo,
  });
}
