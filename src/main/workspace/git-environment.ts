/** What git may know of the world it runs in. */

export type GitConfig = 'user' | 'none';

/** Before the subcommand, always. Command-line configuration outranks what a repository says of itself. */
export const gitFlags: readonly string[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.pager', 'cat'],
  ['core.editor', 'false'],
  ['core.quotePath', 'false'],
  ['protocol.ext.allow', 'never'],
  ['protocol.file.allow', 'always'],
  ['protocol.version', '2'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['advice.detachedHead', 'false'],
].flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/**
 * The caller's environment without any GIT_* variable (one of them could name another repository, index or command).
 * Without optional locks a `status` never rewrites the user's index.
 */
export function gitEnvironment(environment: NodeJS.ProcessEnv, config: GitConfig): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_')));
  const isolated = config === 'none' ? { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } : {};
  return { ...clean, ...isolated, LC_ALL: 'C', LANGUAGE: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_PAGER: 'cat' };
}
