/** The rehearsal server as any client meets it, over plain HTTP. */
import { afterEach, expect, test } from 'vitest';
import { COACHING_HEADING } from '../../../shared/coaching/coaching-heading.ts';
import type { RehearsalScriptInput } from './script.ts';
import { type RunningRehearsal, startRehearsal } from './server.ts';

const running: RunningRehearsal[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

const HELLO = { role: 'user', content: 'Hello.' };
const CALL = { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'bash', input: {} }] };
const RESULT = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'done' };
const MORE = { type: 'text', text: 'And?' };
const TOOL = { name: 'bash', description: 'Runs.', input_schema: { type: 'object' } };

/** Each breaks one rule of the Messages API. */
test.each<[what: string, body: object, message: RegExp]>([
  ['no max_tokens', { max_tokens: undefined }, /^max_tokens: /],
  ['no messages', { messages: [] }, /^messages: /],
  ['an unknown field', { colour: 'red' }, /colour/],
  ['an assistant who begins', { messages: [{ role: 'assistant', content: 'Hi.' }, HELLO] }, /first message/],
  ['two user messages in a row', { messages: [HELLO, HELLO] }, /^messages\.1: roles must alternate/],
  ['a prefill', { messages: [HELLO, { role: 'assistant', content: 'I' }] }, /prefill/],
  ['a message without content', { messages: [HELLO, { role: 'assistant', content: [] }, HELLO] }, /non-empty content/],
  [
    'a blank text',
    { messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }] },
    /messages\.0\.content\.0: text content blocks/,
  ],
  ['a call that nobody answered', { messages: [HELLO, CALL, HELLO] }, /`tool_use` ids were found without `tool_result`/],
  ['an answer to no call', { messages: [{ role: 'user', content: [RESULT] }] }, /unexpected `tool_use_id`/],
  ['two answers to one call', { messages: [HELLO, CALL, { role: 'user', content: [RESULT, RESULT] }] }, /unexpected `tool_use_id`/],
  ['an answer after a text', { messages: [HELLO, CALL, { role: 'user', content: [MORE, RESULT] }] }, /must come first/],
  [
    'an id used twice',
    { messages: [HELLO, CALL, { role: 'user', content: [RESULT] }, CALL, { role: 'user', content: [RESULT] }] },
    /ids must be unique/,
  ],
  ['a call by the user', { messages: [{ role: 'user', content: CALL.content }] }, /not allowed in a message of role “user”/],
  [
    'a thought that was changed',
    {
      messages: [
        HELLO,
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'x', signature: 'made up' },
            { type: 'text', text: 'y' },
          ],
        },
        HELLO,
      ],
    },
    /Invalid `signature`/,
  ],
  ['two tools of one name', { tools: [TOOL, TOOL] }, /Tool names must be unique/],
  ['a tool’s impossible name', { tools: [{ ...TOOL, name: 'a tool' }] }, /^tools\.0\.name/],
  [
    'five breakpoints',
    { messages: [{ role: 'user', content: Array.from({ length: 5 }, () => ({ ...MORE, cache_control: { type: 'ephemeral' } })) }] },
    /maximum of 4/,
  ],
])('%s is refused as the API refuses it', async (_, body, message) => {
  const { post } = await rehearse({ steps: [say('Hi.')] });
  const { status, json } = await post(body);
  expect({ status, type: json.error?.type }).toEqual({ status: 400, type: 'invalid_request_error' });
  expect(json.error?.message).toMatch(message);
});

test('what a well-behaved client sends is accepted: calls answered, a pause gone on from, blocks of text', async () => {
  const { post } = await rehearse({ steps: [{ ...say('So far.'), stop: 'pause_turn' }, say('And on.'), say('The end.')] });
  expect((await post({ messages: [HELLO, { role: 'assistant', content: 'So far.' }] })).json.content?.[0]?.text).toBe('And on.');
  const results = { role: 'user', content: [RESULT, MORE] };
  const apart = [HELLO, { role: 'assistant', content: 'So far.' }, CALL, results];
  expect((await post({ messages: apart })).json.content?.[0]?.text).toBe('The end.');
  const joined = [HELLO, { role: 'assistant', content: [{ type: 'text', text: 'So far.' }, ...CALL.content] }, results];
  expect((await post({ messages: joined })).json.content?.[0]?.text).toBe('The end.');
});

test('the key and the version header are wanted, and a model without a script does not exist', async () => {
  const { post, rehearsal } = await rehearse({ steps: [say('Hi.')] });
  expect((await post({}, { 'x-api-key': 'wrong' })).json.error).toEqual({ type: 'authentication_error', message: 'invalid x-api-key' });
  expect((await post({}, { 'anthropic-version': undefined })).json.error?.message).toContain('anthropic-version');
  expect(await post({ model: 'nobody' })).toMatchObject({
    status: 404,
    json: { error: { type: 'not_found_error', message: 'model: nobody' } },
  });
  const models = await fetch(`${rehearsal.baseURL}/v1/models`, { headers: headers(rehearsal) });
  expect(await models.json()).toMatchObject({ data: [{ id: 'scripted', type: 'model' }] });
});

test('the request alone selects the step, also on a server that has just started', async () => {
  const script: RehearsalScriptInput = { steps: [say('One.'), say('Two.')] };
  const later = { messages: [HELLO, { role: 'assistant', content: 'One.' }, HELLO] };
  const before = await (await rehearse(script)).post(later);
  const after = await (await rehearse(script)).post(later);

  expect(before.json.content?.[0]?.text).toBe('Two.');
  expect(after.json).toEqual(before.json);
});

