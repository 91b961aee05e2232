/** The rehearsal model in a process of its own, so that what it costs is not charged to whoever asks it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import type { serve } from './rehearsal-child.ts';

const Started = z.object({ baseURL: z.string(), key: z.string() });
const Gaps = z.object({ gaps: z.record(z.string(), z.array(z.number())) });

export interface RehearsalProcess {
  /** Where a contender finds its model. */
  baseURL(contender: string): string;
  key: string;
  model: string;
  /** From the end of each answer to the next request, in ms, by contender. */
  gaps(): Promise<Record<string, number[]>>;
  end(): Promise<void>;
}

/**
 * A model that asks each contender `turns` times for one call of `tool`, and then ends. A `bash` call has an effect that can be counted.
 * It answers one contender at a time, and only when all others wait.
 */
export async function startRehearsalProcess(
  contenders: readonly string[],
  turns: number,
  tool: 'bash' | 'get_events' = 'bash',
): Promise<RehearsalProcess> {
  const options: Parameters<typeof serve> = [contenders, turns, tool];
  const load = `(await runnerImport('./bench/support/rehearsal-child.ts')).module`;
  const main = `import { runnerImport } from 'vite'; ${load}.serve(...${JSON.stringify(options)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', main], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const said = async (): Promise<unknown> => (await once(child, 'message', { signal: AbortSignal.timeout(30_000) }))[0];
  const started = Started.parse(await said());
  return {
    key: started.key,
    model: 'turns',
    baseURL: (contender) => `${started.baseURL}/${contender}`,
    async gaps() {
      child.send('gaps');
      return Gaps.parse(await said()).gaps;
    },
    async end() {
      const over = once(child, 'exit');
      child.disconnect();
      await over;
    },
  };
}
