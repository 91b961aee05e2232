/** The client against the rehearsal server, over HTTP, through the SDK. */
import { afterEach, expect, test, vi } from 'vitest';
import type { ModelDelta, ModelOutcome, ModelRequest } from '../../shared/model.ts';
import type { Provider } from '../../shared/settings.ts';
import { createModelPort, type ModelPortOptions } from './client.ts';
import type { SeenRequest } from './rehearsal/messages-endpoint.ts';
import type { RehearsalScriptInput } from './rehearsal/script.ts';
import { type RunningRehearsal, startRehearsal } from './rehearsal/server.ts';
import { testProvider } from './test-provider.ts';

const KEY = 'sk-test-0123456789abcdef';
const BASH = { name: 'bash', description: 'Runs a command.', input_schema: { type: 'object' as const, properties: {} } };
const running: RunningRehearsal[] = [];
let seen: SeenRequest[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  seen = [];
  await Promise.all(running.splice(0).map((each) => each.close()));
});

test('every kind of block arrives whole, and its deltas on the way', async () => {
  const { ask } = await rehearse({
    content: [
      { type: 'thinking', thinking: 'A thought, long enough to come in more than one piece: ½ 🙂.' },
      { type: 'redacted_thinking', data: 'hidden' },
      { type: 'text', text: 'A text that is also long enough to come in several pieces.' },
      { type: 'tool_use', name: 'bash', input: { command: 'echo "a b" && true', nested: { list: [1, null, 'x'] } } },
      { type: 'tool_use', name: 'bash', input: {} },
    ],
    oddities: ['ping', 'unknown_event', 'unknown_block', 'unknown_delta', 'split_bytes'],
  });
  const deltas: ModelDelta[] = [];
  const answer = answered(await ask({}, { onDelta: (delta) => deltas.push(delta) }));

  expect(answer.stopReason).toBe('tool_use');
  expect(answer.content).toEqual([
    {
      type: 'thinking',
      thinking: 'A thought, long enough to come in more than one piece: ½ 🙂.',
      signature: expect.stringMatching(/.{20,}/),
    },
    { type: 'redacted_thinking', data: expect.stringMatching(/./) },
    { type: 'text', text: 'A text that is also long enough to come in several pieces.' },
    {
      type: 'tool_use',
      id: expect.stringMatching(/^toolu_/),
      name: 'bash',
      input: { command: 'echo "a b" && true', nested: { list: [1, null, 'x'] } },
    },
    { type: 'tool_use', id: expect.stringMatching(/^toolu_/), name: 'bash', input: {} },
  ]);
  const streamed = (kind: ModelDelta['kind']) => deltas.filter((delta) => delta.kind === kind).map(({ text }) => text);
  expect(streamed('thinking').join('')).toBe('A thought, long enough to come in more than one piece: ½ 🙂.');
  expect(streamed('text').length).toBeGreaterThan(1);
  expect(streamed('text').join('')).toBe('A text that is also long enough to come in several pieces.');
  const [command] = answer.content.filter((block) => block.type === 'tool_use');
  expect(streamed('tool_input').join('')).toBe(JSON.stringify(command?.input));
});

test.each(['end_turn', 'max_tokens', 'stop_sequence', 'pause_turn', 'refusal'] as const)(
  'the stop reason %s is an answer',
  async (stop) => {
    const { ask } = await rehearse({ content: [{ type: 'text', text: 'So far.' }], stop });
    expect(answered(await ask())).toMatchObject({ stopReason: stop, content: [{ type: 'text', text: 'So far.' }] });
  },
);

test('an answer without content is an answer', async () => {
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'x' }], faults: [{ kind: 'empty' }] });
  expect(answered(await ask())).toMatchObject({ stopReason: 'end_turn', content: [] });
});

test('a call that the token limit cut in two is left out, and the answer stands', async () => {
  const { ask } = await rehearse({
    content: [
      { type: 'text', text: 'I will write.' },
      { type: 'tool_use', name: 'bash', input: { command: 'a long command that will not be finished' } },
    ],
    stop: 'max_tokens',
    faults: [{ kind: 'bad_tool_json' }],
  });
  expect(answered(await ask())).toMatchObject({ stopReason: 'max_tokens', content: [{ type: 'text', text: 'I will write.' }] });
});

test.each(['cut', 'stall'] as const)('a connection that goes wrong (%s) after the message has ended spoils nothing', async (kind) => {
  const step: Step = { content: [{ type: 'text', text: 'All of it.' }], faults: [{ kind, within: 'end' }] };
  const { ask } = await rehearse(step, { limits: { idleMs: 100 } });
  expect(answered(await ask())).toMatchObject({ content: [{ type: 'text', text: 'All of it.' }] });
});

