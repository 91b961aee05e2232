/** `drover` in a terminal: what reads the log, what makes a session work, what brings sessions in and out. Real processes. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversation, writeSession } from '../test/claude-code/sessions.ts';
import { expect, root, test } from './support/launch.ts';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const cli = join(root, 'out/main/cli.js');
let folder: string;
let dataDir: string;
let demo: string;
const running = new Set<ChildProcess>();

const environment = (): NodeJS.ProcessEnv => {
  const { SSH_AUTH_SOCK: _agent, CLAUDE_CONFIG_DIR: _claude, ...env } = process.env;
  return { ...env, HOME: join(folder, 'home'), DROVER_DATA_DIR: dataDir };
};

function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended>; said: (text: RegExp) => Promise<void> } {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    }),
  );
  return { child, ended, said: (text) => expect.poll(() => stdout, { timeout: 60_000 }).toMatch(text) };
}

const drover = (...args: string[]): Promise<Ended> => start(...args).ended;

async function json(...args: string[]): Promise<ReturnType<typeof JSON.parse>> {
  const { code, stdout, stderr } = await drover(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), 'drover-e2e-line-'));
  dataDir = join(folder, 'data');
  expect((await drover('demo', '--json')).code).toBe(0);
  [{ id: demo }] = await json('sessions');
});
test.afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('reads: sessions, events by every filter, a state with its files, hits of a search, a chain that fits', async () => {
  expect(await json('sessions')).toMatchObject([
    { id: demo, state: 'accepted', verdict: 'passed', criteria: { passed: 4, total: 4 }, imported: null },
  ]);
  const all = (await drover('events', demo, '--json')).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
  const some = async (...args: string[]): Promise<number[]> =>
    (await drover('events', demo.slice(-6), '--json', ...args)).stdout
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [Number(JSON.parse(line).seq)]));
  expect(await some('--from', '3', '--to', '5')).toEqual([3, 4, 5]);
  expect(await some('--tail', '2')).toEqual([all.length - 1, all.length]);
  const calls = all.filter(({ type }) => type.startsWith('agent.tool_')).map(({ seq }) => seq);
  expect(await some('--type', 'agent.tool_use,agent.tool_result')).toEqual(calls);
  expect(await some('--type', 'verdict', '--grep', 'ROUND-trip', '--tail', '9')).toEqual(
    all.filter((event) => event.type.startsWith('verdict') && JSON.stringify(event).includes('round-trip')).map(({ seq }) => seq),
  );
  expect(await json('show', demo, '--at', '2')).toMatchObject({
    at: 2,
    head: all.length,
    verdict: null,
    workspace: { state: 'here', files: expect.arrayContaining([expect.objectContaining({ path: 'durations.py', kind: 'file' })]) },
  });
  expect(await json('search', '"several units"', 'type:agent', '--limit', '2')).toHaveLength(2);
  expect((await drover('search', 'nowhereatall')).code).toBe(1);
  expect(await json('verify')).toEqual([{ session: demo, ok: true, events: all.length }]);
});

test('says what is wrong in three parts: 2 where it cannot be understood, 1 where it cannot be done', async () => {
  const plain = /^\S.*\n {2}where: \S.*\n {2}what to do: \S.*\n$/;
  const cases: [code: number, ...args: string[]][] = [
    [2, 'frobnicate'],
    [2, 'events'],
    [2, 'events', demo, '--from', 'x'],
    [2, 'events', demo, '--type', 'nothing.known'],
    [2, 'events', demo, '--grep', '('],
    [2, 'search', 'after:yesterdayish'],
    [2, 'export', demo, '--format', 'pdf'],
    [2, 'run', 'notes.txt'],
    [1, 'events', 'zzzzzzzz'],
    [1, 'show', demo, '--at', '99999'],
    [1, 'run', 'no-such-spec', '--project', join(dataDir, 'demo-project'), '--model', 'demo'],
    [1, 'run', 'compound-durations', '--project', join(dataDir, 'demo-project'), '--provider', 'nobody'],
    [1, 'import', 'jsonl', join(folder, 'nowhere.jsonl')],
  ];
  for (const [code, ...args] of cases) {
    const ended = await drover(...args);
    expect({ args, code: ended.code, stdout: ended.stdout }).toEqual({ args, code, stdout: '' });
    expect(ended.stderr).toMatch(plain);
  }
});

test('a reader that goes away is no error', () => {
  const events = `"${process.execPath}" "${cli}" events ${demo} --json`;
  // Written again and again, it is more than a pipe holds.
  const line = `for i in 1 2 3; do ${events}; done | head -1; ${events} --follow | head -1; echo "codes \${PIPESTATUS[*]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, env: environment(), encoding: 'utf8', timeout: 30_000 });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n').at(-1)).toBe('codes 0 0');
});

test('tries a spec several times, names the best, and decides what becomes of it', async () => {
  test.setTimeout(180_000);
  const project = join(dataDir, 'demo-project');
  const tries = ['run', 'compound-durations', '--project', project, '--attempts', '3', '--model', 'dawdles,sent-back', '--stop-losers'];
  const ran = await drover(...tries, '--tokens', '900000', '--tries', '2', '--json');
  const lines = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { type, attempts } = lines.at(-1);
  expect({ code: ran.code, type, models: lines.at(-1).attempts.map(({ model }: { model: string }) => model) }).toEqual({
    ...{ code: 0, type: 'attempts', models: ['sent-back', 'dawdles', 'dawdles'] },
  });
  expect(attempts[0]).toMatchObject({ attempt: 2, verdict: 'passed', changed: { files: 2 } });
  expect(attempts[1]).toMatchObject({ verdict: null, activity: 'Attempt 2 of 3 passed its verdict first.' });
  expect(lines.find((line) => line.type === 'user.define_outcome').spec.budget).toMatchObject({
    tokens: 900_000,
    iterations: 2,
    minutes: 10,
  });
  expect(lines.filter((line) => line.type === 'result')).toHaveLength(3);

  const [{ session }] = attempts;
  const sent = await drover('send-back', session, '--message', 'Write down why.\ndurations.py, line 1: here.');
  expect(sent.code).toBe(0);
  expect(sent.stdout).toMatch(/verdict\.sent_back .*Write down why/);
  const accepted = await json('accept', session, '--commits', 'worker');
  expect(accepted).toEqual({
    session,
    branch: expect.stringMatching(/^drover\/read-durations/),
    commit: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  expect((await drover('send-back', session, '--message', 'More')).stderr).toContain('accepted already');

  const gaveUp = await drover('run', 'compound-durations', '--project', project, '--model', 'impossible', '--json');
  expect(gaveUp.code).toBe(1);
  const { session: closed } = JSON.parse(gaveUp.stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(await json('reject', closed, '--reason', 'It is true.')).toEqual({ session: closed, reason: 'It is true.' });
  const [{ state }] = (await json('sessions')).filter(({ id }: { id: string }) => id === closed);
  expect(state).toBe('rejected');
  expect((await drover('run', 'compound-durations', '--project', project, '--attempts', '17')).code).toBe(2);
});

test('runs a spec to its verdict; forks it; Ctrl-C stops it; who takes it over says so', async () => {
  test.setTimeout(180_000);
  const project = join(dataDir, 'demo-project');
  const ran = await drover('run', join(project, '.drover/specs/compound-durations.md'), '--model', 'demo', '--json');
  const lines = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect({ code: ran.code, first: lines[0].type, last: lines.at(-1) }).toMatchObject({
    code: 0,
    first: 'session.created',
    last: { type: 'result', ended: 'rest', verdict: 'passed' },
  });

  const slow = start('run', 'compound-durations', '--project', project, '--model', 'slow-command');
  await slow.said(/agent\.tool_use/);
  slow.child.kill('SIGINT');
  const stopped = await slow.ended;
  expect(stopped.code).toBe(1);
  expect(stopped.stdout).toContain('interrupted');
  const [{ id }] = await json('sessions');
  expect(await json('show', id)).toMatchObject({ status: 'idle', stop_reason: 'interrupted' });

  const { session: fork } = await json('fork', id, '--at', '4', '--model', 'slow-command', '--message', 'Again.', '--no-run');
  const first = start('wake', fork);
  await first.said(/agent\.tool_use/);
  const second = start('wake', fork);
  const lost = await first.ended;
  expect(lost.code).toBe(1);
  expect(lost.stderr).toContain('Another Drover drives this session now');
  second.child.kill('SIGINT');
  await second.ended;
  expect(await json('show', fork)).toMatchObject({ status: 'idle' });
  expect(await json('verify')).toEqual(expect.arrayContaining([expect.objectContaining({ session: fork, ok: true })]));
});

test('imports Claude Code sessions from their own place, and a session of another log, the same to the byte', async () => {
  const talk = conversation('11111111-2222-4333-8444-555555555555');
  writeSession(join(folder, 'home', '.claude', 'projects'), '11111111-2222-4333-8444-555555555555', [
    talk.user('Mend the parser.'),
    talk.assistant('msg_1', { type: 'text', text: 'Mended.' }),
  ]);
  expect(await json('import', 'claude-code')).toMatchObject({ state: 'done', sessions_new: 1, events_added: 6, malformed: 0 });
  expect(await json('import', 'claude-code')).toMatchObject({ sessions_new: 0, events_added: 0 });
  const imported = (await json('sessions')).find((session: { imported: string | null }) => session.imported !== null);
  expect(imported).toMatchObject({ title: 'Mend the parser.', state: 'imported' });
  const woken = await drover('wake', imported.id);
  expect(woken).toMatchObject({ code: 1, stderr: expect.stringContaining('ran elsewhere') });

  const file = join(folder, 'demo.jsonl');
  expect(await json('export', demo, '--format', 'jsonl', '--out', file)).toMatchObject({ path: file });
  const other = join(folder, 'other');
  expect(await json('import', 'jsonl', file, '--data-dir', other)).toMatchObject({ sessions: [demo] });
  const again = await drover('export', demo, '--format', 'jsonl', '--data-dir', other);
  expect(again.stdout).toBe(readFileSync(file, 'utf8'));
});

test('answers another agent over MCP, writes nothing, and says in words what it cannot do', async () => {
  const connect = async (data: string): Promise<Client> => {
    const client = new Client({ name: 'test', version: '1' });
    const env = Object.fromEntries(
      Object.entries({ ...environment(), DROVER_DATA_DIR: data }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp'], env, stderr: 'pipe' }));
    return client;
  };
  const client = await connect(dataDir);
  const ask = async (name: string, args: Record<string, unknown>, from = client) => {
    const result = await from.callTool({ name, arguments: args });
    // The SDK's result is a union of shapes; ours are texts.
    const [content] = result.content as { text: string }[];
    return { failed: result.isError === true, text: content?.text ?? '' };
  };
  const value = async (name: string, args: Record<string, unknown>): Promise<ReturnType<typeof JSON.parse>> => {
    const { failed, text } = await ask(name, args);
    expect(failed, text).toBe(false);
    return JSON.parse(text);
  };
  const before = readFileSync(join(dataDir, 'log.db'));
  const { tools } = await client.listTools();
  expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual(
    ['list_sessions', 'get_events', 'search_events', 'get_workspace_file'].map((name) => [name, true]),
  );
  expect(await value('list_sessions', { limit: 1 })).toMatchObject({ sessions: [{}], next: 1 });
  const found = await value('list_sessions', { text: 'DURATIONS' });
  expect(found.sessions).toEqual(expect.arrayContaining([expect.objectContaining({ id: demo, verdict: 'passed' })]));
  const page = await value('get_events', { session: demo, types: ['agent'], limit: 3 });
  expect(page).toMatchObject({ session: demo, events: [{}, {}, {}], next: expect.any(Number) });
  const rest = await value('get_events', { session: demo, types: ['agent'], from: page.next, limit: 200 });
  expect(rest).toMatchObject({ next: null });
  expect((await value('get_events', { session: demo, text: 'SEVERAL units', limit: 5 })).events).toHaveLength(5);
  expect((await value('search_events', { query: 'several units', limit: 1 })).hits).toHaveLength(1);
  expect(await value('get_workspace_file', { session: demo, seq: 2 })).toMatchObject({ state: 'here', next: null });
  const file = await value('get_workspace_file', { session: demo, seq: 2, path: 'durations.py', offset: 5 });
  expect(readFileSync(join(root, 'resources/demo/project/durations.py'), 'utf8').slice(5)).toBe(file.text);
  expect(await ask('get_workspace_file', { session: demo, path: 'nowhere.py' })).toMatchObject({
    failed: true,
    text: expect.stringContaining('what to do:'),
  });
  expect(await ask('get_events', { session: 'zzzzzz' })).toMatchObject({
    failed: true,
    text: expect.stringContaining('There is no such session'),
  });
  expect(await ask('get_events', { session: demo, limit: 100_000 })).toMatchObject({ failed: true });
  expect(readFileSync(join(dataDir, 'log.db')).equals(before)).toBe(true);
  await client.close();

  const empty = await connect(join(folder, 'nothing-here'));
  expect(await ask('list_sessions', {}, empty)).toMatchObject({ failed: true, text: expect.stringContaining('There is no log here yet') });
  expect(existsSync(join(folder, 'nothing-here'))).toBe(false);
  await empty.close();
});

test('an exported page of a hostile session runs nothing and asks for nothing', async ({ launch }) => {
  const evil =
    '</div></main><script>document.title="owned"</script><img src="http://127.0.0.1:9/x" onerror="document.title=\'owned\'"><style>@import "http://127.0.0.1:9/y"</style>\u202e';
  const session = '99999999-2222-4333-8444-555555555555';
  const talk = conversation(session, { cwd: `/home/${evil}` });
  writeSession(join(folder, 'hostile'), session, [
    talk.user(evil),
    talk.assistant('msg_evil', { type: 'tool_use', id: 'toolu_e', name: evil, input: { [evil]: `${evil}\n`.repeat(40) } }),
    talk.result('toolu_e', evil),
    { type: evil, text: evil },
  ]);
  await json('import', 'claude-code', join(folder, 'hostile'));
  const imported = (await json('sessions')).find((one: { title: string }) => one.title.includes('script') || one.title.includes('/div'));
  const page = join(folder, 'page.html');
  await json('export', imported.id, '--format', 'html', '--out', page);
  const { app, kill } = await launch();
  const seen = await app.evaluate(async ({ BrowserWindow, session: sessions }, file) => {
    const own = sessions.fromPartition('page');
    const requests: string[] = [];
    own.webRequest.onBeforeRequest((details, answer) => {
      requests.push(details.url);
      answer({});
    });
    const window = new BrowserWindow({ show: false, webPreferences: { session: own, sandbox: true } });
    await window.loadFile(file);
    const found: { title: string; scripts: number; images: number; styles: number; articles: number; text: string } =
      await window.webContents.executeJavaScript(
        `({ title: document.title, scripts: document.scripts.length, images: document.images.length, styles: document.querySelectorAll('style').length,
          articles: document.querySelectorAll('article').length, text: document.body.textContent })`,
      );
    window.destroy();
    return { ...found, requests };
  }, page);
  expect(seen).toMatchObject({ scripts: 0, images: 0, styles: 1, articles: 8 });
  expect(seen.title).not.toBe('owned');
  expect(seen.text).toContain('<script>document.title="owned"</script>');
  expect(seen.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
  await kill();
});
