/** Claude Code's sessions into a real log: what comes in, once, and what happens at the next import. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversation, writeSession } from '../../../test/claude-code/sessions.ts';
import type { ImportProgress } from '../../shared/instant.ts';
import { openLog, type Log } from '../log/log.ts';
import { bundle } from '../log/testing-bundle.ts';
import { anthropicProvider } from '../settings/anthropic-provider.ts';
import { createImports, type Imports } from './imports.ts';
import { summariesOf } from './summaries.ts';

let folder: string;
let root: string;
let log: Log;
let imports: Imports;
const open = (): void => {
  log = openLog(join(folder, 'log.db'));
  imports = createImports({
    dataDir: folder,
    log,
    providers: () => [anthropicProvider()],
    secrets: () => ['sk-secret'],
  });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-import-'));
  root = join(folder, 'projects');
  open();
});
afterEach(async () => {
  await imports.close();
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (from = root): Promise<ImportProgress> => imports.claudeCode(from).ended;

const SESSION = '0f0e0d0c-1111-4222-8333-444455556666';

/** A session with a call, a subagent, a compaction, a picture and records that have no event of their own. */
function sampleSession(): void {
  const main = conversation(SESSION);
  const agent = conversation(SESSION, { agentId: 'a1b2c3' });
  const prompt = 'Look for the parser.';
  const before = [
    { type: 'summary', summary: 'Mending the parser', leafUuid: 'x' },
    { type: 'file-history-snapshot', messageId: 'm', snapshot: {} },
    main.user('Mend the parser.\nIt drops the last line. My key is sk-secret.'),
    main.assistant('msg_1', { type: 'thinking', thinking: 'Where is it?', signature: 'sig' }),
    main.assistant('msg_1', { type: 'text', text: 'I look first.' }),
    main.assistant('msg_1', { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }),
    main.result('toolu_1', 'parser.ts'),
  ];
  const shared = main.assistant('msg_2', { type: 'tool_use', id: 'toolu_task', name: 'Task', input: { prompt, description: 'look' } });
  writeSession(root, SESSION, [
    ...before,
    shared,
    main.result('toolu_task', [{ type: 'text', text: 'It is in parser.ts.' }], { toolUseResult: { agentId: 'a1b2c3' } }),
    '{"type":"user","uuid":"torn","messa',
    main.user([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
      { type: 'text', text: 'See?' },
    ]),
    main.system('compact_boundary', { compactMetadata: { trigger: 'auto', preTokens: 150_000 } }),
    main.user('This session goes on from an earlier one. They mended it.', { isCompactSummary: true }),
    main.assistant('msg_3', { type: 'text', text: 'Done.' }),
  ]);
  writeSession(root, `${SESSION}/subagents/agent-a1b2c3`, [
    agent.user(prompt),
    { ...shared, isSidechain: true, agentId: 'a1b2c3' },
    agent.assistant('msg_agent', { type: 'text', text: 'It is in parser.ts.' }),
  ]);
}

it('counts a line that cannot be read in a file of two lines too', async () => {
  const talk = conversation(SESSION);
  writeSession(root, SESSION, [talk.user('Mend the parser.'), '{"type":"user","uuid":"torn","messa']);
  expect(await run()).toMatchObject({ state: 'done', sessionsNew: 1, malformed: 1 });
  expect(await run()).toMatchObject({ state: 'done', sessionsNew: 0, sessionsGrown: 0, malformed: 0 });
});

