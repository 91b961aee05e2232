/** Child processes with a time limit, and what the set-up has to say (always on stderr: stdout belongs to the program). */
import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const MINUTE = 60_000;

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** What to do with each running child when this script is told to end. @type {Set<(signal: NodeJS.Signals) => void>} */
const children = new Set();

/** Something that a person has to put right; the message says what to do. Scripts end with it alone, without a stack. */
export class SetupProblem extends Error {}

/**
 * Runs a command to its end. Never rejects: a command that cannot be started has code 127, one past its limit 124.
 * With `output: 'collect'` nothing is shown and both streams come back; otherwise they are the caller's own.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ limit: number, cwd?: string, env?: NodeJS.ProcessEnv, output?: 'collect' | 'show' | 'stderr' | 'stdout', input?: 'inherit' | 'ignore' }} options
 *   `limit` in ms; 'stderr' shows both streams on stderr; 'stdout' collects stdout and shows stderr
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args, { limit, cwd = root, env = process.env, output = 'collect', input = 'ignore' }) {
  const streams = { collect: ['pipe', 'pipe'], show: ['inherit', 'inherit'], stderr: [2, 2], stdout: ['pipe', 'inherit'] }[output];
  return new Promise((done) => {
    const own = process.platform !== 'win32' && input === 'ignore'; // its own process group, so that the limit ends grandchildren too
    const child = spawn(command, args, { cwd, env, detached: own, stdio: /** @type {any} */ ([input, ...streams]) });
    let stdout = '';
    let stderr = '';
    let code = 0;
    const kill = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        if (own && child.pid !== undefined) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // gone already
      }
    };
    const timer = setTimeout(() => {
      code = 124;
      say(`${command} ${args[0] ?? ''}: stopped after ${Math.round(limit / 1000)} s`);
      kill('SIGTERM');
      setTimeout(() => kill('SIGKILL'), 5000).unref();
    }, limit);
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    children.add(kill);
    const finish = (/** @type {number} */ exit) => {
      clearTimeout(timer);
      children.delete(kill);
      done({ code: code || exit, stdout, stderr });
    };
    child.on('error', (error) => {
      stderr += error.message;
      finish(127);
    });
    child.on('close', (exit) => finish(exit ?? 1));
  });
}

/** Runs a script's work; a problem ends it with its message alone.
 * @param {() => Promise<number | void>} work resolves to the exit code */
export async function main(work) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      if (children.size === 0) process.exit(1);
      for (const kill of children) kill(signal);
    });
  }
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/** True where the file itself was started, not imported.
 * @param {string} url */
export function isStarted(url) {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(url);
}
