/** Runs in the process that `rehearsal-process.ts` starts. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { startRehearsal } from '../../src/main/model/rehearsal/server.ts';

export async function serve(turns: number): Promise<void> {
  const steps = Array.from({ length: turns }, (_, turn) => ({
    content: [
      { type: 'text' as const, text: `I note turn ${turn}.` },
      { type: 'tool_use' as const, name: 'bash', input: { command: `echo ${turn} >> turns; tail -n 1 turns` } },
    ],
    // Each answer is given only if the call before it had its effect.
    ...(turn > 0 && { expect: [`^${turn - 1}$`] }),
  }));
  const end = { content: [{ type: 'text' as const, text: 'Done.' }] };
  let gaps: number[] = [];
  let answered: number | null = null;
  const isAsked = (message: unknown): boolean => (message as { request: IncomingMessage }).request.url === '/v1/messages'; // node's own message
  subscribe('http.server.request.start', (message) => {
    if (isAsked(message) && answered !== null) gaps.push(performance.now() - answered);
  });
  subscribe('http.server.response.finish', (message) => {
    if (isAsked(message)) answered = performance.now();
  });
  const server = await startRehearsal({ scripts: { turns: { steps: [...steps, end] } }, hurry: true });
  process.on('message', () => {
    process.send?.({ gaps });
    gaps = [];
    answered = null;
  });
  process.on('disconnect', () => void server.close().then(() => process.exit(0)));
  process.send?.({ baseURL: server.baseURL, key: server.key });
}
