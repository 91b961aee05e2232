/** The rehearsal model in a process of its own, so that what it costs is not charged to whoever asks it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

const Started = z.object({ baseURL: z.string(), key: z.string() });
const Gaps = z.object({ gaps: z.array(z.number()) });

export interface RehearsalProcess {
  baseURL: string;
  key: string;
  model: string;
  /** From the end of each answer to the next request, in ms, since this was last asked. Forgets the times. */
  takeGaps(): Promise<number[]>;
  end(): Promise<void>;
}

/** A model that asks `turns` times for one `bash` call, each with an effect that can be counted, and then ends. */
export async function startRehearsalProcess(turns: number): Promise<RehearsalProcess> {
  const main = `import { runnerImport } from 'vite'; (await runnerImport('./bench/support/rehearsal-child.ts')).module.serve(${turns});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', main], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const said = async (): Promise<unknown> => (await once(child, 'message', { signal: AbortSignal.timeout(30_000) }))[0];
  const started = Started.parse(await said());
  return {
    ...started,
    model: 'turns',
    async takeGaps() {
      child.send('take');
      return Gaps.parse(await said()).gaps;
    },
    async end() {
      const over = once(child, 'exit');
      child.disconnect();
      await over;
    },
  };
}
