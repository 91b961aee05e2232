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
  | { t: 'rested'; stopReason: string | null; passed: boolean | null; problem: Problem | null };

export interface Life {
  told: Told[];
  /** What it wrote to stderr. */
  errors: string;
  killed: boolean;
}

/** When to kill: so many events after the start, and so many ms after that. `all`: everything that it started, too. */
export interface Death {
  afterEvents: number;
  delayMs: number;
  all: boolean;
}

/** Far beyond what a life takes on a busy machine. */
const LIFE_LIMIT_MS = 180_000;

export async function live(child: string, job: ChildJob, death: Death | null, signal: AbortSignal): Promise<Life> {
  const process = spawn(globalThis.process.execPath, [child, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...globalThis.process.env, SSH_AUTH_SOCK: '' },
    signal,
    timeout: LIFE_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const life: Life = { told: [], errors: '', killed: false };
  const exited = once(process, 'close');
  let timer: NodeJS.Timeout | undefined;
  let stored = 0;
  const look = (): void => {
    if (death === null || timer !== undefined || stored < death.afterEvents) return;
    timer = setTimeout(() => {
      if (process.exitCode !== null) return;
      life.killed = true;
      if (death.all) killAll(process);
      else process.kill('SIGKILL');
    }, death.delayMs);
  };
  look();
  process.on('error', (error) => (life.errors += error.message)); // the test ended before
  process.stderr.on('data', (chunk: Buffer) => (life.errors += chunk.toString()));
  createInterface({ input: process.stdout }).on('line', (line) => {
    if (!line.endsWith('}')) return; // cut off by its death
    const told = JSON.parse(line) as Told; // what testing-child.ts tells
    life.told.push(told);
    if (told.t === 'stored') stored += 1;
    look();
  });
  await exited;
  clearTimeout(timer);
  return life;
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
