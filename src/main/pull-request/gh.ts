/** Every `gh` process starts here: limited in time and output, never asking, nothing secret among its arguments. */
import { spawn } from 'node:child_process';

export interface GhAnswer {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface Gh {
  /** Runs gh to its end, whatever its exit code. `missing`: it is not installed. Rejects with the signal's reason. */
  run(args: readonly string[], options: { cwd: string; input?: string; timeoutMs: number }): Promise<GhAnswer | 'missing' | 'too_slow'>;
}

const OUTPUT_CHARACTERS = 256 * 1024;

/** @param ghPath found on the PATH of `environment` */
export function createGh(environment: NodeJS.ProcessEnv, ghPath = 'gh'): Gh {
  return {
    run: (args, { cwd, input, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const child = spawn(ghPath, [...args], { cwd, env: ghEnvironment(environment), stdio: ['pipe', 'pipe', 'pipe'], detached: true });
        const output = { stdout: '', stderr: '' };
        for (const name of ['stdout', 'stderr'] as const) {
          child[name].setEncoding('utf8').on('data', (text: string) => {
            output[name] = (output[name] + text).slice(-OUTPUT_CHARACTERS);
          });
        }
        const timer = setTimeout(() => {
          kill(child.pid);
          resolve('too_slow');
        }, timeoutMs);
        child.on('error', (error: NodeJS.ErrnoException) => {
          clearTimeout(timer);
          if (error.code === 'ENOENT') resolve('missing');
          else reject(error);
        });
        child.on('close', (exitCode) => {
          clearTimeout(timer);
          resolve({ exitCode, ...output });
        });
        // Who does not read its input has its own reasons; its exit code tells.
        child.stdin.on('error', () => {});
        child.stdin.end(input ?? '');
      }),
  };
}

/** It asks nobody, colours nothing, and none of git's own variables sends it to another repository. */
function ghEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_')));
  return { ...clean, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', GIT_TERMINAL_PROMPT: '0', NO_COLOR: '1', CLICOLOR_FORCE: '0' };
}

/** A group of its own: gh starts helpers that must end with it. */
function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}