test('usage and cost come with an answer, and with a stream that was cut', async () => {
  const usage = {
    input_tokens: 1_000_000,
    output_tokens: 100_000,
    cache_read_input_tokens: 2_000_000,
    cache_creation_input_tokens: 400_000,
  };
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'Hello.' }], usage, faults: [{ kind: 'cut' }] });

  expect(await ask()).toMatchObject({ kind: 'failure', usage: { ...usage, output_tokens: 1 }, costUsd: expect.closeTo(3 + 0.6 + 1.5, 3) });
  expect(await ask()).toMatchObject({ kind: 'answer', usage, costUsd: expect.closeTo(3 + 1.5 + 0.6 + 1.5, 6) });
});

test('a server says how long to wait, in any of three ways', async () => {
  const { ask } = await rehearse({
    content: [{ type: 'text', text: 'x' }],
    faults: [
      { kind: 'status', status: 429, retryAfter: 7 },
      { kind: 'status', status: 529, retryAfterMs: 1500 },
      { kind: 'status', status: 503, retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' },
      { kind: 'status', status: 500 },
    ],
  });
  const waits = [];
  for (let attempt = 0; attempt < 4; attempt += 1) waits.push(failed(await ask()).retryAfterMs);
  expect(waits).toEqual([7000, 1500, 0, null]);
});

test.each([
  ['before the answer begins', 'hang'],
  ['in the middle of the answer', 'stall'],
] as const)('an abort %s ends the request at once', async (_, kind) => {
  const { ask } = await rehearse({
    content: [{ type: 'text', text: 'Some words that stream, more of them than fit into one piece.' }],
    faults: [{ kind }],
  });
  const controller = new AbortController();
  const outcome = ask({}, { signal: controller.signal, onDelta: () => controller.abort() });
  if (kind === 'hang') {
    await vi.waitUntil(() => seen.length === 1);
    controller.abort();
  }
  expect(failed(await outcome)).toMatchObject({ reason: 'aborted', retryable: false });
});

test('a signal that is already aborted asks nobody', async () => {
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'x' }] });
  expect(failed(await ask({}, { signal: AbortSignal.abort() }))).toMatchObject({ reason: 'aborted' });
  expect(seen).toEqual([]);
});

test.each([
  ['the first byte', 'hang'],
  ['the next byte', 'stall'],
] as const)('a server that never sends %s is given up, and may be tried again', async (_, kind) => {
  const { ask } = await rehearse(
    { content: [{ type: 'text', text: 'Some words.' }], faults: [{ kind }] },
    { limits: { firstByteMs: 100, idleMs: 100 } },
  );
  expect(failed(await ask())).toMatchObject({ reason: 'failed', retryable: true, problem: { what: expect.stringContaining('0.1 s') } });
});

test('a key that the server echoes, whole or at the edge of a long text, is not shown', async () => {
  const long = 'x'.repeat(345);
  const { ask } = await rehearse({
    content: [{ type: 'text', text: 'x' }],
    faults: [
      { kind: 'status', status: 401, message: 'no such key: {key}' },
      { kind: 'status', status: 400, message: `${long} {key} and more` },
      { kind: 'error_event', error: 'api_error', message: `key ${KEY}` },
    ],
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { problem } = failed(await ask());
    expect(problem.what).toContain('•');
    expect(JSON.stringify(problem)).not.toContain(KEY.slice(0, 8));
  }
});

test('a wrong key, a key that no header can carry and a missing key are told apart', async () => {
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'x' }] });
  const what = async (key: string | undefined) => failed(await ask({}, { key })).problem.what;

  expect(await what('sk-wrong-key')).toBe('The provider refused the key (401: invalid x-api-key)');
  expect(await what('sk-with\nline-break')).toBe('The key holds characters that a key cannot have');
  expect(await what(undefined)).toBe('The provider wants a key and has none (401: invalid x-api-key)');
});

test('keys and addresses in the environment are not used', async () => {
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'x' }] });
  vi.stubEnv('ANTHROPIC_API_KEY', KEY);
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', KEY);
  vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
  expect(failed(await ask({}, { key: undefined })).problem.what).toContain('has none');
  expect((await ask()).kind).toBe('answer');
});

test('a vault that cannot give the key is a failure like any other', async () => {
  const port = createModelPort({
    provider: () => ({ settings: provider('http://127.0.0.1:9'), key: () => Promise.reject(new Error('the keychain is locked')) }),
  });
  expect(failed(await port.request(request(), call()))).toMatchObject({
    retryable: false,
    problem: { what: 'The request failed: the keychain is locked' },
  });
});

