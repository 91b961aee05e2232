/** A worker without isolation works in a folder of the machine itself: it is told which, also by a driver that takes it up again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../../../test/box/sandboxes.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { openDrover } from './drover.ts';
import type { MessagesRequest } from '../model/rehearsal/request.ts';
import { startRehearsal, type RunningRehearsal } from '../model/rehearsal/server.ts';
import { keyName } from './providers.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const LIMIT_MS = 60_000;

let dataDir: string;
let model: RunningRehearsal;
const asked: MessagesRequest[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'drover-open-'));
  const bash = { type: 'tool_use' as const, name: 'bash', input: { command: 'echo "I am in $(pwd)."' } };
  const steps = [{ content: [bash] }, { content: [{ type: 'text' as const, text: 'Done.' }], faults: [{ kind: 'hang' as const }] }];
  model = await startRehearsal({ scripts: { where: { steps } }, onRequest: ({ body }) => void asked.push(body) });
});
afterEach(async () => {
  await model.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function open() {
  const drover = await openDrover({ dataDir, resources, cipher: null, hurry: true });
  await drover.vault.set(keyName('recorder'), model.key);
  return drover;
}

it('the model is told the same real path before and after the application ends', { timeout: LIMIT_MS }, async () => {
  const first = await open();
  const prices = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
  const models = [{ id: 'where', prices, maxOutputTokens: 1000, contextTokens: 100_000 }];
  first.settings.update((settings) => ({
    ...settings,
    providers: [{ id: 'recorder', name: 'Recorder', baseURL: model.baseURL, models, versionHeader: '' }],
    targets: settings.targets.map((target) => ({ ...target, isolation: 'none' as const })),
  }));
  const project = await makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project'));
  const session = await first.dispatch({ project, slug: DEMO_SLUG, provider: 'recorder', model: 'where', target: 'local' });
  await until('the model is asked a second time', () => asked.length === 2);
  await first.close();

  const second = await open();
  await second.resume();
  await until('the model is asked by another driver', () => asked.length === 3);
  const prompts = asked.map(({ system }) => JSON.stringify(system));
  const [result] = second.log.getEvents(session, { types: ['agent.tool_result'] });
  const path = /I am in (\/.+)\./.exec(result?.type === 'agent.tool_result' ? (result.content[0]?.text ?? '') : '')?.[1];
  expect(path).toContain('sbx_');
  expect(prompts).toEqual(Array.from({ length: 3 }, () => expect.stringContaining(`checked out at ${path};`)));
  await second.stop(session);
  await second.drive(session);
  await second.close();
});