it('brings in every line once: words, calls with their results, a compaction, what has no event as it stands', async () => {
  sampleSession();
  expect(await run()).toMatchObject({ state: 'done', files: 2, filesDone: 2, sessionsNew: 2, malformed: 1, problem: null });
  const summaries = summariesOf(log);
  const main = summaries.find(({ dispatch }) => dispatch.title === 'Mend the parser.');
  expect(main).toMatchObject({
    imported: 'claude_code',
    column: 'judged',
    dispatch: { project: { path: '/home/me/project' }, base: { branch: 'main' }, model: 'claude-sonnet-5-5-20260901' },
    createdAt: '2026-10-01T08:00:01.000Z',
  });
  const events = log.getEvents(main?.id ?? '');
  expect(events.map(({ type }) => type)).toEqual([
    'session.created',
    'session.imported',
    'import.record',
    'import.record',
    'user.message',
    'span.model_request_start',
    'agent.thinking',
    'agent.message',
    'agent.tool_use',
    'span.model_request_end',
    'agent.tool_result',
    'span.model_request_start',
    'agent.tool_use',
    'span.model_request_end',
    'agent.tool_result',
    'import.record',
    'user.message',
    'import.record',
    'import.record',
    'context.compacted',
    'span.model_request_start',
    'agent.message',
    'span.model_request_end',
  ]);
  expect(events[4]).toMatchObject({
    processed_at: '2026-10-01T08:00:01.000Z',
    content: [{ text: expect.stringContaining('My key is •••.') as string }],
  });
  expect(events[10]).toMatchObject({ tool_use_id: events[8]?.id, content: [{ type: 'text', text: 'parser.ts' }], duration_ms: 1000 });
  expect(events[15]).toMatchObject({ kind: 'malformed', line: '{"type":"user","uuid":"torn","messa' });
  expect(events[17]).toMatchObject({ kind: 'user', line: expect.stringContaining('"data":"AAAA"') as string });
  expect(events[19]).toMatchObject({
    from_seq: 1,
    to_seq: 19,
    tokens_before: 150_000,
    summary: expect.stringContaining('mended it') as string,
  });
  expect(log.verify(main?.id ?? '')).toEqual({ ok: true, events: 23 });

  const thread = summaries.find(({ id }) => id !== main?.id);
  const threadEvents = log.getEvents(thread?.id ?? '');
  expect(threadEvents[1]).toMatchObject({ thread_of: { session_id: main?.id, tool_use_id: events[12]?.id } });
  // Three requests in the main file and one of the subagent's own; the message that both files hold is paid once.
  const price = (10 * 2 + 20 * 10 + 100 * 2.5 + 1000 * 0.1) / 1e6;
  expect(main?.costUsd).toBeCloseTo(3 * price, 10);
  expect(thread?.costUsd).toBeCloseTo(price, 10);
});

it('adds only what is new at the next import, and looks at unchanged files no further', async () => {
  sampleSession();
  await run();
  const before = log.sessions();
  expect(await run()).toMatchObject({ state: 'done', filesDone: 2, sessionsNew: 0, sessionsGrown: 0, eventsAdded: 0 });
  const path = join(root, '-home-me-project', `${SESSION}.jsonl`);
  appendFileSync(path, `${JSON.stringify(conversation('later').user('And the tests?'))}\n{"type":"user","mess`);
  // The torn line in the part that was read before is not read again.
  expect(await run()).toMatchObject({ sessionsNew: 0, sessionsGrown: 1, eventsAdded: 1, malformed: 0 });
  // Half a line waits for its other half.
  appendFileSync(path, `age":{"role":"user","content":"Yes"},"uuid":"u-9","timestamp":"2026-10-02T00:00:00Z"}\n`);
  expect(await run()).toMatchObject({ sessionsGrown: 1, eventsAdded: 1 });
  expect(log.sessions()).toHaveLength(before.length);
  const grown = log.sessions().find(({ head }) => head === 25);
  expect(log.getEvents(grown?.id ?? '', { from: 24 })).toMatchObject([
    { type: 'user.message', content: [{ text: 'And the tests?' }] },
    { type: 'user.message', content: [{ text: 'Yes' }], processed_at: '2026-10-02T00:00:00.000Z' },
  ]);
});

it('knows what it has when its notes are gone or damaged, and when files were rewritten', async () => {
  sampleSession();
  await run();
  writeFileSync(join(folder, 'imports.db'), 'not a database');
  expect(await run()).toMatchObject({ state: 'done', eventsAdded: 0 });
  const path = join(root, '-home-me-project', `${SESSION}.jsonl`);
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, [...lines.slice(0, 3), JSON.stringify({ type: 'mode', mode: 'plan' }), ...lines.slice(3)].join('\n'));
  expect(await run()).toMatchObject({ eventsAdded: 1 });
});

it('is called what its file calls it last: a person’s title stands over a model’s, and says which record it came from', async () => {
  const talk = conversation(SESSION);
  const path = writeSession(root, SESSION, [
    talk.user('Mend the parser.'),
    talk.assistant('msg_1', { type: 'text', text: 'Done.' }),
    { type: 'ai-title', aiTitle: 'Mending a parser', sessionId: SESSION },
  ]);
  await run();
  const title = () => summariesOf(log)[0]?.dispatch.title;
  expect(title()).toBe('Mending a parser');
  appendFileSync(path, `${JSON.stringify({ type: 'custom-title', customTitle: 'Parser, again', sessionId: SESSION })}\n`);
  await run();
  appendFileSync(path, `${JSON.stringify({ type: 'ai-title', aiTitle: 'Something else', sessionId: SESSION })}\n`);
  expect(await run()).toMatchObject({ eventsAdded: 1 });
  expect(title()).toBe('Parser, again');
  const events = log.getEvents(summariesOf(log)[0]?.id ?? '');
  const titled = events.filter((event) => event.type === 'session.titled');
  expect(titled).toMatchObject([
    { title: 'Mending a parser', titled_by: 'model' },
    { title: 'Parser, again', titled_by: 'user' },
  ]);
  for (const { source_event_id, title: text } of titled)
    expect(events.find(({ id }) => id === source_event_id)).toMatchObject({
      type: 'import.record',
      line: expect.stringContaining(text) as string,
    });
});

