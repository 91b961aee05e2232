/** How long a session that is long and was left running takes from the start of its driver to its next request. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDrover } from '../src/main/app/drover.ts';
import { openLog } from '../src/main/log/log.ts';
import { newEventId, newSessionId } from '../src/main/log/ids.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import type { NewEvent } from '../src/shared/events.ts';
import { foldAll } from '../src/shared/fold.ts';
import { median, type Row } from './support/row.ts';

const EVENTS = 100_000;
const ROUNDS = 5;
/** A turn is a request, its answer of two blocks, the result of its call and the snapshot after it. */
const TURN = 6;
/** Turns between two compactions. */
const WINDOW = 150;

export async function benchWake(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-wake-'));
  const dataDir = join(folder, 'data');
  try {
    mkdirSync(dataDir);
    const session = await writeSession(join(dataDir, 'log.db'), await bundle('store-worker.ts', folder));
    const cold = await rounds(dataDir, session, 1);
    const warm = await rounds(dataDir, session, ROUNDS);
    const log = openLog(join(dataDir, 'log.db'));
    const started = performance.now();
    foldAll(log.getEvents(session));
    const whole = performance.now() - started;
    await log.close();
    const row = (what: string, ms: number): Row => ({
      what,
      measured: `${ms.toFixed(0)} ms`,
      against: `reading and folding all of it: ${whole.toFixed(0)} ms`,
      ratio: (ms / whole).toFixed(2),
      goal: '< 1000 ms',
    });
    return [
      row('wake of a 100,000-event session to its next request, nothing derived yet', cold[0] ?? 0),
      row('wake of a 100,000-event session to its next request', median(warm)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each time in an application of its own, with a model that never answers, so that the session stays as it is. */
async function rounds(dataDir: string, session: string, count: number): Promise<number[]> {
  const times: number[] = [];
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo; // it listens
  for (let round = 0; round < count; round += 1) {
    let started = 0;
    let tell: (ms: number) => void = () => {};
    const asked = new Promise<number>((resolve) => (tell = resolve));
    const drover = await openDrover({
      dataDir,
      resources: resolve('resources'),
      cipher: null,
      hurry: true,
      onPoint: (point) => {
        if (point === 'request.before') tell(performance.now() - started);
      },
    });
    const prices = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    const models = [{ id: 'm', prices, maxOutputTokens: 1000, contextTokens: 200_000 }];
    const provider = { id: 'silent', name: 'Silent', baseURL: `http://127.0.0.1:${port}`, versionHeader: '', models };
    drover.settings.update((settings) => ({ ...settings, providers: [provider] }));
    started = performance.now();
    const driven = drover.drive(session).catch(() => undefined);
    times.push(await asked);
    await drover.close();
    await driven;
  }
  silent.closeAllConnections();
  silent.close();
  return times;
}

async function writeSession(file: string, worker: URL): Promise<string> {
  const log = openLog(file, { worker });
  const session = newSessionId();
  let head = 0;
  let batch: NewEvent[] = beginning();
  const flush = async (): Promise<void> => {
    head += (await log.append(session, head, batch)).length;
    batch = [];
  };
  for (let turn = 0; head + batch.length < EVENTS; turn += 1) {
    if (turn > 0 && turn % WINDOW === 0) {
      await flush();
      batch.push({ type: 'context.compacted', from_seq: 4, to_seq: head - TURN, summary: 'What was done. '.repeat(200), ...TOKENS });
    }
    batch.push(...turnEvents(turn));
    if (batch.length >= 3000) await flush();
  }
  await flush();
  await log.close();
  return session;
}

const TOKENS = { tokens_before: 150_000, tokens_after: 20_000 };
const facts = { os: 'Linux', arch: 'x86_64', git: '2', python: '3', bubblewrap: '0.8', freeDiskBytes: 1, user: 'u' };
const usage = { input_tokens: 1000, output_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

function beginning(): NewEvent[] {
  const budget = { minutes: 1440, iterations: 5 };
  const criteria = [{ id: 'there', kind: 'file' as const, path: 'x' }];
  return [
    {
      type: 'session.created',
      dispatch: {
        title: 'Long',
        project: { path: '/nowhere', name: 'nowhere' },
        base: { commit: '0'.repeat(40), branch: 'main', uncommittedChanges: false },
        specPath: null,
        ...{ provider: 'silent', model: 'm', target: 'local' },
      },
    },
    {
      type: 'user.define_outcome',
      outcome_id: 'outc_1',
      description: 'g',
      rubric: { type: 'text', content: '' },
      max_iterations: 5,
      spec: { title: 'Long', goal: 'Go on.', criteria, budget },
    },
    { type: 'session.status_running' },
    { type: 'sandbox.provisioned', sandbox_id: 'sbx_1', target: 'local', isolation: 'none', facts, commit: '0'.repeat(40) },
  ];
}

function turnEvents(turn: number): NewEvent[] {
  const [start, call] = [newEventId(), newEventId()];
  const message_id = `msg_${turn}`;
  const input = { command: `sed -n 1,200p src/file-${turn}.ts` };
  const text = 'export const value = compute(input, options); // a line of a file as they are read\n'.repeat(20);
  const end = { is_error: false, model_usage: usage, cost_usd: 0.01, stop_reason: 'tool_use', duration_ms: 900 };
  return [
    { id: start, type: 'span.model_request_start', model: 'm' },
    { type: 'agent.message', message_id, content: [{ type: 'text', text: `I read file ${turn}.` }] },
    { id: call, type: 'agent.tool_use', message_id, model_tool_use_id: `toolu_${turn}`, name: 'bash', input },
    { type: 'span.model_request_end', model_request_start_id: start, ...end },
    { type: 'session.usage', usage, cost_usd: 0.01 },
    { type: 'agent.tool_result', tool_use_id: call, content: [{ type: 'text', text }], is_error: false, lost: false, duration_ms: 4 },
  ];
}
