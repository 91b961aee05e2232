/** Sessions that did not run here, rewound: they go on with a worker of this computer, or it is said why they cannot. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Cleanup } from '../../../test/box/sandboxes.ts';
import { conversation, writeSession } from '../../../test/claude-code/sessions.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { openDrover, type Drover } from './drover.ts';
import { writeFile } from '../export/write-file.ts';
import { exportChunks, importJsonl } from './exports.ts';
import type { MessagesRequest } from '../model/rehearsal/request.ts';
import { startRehearsal } from '../model/rehearsal/server.ts';
import { keyName, REHEARSAL } from './providers.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const LIMIT_MS = 90_000;
const SESSION = '0f0e0d0c-1111-4222-8333-444455556666';
const SPEC = '---\ntitle: Mend it\ncriteria:\n  - id: mended\n    kind: file\n    path: mended.txt\n---\n\nWrite mended.txt.\n';

const cleanup = new Cleanup();
let folder: string;
let project: string;

beforeEach(async () => {
  folder = cleanup.add(await mkdtemp(join(tmpdir(), 'drover-elsewhere-')), (path) => rm(path, { recursive: true, force: true }));
  project = await makeDemoProject(join(resources, 'demo', 'project'), join(folder, 'demo-project'));
});
afterEach(() => cleanup.end());

async function open(name: string): Promise<Drover> {
  const drover = await openDrover({ dataDir: join(folder, name), resources, cipher: null, hurry: true });
  return cleanup.add(drover, (made) => made.close());
}

/** A provider whose worker mends it, wherever in the conversation it comes in. @returns what it was asked */
async function mender(drover: Drover): Promise<MessagesRequest[]> {
  const asked: MessagesRequest[] = [];
  const mend = { type: 'tool_use' as const, name: 'write', input: { path: 'mended.txt', content: 'mended\n' } };
  const steps = [{ content: [mend] }, { content: [{ type: 'text' as const, text: 'It is mended.' }] }];
  const server = await startRehearsal({ scripts: { mender: { steps, repeat: true } }, onRequest: ({ body }) => void asked.push(body) });
  cleanup.add(server, (made) => made.close());
  const prices = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
  const models = [{ id: 'mender', prices, maxOutputTokens: 1000, contextTokens: 100_000 }];
  const provider = { id: 'mending', name: 'Mending', baseURL: server.baseURL, models, versionHeader: '' };
  drover.settings.update((settings) => ({ ...settings, providers: [provider] }));
  await drover.vault.set(keyName('mending'), server.key);
  return asked;
}

it('one of Claude Code goes on with its words, a spec and the project as it is now', { timeout: LIMIT_MS }, async () => {
  const drover = await open('here');
  const asked = await mender(drover);
  const words = conversation(SESSION, { cwd: project });
  writeSession(join(folder, 'claude'), SESSION, [
    words.user('Mend the heliotrope parser.'),
    words.assistant('msg_1', { type: 'thinking', thinking: 'Where is it?', signature: 'sig' }),
    words.assistant('msg_1', { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }),
    words.result('toolu_1', 'parser.ts'),
    words.assistant('msg_2', { type: 'text', text: 'I stop in the middle.' }),
    words.assistant('msg_2', { type: 'tool_use', id: 'toolu_2', name: 'Bash', input: { command: 'never answered' } }),
  ]);
  await drover.imports.claudeCode(join(folder, 'claude')).ended;
  const [{ id: imported, head } = { id: '', head: 0 }] = drover.log.sessions();
  const before = drover.log.getEvents(imported);

  const choice = { provider: 'mending', model: 'mender', target: 'local' };
  await expect(drover.fork(imported, head, choice)).rejects.toThrow('has no spec');
  const fork = await drover.fork(imported, head, { ...choice, spec: SPEC, message: 'Go on from here.' });
  await drover.drive(fork);
  expect(drover.board.state(fork)).toMatchObject({ problem: null, verdict: { passed: true }, imported: null });
  expect(drover.log.verify(fork)).toMatchObject({ ok: true });
  expect(drover.log.getEvents(imported)).toEqual(before);
  const first = JSON.stringify(asked[0]?.messages);
  for (const said of ['heliotrope', 'parser.ts', 'I stop in the middle.', 'Go on from here.', 'Write mended.txt.']) {
    expect(first).toContain(said);
  }
  // Thoughts are signed by the model that had them.
  expect(first).not.toContain('Where is it?');
  const { branch } = await drover.accept(fork, 'drover/mended', 'Mend it');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' });
  expect(git('show', `${branch}:mended.txt`)).toBe('mended\n');
});

it('one that was exported elsewhere goes on from where its files are those of the project', { timeout: LIMIT_MS }, async () => {
  const there = await open('there');
  const parent = await there.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model: 'demo', target: 'local' });
  await there.drive(parent);
  const file = join(folder, 'session.jsonl');
  await writeFile(
    file,
    exportChunks(there.log, parent, 'jsonl', (text) => text),
  );

  const here = await open('here');
  const { sessions } = await importJsonl(here.log, file);
  expect(sessions).toEqual([parent]);
  const events = here.log.getEvents(parent);
  const snapshot = events.find(({ type }) => type === 'workspace.snapshot')?.seq ?? 0;
  await expect(here.fork(parent, events.length, {})).rejects.toThrow(`Rewind to an event before ${snapshot}`);
  await expect(here.fork(parent, snapshot, {})).rejects.toThrow('The files of this event are not here');
  expect(here.log.sessions()).toHaveLength(1);

  const begin = (events.find(({ type }) => type === 'span.model_request_start')?.seq ?? 0) - 1;
  const fork = await here.fork(parent, begin, {});
  await here.drive(fork);
  expect(here.board.state(fork)).toMatchObject({ problem: null, verdict: { passed: true } });
  expect(here.log.verify(fork)).toMatchObject({ ok: true });
  expect(here.log.getEvents(parent)).toEqual(events);

  // What is kept here is enough, whatever becomes of the repository; where nothing is kept, that is said and nothing is made.
  await rename(project, `${project}-moved`);
  const again = await here.fork(parent, begin, {});
  await here.drive(again);
  expect(here.board.state(again)).toMatchObject({ verdict: { passed: true } });
  const third = await open('third');
  await importJsonl(third.log, file);
  await expect(third.fork(parent, 2, {})).rejects.toThrow('There is no such folder');
  expect(third.log.sessions()).toHaveLength(1);
});