it('a file that grew gives what it gives when it is read at once, wherever the earlier import ended', async () => {
  sampleSession();
  const path = join(root, '-home-me-project', `${SESSION}.jsonl`);
  const whole = readFileSync(path);
  await run();
  const atOnce = log.sessions().flatMap(({ id }) => log.getEvents(id).map((event) => event.id));
  await imports.close();
  await log.close();
  for (const part of ['log.db', 'imports.db']) rmSync(join(folder, part));
  open();
  for (let size = 0; size < whole.length; size += 397) {
    writeFileSync(path, whole.subarray(0, size));
    await run();
  }
  writeFileSync(path, whole);
  expect(await run()).toMatchObject({ state: 'done', problem: null });
  const grown = log.sessions().flatMap(({ id }) => log.getEvents(id).map((event) => event.id));
  // A request that two files repeat belongs to the one that is read first; it is there once.
  expect(grown.toSorted()).toEqual(atOnce.toSorted());
});

it('goes on where it was cancelled', async () => {
  for (let n = 0; n < 30; n += 1) {
    const talk = conversation(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    const entries = Array.from({ length: 200 }, (_, i) => talk.user(`word ${n} ${i} ${'x'.repeat(500)}`));
    writeSession(root, `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, entries);
  }
  const { id, ended } = imports.claudeCode(root);
  expect(() => imports.claudeCode(root)).toThrow('An import is under way');
  const end = imports.onProgress(({ filesDone }) => filesDone >= 3 && imports.cancel(id));
  const cut = await ended;
  end();
  expect(cut).toMatchObject({ state: 'cancelled', files: 30 });
  expect(cut.filesDone).toBeLessThan(30);
  const rest = await run();
  expect(rest).toMatchObject({ state: 'done', filesDone: 30 });
  expect(cut.eventsAdded + rest.eventsAdded).toBe(30 * 202);
  for (const session of log.sessions()) expect(log.verify(session.id)).toEqual({ ok: true, events: 202 });
});

it('in a thread of its own: cancelled, gone on with, and told of here as it grows', { timeout: 60_000 }, async () => {
  const worker = await bundle(new URL('import-worker.ts', import.meta.url), folder);
  await imports.close();
  imports = createImports({ dataDir: folder, log, providers: () => [anthropicProvider()], secrets: () => ['sk-secret'], worker });
  for (let n = 0; n < 40; n += 1) {
    const talk = conversation(`thread-${n}`);
    writeSession(
      root,
      `thread-${n}`,
      Array.from({ length: 300 }, (_, i) => talk.user(`sk-secret ${i} ${'x'.repeat(500)}`)),
    );
  }
  const grew = new Set<string>();
  const endGrowth = log.onGrowth((sessions) => sessions.forEach((session) => grew.add(session)));
  const { id, ended } = imports.claudeCode(root);
  const end = imports.onProgress(({ filesDone }) => filesDone >= 3 && imports.cancel(id));
  const cut = await ended;
  end();
  expect(cut).toMatchObject({ id, state: 'cancelled', files: 40, problem: null });
  const rest = await run();
  expect(rest).toMatchObject({ state: 'done', filesDone: 40 });
  expect(cut.eventsAdded + rest.eventsAdded).toBe(40 * 302);
  await expect.poll(() => grew.size).toBe(40);
  endGrowth();
  const [session] = grew;
  expect(log.verify(session ?? '')).toEqual({ ok: true, events: 302 });
  expect(JSON.stringify(log.getEvents(session ?? ''))).not.toContain('sk-secret');
});

it('a thread that cannot run is told of, and the next import may', async () => {
  await imports.close();
  const worker = new URL('nowhere.mjs', import.meta.url);
  imports = createImports({ dataDir: folder, log, providers: () => [], secrets: () => [], worker });
  for (const _ of [1, 2])
    expect(await run()).toMatchObject({ state: 'failed', problem: { what: expect.stringContaining('broke off') as string } });
});

it('an import of a folder without sessions, or of one that is not there, finds nothing', async () => {
  expect(await run(join(folder, 'nowhere'))).toMatchObject({ state: 'done', files: 0, problem: null });
});
