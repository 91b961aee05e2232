/** One life of the application: from its start to its end, or to the instant at which it is killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Problem } from '../../src/shared/problem.ts';
import type { ChildJob } from './testing-child.ts';

/** What the child tells. */
export type Told =
  | { t: 'stored'; id: string; seq: number; type: string }
  | { t: 'session'; session: string }
  | { t: 'problem'; problem: Problem }
  /** It kills itself at this point. */
  | { t: 'dies'; at: string }
  | { t: 'rested'; stopReason: string | null; passed: boolean | null; problem: Problem | null };

/**
 * When to kill: so many events after the start and so many ms after that (`all`: everything that it started, too), or at
 * the first point of a kind that is none of `past`; or at one of a name.
 */
export type Death =
  | { kind: 'instant'; afterEvents: number; delayMs: number; all: boolean }
  | { kind: 'point' | 'batch'; past: readonly string[] }
  | { kind: 'at'; at: string };

export interface Life {
  death: Death | null;
  told: Told[];
  /** What it wrote to stderr. */
  errors: string;
  killed: boolean;
}

/** Far beyond what a life takes on a busy machine. */
const LIFE_LIMIT_MS = 180_000;

/** @param hear told of each line as it comes */
export async function live(
  child: string,
  job: Omit<ChildJob, 'death'>,
  death: Death | null,
  signal: AbortSignal,
  hear: (told: Told) => void = () => {},
): Promise<Life> {
  const process = spawn(globalThis.process.execPath, [child, JSON.stringify({ ...job, death } satisfies ChildJob)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...globalThis.process.env, SSH_AUTH_SOCK: '' },
    signal,
    timeout: LIFE_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const life: Life = { death, told: [], errors: '', killed: false };
  const ended = once(process, 'close');
  const killAfter = death?.kind === 'instant' ? killer(process, death, life) : () => {};
  process.on('error', (error) => (life.errors += error.message)); // the test ended before
  process.stderr.on('data', (chunk: Buffer) => (life.errors += chunk.toString()));
  killAfter(0);
  let stored = 0;
  createInterface({ input: process.stdout }).on('line', (line) => {
    if (!line.endsWith('}')) return; // cut off by its death
    const told = JSON.parse(line) as Told; // what testing-child.ts tells
    life.told.push(told);
    hear(told);
    if (told.t === 'dies') life.killed = true;
    if (told.t === 'stored') killAfter((stored += 1));
  });
  await ended;
  return life;
}

/** Kills once enough events were told and the delay is over. */
function killer(process: ChildProcess, death: Extract<Death, { kind: 'instant' }>, life: Life): (stored: number) => void {
  let timer: NodeJS.Timeout | undefined;
  process.once('close', () => clearTimeout(timer));
  return (stored) => {
    if (stored < death.afterEvents) return;
    timer ??= setTimeout(() => {
      if (process.exitCode !== null) return;
      life.killed = true;
      if (death.all) killAll(process);
      else process.kill('SIGKILL');
    }, death.delayMs);
  };
}

/** kill -9 of the process and of everything that it started: what a power cut leaves of it. */
function killAll(process: ChildProcess): void {
  const started = descendants(process.pid ?? 0);
  process.kill('SIGKILL');
  for (const pid of started) {
    try {
      globalThis.process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with its parent.
    }
  }
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const childrenOf = (pid: number): number[] =>
    [...parents].flatMap(([child, parent]) => (parent === pid ? [child, ...childrenOf(child)] : []));
  return childrenOf(root);
}