test('an endpoint that is down, has no name, no TLS or a password in its address is named without it', async () => {
  const gone = await startRehearsal({ scripts: {} });
  await gone.close();
  const plain = await startRehearsal({ scripts: {} });
  running.push(plain);
  const outcomeAt = async (baseURL: string) => {
    const port = createModelPort({ provider: () => ({ settings: provider(baseURL), key: () => Promise.resolve(KEY) }) });
    const { retryable, problem } = failed(await port.request(request(), call()));
    return { retryable, what: problem.what, all: JSON.stringify(problem) };
  };

  expect(await outcomeAt(gone.baseURL)).toMatchObject({
    retryable: true,
    what: `Nothing answers at ${gone.baseURL}/v1/messages (ECONNREFUSED)`,
  });
  expect(await outcomeAt('http://drover-test.invalid')).toMatchObject({
    retryable: true,
    what: expect.stringContaining('drover-test.invalid/v1/messages could not be found'),
  });
  expect(await outcomeAt(plain.baseURL.replace('http:', 'https:'))).toMatchObject({
    retryable: true,
    what: expect.stringContaining('No secure connection'),
  });
  const withPassword = await outcomeAt('http://me:hunter2secret@127.0.0.1:9');
  expect(withPassword).toMatchObject({
    retryable: false,
    what: 'http://127.0.0.1:9/v1/messages cannot be asked as its address is written',
  });
  expect(withPassword.all).not.toContain('hunter2');
});

test('a model or a provider that settings do not know is refused without a request', async () => {
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'x' }] });
  expect(failed(await ask({ model: 'forgotten' })).problem.what).toContain('forgotten');
  const nobody = createModelPort({ provider: () => undefined });
  expect(failed(await nobody.request(request(), call())).problem.what).toContain('“rehearsal” is not in Settings');
  expect(seen).toEqual([]);
});

test('the version header is the SDK’s unless the provider has one, and decides how the key travels', async () => {
  const { ask } = await rehearse({ content: [{ type: 'text', text: 'x' }] });
  await ask();
  await ask({}, { settings: { versionHeader: '2023-06-01' } });
  const headers = seen.map((each) => each.headers);

  expect(headers.map((each) => [each['anthropic-version'], each['x-api-key'], each.authorization])).toEqual([
    ['2026-10-21', undefined, `Bearer ${KEY}`],
    ['2023-06-01', KEY, undefined],
  ]);
});

test('a connection test tells how long a model takes, or what is wrong', async () => {
  await rehearse({ content: [{ type: 'text', text: 'x' }], expect: ['never said'] });
  const { baseURL } = running[0] ?? { baseURL: '' };
  const settings = provider(baseURL);
  const tested = (key: string, model?: string) =>
    testProvider({ settings, key: () => Promise.resolve(key) }, model === undefined ? {} : { model });

  expect(await tested(KEY)).toEqual({ ok: true, model: 'scripted', latencyMs: expect.any(Number) });
  expect(await tested('sk-wrong-key')).toMatchObject({ ok: false, problem: { what: expect.stringContaining('refused the key') } });
  expect(await tested(KEY, 'other')).toMatchObject({ ok: false, problem: { what: 'Rehearsal has no model “other”' } });
});

type Step = RehearsalScriptInput['steps'][number];
type Overrides = { signal?: AbortSignal; onDelta?: (delta: ModelDelta) => void; key?: string | undefined; settings?: Partial<Provider> };

/** A server with one script of one step, and a port to it. */
async function rehearse(step: Step, options: Pick<ModelPortOptions, 'limits'> = {}) {
  const rehearsal = await startRehearsal({ scripts: { scripted: { steps: [step] } }, key: KEY, onRequest: (each) => seen.push(each) });
  running.push(rehearsal);
  let key: string | undefined = KEY;
  let settings = provider(rehearsal.baseURL);
  const port = createModelPort({ ...options, provider: () => ({ settings, key: () => Promise.resolve(key) }) });
  const ask = (over: Partial<ModelRequest> = {}, overrides: Overrides = {}): Promise<ModelOutcome> => {
    key = 'key' in overrides ? overrides.key : KEY;
    settings = { ...provider(rehearsal.baseURL), ...overrides.settings };
    return port.request({ ...request(), ...over }, { ...call(), ...overrides });
  };
  return { ask };
}

function provider(baseURL: string): Provider {
  const prices = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
  return {
    id: 'rehearsal',
    name: 'Rehearsal',
    baseURL,
    versionHeader: '',
    models: [{ id: 'scripted', prices, maxOutputTokens: 1000, contextTokens: 200_000 }],
  };
}

function request(): ModelRequest {
  const messages: ModelRequest['messages'] = [{ role: 'user', content: [{ type: 'text', text: 'Hello.' }] }];
  return { provider: 'rehearsal', model: 'scripted', system: 'Work.', tools: [BASH], messages, conversation: 'c1' };
}

function call() {
  return { signal: new AbortController().signal, onDelta: () => {} };
}

function answered(outcome: ModelOutcome) {
  if (outcome.kind !== 'answer') throw new Error(`no answer: ${outcome.problem.what}`);
  return outcome;
}

function failed(outcome: ModelOutcome) {
  if (outcome.kind !== 'failure') throw new Error('an answer where a failure was expected');
  return outcome;
}
