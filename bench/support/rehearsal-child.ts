/** Runs in the process that `rehearsal-process.ts` starts. */
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRehearsal } from '../../src/main/model/rehearsal/server.ts';
import { takeTurns } from './take-turns.ts';

/** The rehearsal model behind a door that lets one contender in at a time; its name is the first part of the path. */
export async function serve(contenders: readonly string[], turns: number, tool: 'bash' | 'get_events'): Promise<void> {
  const server = await startRehearsal({ scripts: { turns: { steps: tool === 'bash' ? stepsOf(turns) : idleSteps(turns) } }, hurry: true });
  const gaps: Record<string, number[]> = {};
  const answered = new Map<string, number>();
  const door = takeTurns(contenders, turns + 1);
  const front = createServer((request, response) => {
    const [, name = '', ...path] = (request.url ?? '').split('/');
    const before = answered.get(name);
    if (before !== undefined) (gaps[name] ??= []).push(performance.now() - before);
    response.once('finish', () => answered.set(name, performance.now()));
    const turn = contenders.length === 1 ? Promise.resolve() : door.enter(name);
    void turn.then(() => {
      const { method, headers } = request;
      const onward = ask(`${server.baseURL}/${path.join('/')}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
  });
  front.listen(0, '127.0.0.1', () => {
    const { port } = front.address() as AddressInfo; // it listens
    process.send?.({ baseURL: `http://127.0.0.1:${port}`, key: server.key });
  });
  process.on('message', () => process.send?.({ gaps }));
  process.on('disconnect', () => process.exit(0));
}

/** Calls that ask nothing of a sandbox: what is left is what the client itself does in a turn. */
function idleSteps(turns: number) {
  const steps = Array.from({ length: turns }, (_, turn) => ({
    content: [
      { type: 'text' as const, text: `I look at turn ${turn}.` },
      { type: 'tool_use' as const, name: 'get_events', input: { from: 3, to: 3 } },
    ],
  }));
  return [...steps, { content: [{ type: 'text' as const, text: 'Done.' }] }];
}

/** Each answer is given only if the call before it had its effect. */
function stepsOf(turns: number) {
  const steps = Array.from({ length: turns }, (_, turn) => ({
    content: [
      { type: 'text' as const, text: `I note turn ${turn}.` },
      { type: 'tool_use' as const, name: 'bash', input: { command: `echo ${turn} >> turns; tail -n 1 turns` } },
    ],
    ...(turn > 0 && { expect: [`^${turn - 1}$`] }),
  }));
  return [...steps, { content: [{ type: 'text' as const, text: 'Done.' }] }];
}