test('ids repeat for the same question and differ for every other', async () => {
  const { post } = await rehearse({ steps: [say('One.')], repeat: true });
  const id = async (body: object) => (await post(body)).json.id;
  const ids = [await id({}), await id({ metadata: { user_id: 'other' } }), await id({ messages: [{ role: 'user', content: 'Else.' }] })];
  expect(await id({})).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});

test('a script that does not fit the conversation says so instead of playing on', async () => {
  const call: RehearsalScriptInput['steps'][number] = { content: [{ type: 'tool_use', name: 'read', input: {} }] };
  const { post } = await rehearse({ steps: [{ ...say('Hi.'), expect: ['hello', 'bye'] }, call] });
  expect((await post({})).json.error?.message).toMatch(/“scripted”, step 1: the script expects \/bye\/ .* "Hello\."/);
  expect((await post({ messages: [HELLO, CALL, { role: 'user', content: [RESULT] }] })).json.error?.message).toMatch(
    /calls the tool “read”/,
  );
});

test('a branch answers what it matches, and after the last step there is nothing to add', async () => {
  const { post } = await rehearse({ steps: [{ ...say('Yes?'), when: [{ match: '^hello', ...say('Hello yourself.') }] }] });
  expect((await post({})).json.content?.[0]?.text).toBe('Hello yourself.');
  expect((await post({ messages: [{ role: 'user', content: 'Hm.' }] })).json.content?.[0]?.text).toBe('Yes?');
  const end = await post({ messages: [HELLO, { role: 'assistant', content: 'Yes?' }, HELLO] });
  expect(end.json).toMatchObject({ stop_reason: 'end_turn', content: [{ text: 'I have nothing to add.' }] });
});

test('a branch is taken by what the worker was told beside its task, wherever the conversation is by then', async () => {
  const told = { told: ['capital', 'stop'], ...say('Both.') };
  const { post } = await rehearse({
    repeat: true,
    steps: [{ ...say('Else.'), when: [told, { untold: ['capital'], ...say('Nothing.') }] }],
  });
  const said = async (...texts: string[]): Promise<string | undefined> => {
    const first = { role: 'user', content: [...texts, 'Say capital and stop.'].map((text) => ({ type: 'text', text })) };
    const answers = [await post({ messages: [first] }), await post({ messages: [first, { role: 'assistant', content: 'x' }, HELLO] })];
    const [one, other] = answers.map(({ json }) => json.content?.[0]?.text);
    expect(other).toBe(one);
    return one;
  };
  expect(await said()).toBe('Nothing.');
  expect(await said(`${COACHING_HEADING}\n\n- a stop`)).toBe('Nothing.');
  expect(await said(`${COACHING_HEADING}\n\n- Capital letters`)).toBe('Else.');
  expect(await said(`${COACHING_HEADING}\n\n- Capital letters\n- a stop`)).toBe('Both.');
});

test('a branch with a rate is taken by that share of conversations, and by the same ones again', async () => {
  const script: RehearsalScriptInput = { steps: [{ ...say('no'), when: [{ rate: 0.3, ...say('yes') }] }] };
  const ask = async (post: Awaited<ReturnType<typeof rehearse>>['post']): Promise<string> => {
    const asked = Array.from({ length: 200 }, (_, i) => post({ metadata: { user_id: `conversation ${i}` } }));
    return (await Promise.all(asked)).map(({ json }) => json.content?.[0]?.text ?? '').join(' ');
  };
  const { post } = await rehearse(script);
  const first = await ask(post);
  expect(await ask(post)).toBe(first);
  expect(await ask((await rehearse(script)).post)).toBe(first);
  const share = first.split(' ').filter((word) => word === 'yes').length / 200;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.4);
});

test('a branch without a condition is no script', async () => {
  await expect(startRehearsal({ scripts: { bad: { steps: [{ ...say('a'), when: [say('b')] }] } } })).rejects.toThrow('needs a condition');
});

test('usage counts the cache as a well-behaved client meets it', async () => {
  const { post } = await rehearse({ steps: [say('One.')], repeat: true });
  const cached = (text: string) => ({ type: 'text', text, cache_control: { type: 'ephemeral' } });
  const long = 'x'.repeat(4000);
  const first = await post({ messages: [{ role: 'user', content: [cached(long)] }] });
  const second = await post({
    messages: [
      { role: 'user', content: [cached(long)] },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: [cached('More.')] },
    ],
  });
  expect(first.json.usage).toMatchObject({ cache_read_input_tokens: 0, input_tokens: 3 });
  expect(first.json.usage?.cache_creation_input_tokens).toBeGreaterThan(1000);
  expect(second.json.usage?.cache_read_input_tokens).toBe(first.json.usage?.cache_creation_input_tokens);
});

interface Answer {
  id?: string;
  content?: { text?: string }[];
  usage?: { cache_read_input_tokens: number; cache_creation_input_tokens: number };
  stop_reason?: string;
  error?: { type: string; message: string };
}

async function rehearse(script: RehearsalScriptInput) {
  const rehearsal = await startRehearsal({ scripts: { scripted: script } });
  running.push(rehearsal);
  const post = async (body: object, over: Record<string, string | undefined> = {}) => {
    const whole = { model: 'scripted', max_tokens: 100, messages: [HELLO], tools: [TOOL], ...body };
    const response = await fetch(`${rehearsal.baseURL}/v1/messages`, {
      method: 'POST',
      headers: headers(rehearsal, over),
      body: JSON.stringify(whole),
    });
    return { status: response.status, json: (await response.json()) as Answer }; // what the tests then look at
  };
  return { rehearsal, post };
}

function headers({ key }: RunningRehearsal, over: Record<string, string | undefined> = {}): [string, string][] {
  const all = { 'x-api-key': key, 'anthropic-version': '2026-10-21', ...over };
  return Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

function say(text: string): RehearsalScriptInput['steps'][number] {
  return { content: [{ type: 'text', text }] };
}
