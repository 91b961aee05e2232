/** The computer sleeps and wakes: what waits for its next attempt goes on at once. */
import { startRehearsal } from '../src/main/model/rehearsal/server.ts';
import { expect, test } from './support/launch.ts';
import { copyDemoProject } from './support/repository.ts';
import { call, expectStatus, rail } from './support/screens.ts';

const AN_HOUR = 3600;
const KEY = 'a-key-of-the-test';
const SPEC = '---\ntitle: Mend it\ncriteria:\n  - id: mended\n    kind: file\n    path: mended.txt\n---\n\nWrite mended.txt.\n';

test('a session that would ask the model again in an hour asks when the computer wakes', async ({ launch, temporaryFolder }) => {
  test.setTimeout(120_000);
  const mend = { type: 'tool_use' as const, name: 'write', input: { path: 'mended.txt', content: 'mended\n' } };
  const faults = [{ kind: 'status' as const, status: 529, message: 'Overloaded', retryAfter: AN_HOUR }];
  const steps = [{ content: [mend] }, { content: [{ type: 'text' as const, text: 'Mended.' }], faults }];
  let asked = 0;
  const model = await startRehearsal({ key: KEY, scripts: { sleeper: { steps } }, onRequest: () => void (asked += 1) });
  try {
    const { app, page } = await launch();
    const prices = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
    const models = [{ id: 'sleeper', prices, maxOutputTokens: 1000, contextTokens: 100_000 }];
    await call(page, 'provider.save', {
      provider: { id: 'sleepy', name: 'Sleepy', baseURL: model.baseURL, models, versionHeader: '' },
      key: KEY,
    });
    const project = copyDemoProject(temporaryFolder('project'));
    await call(page, 'project.open', { path: project });
    await call(page, 'spec.save', { project, slug: 'mend', text: SPEC, expected: null });
    await call(page, 'spec.dispatch', {
      project,
      slug: 'mend',
      attempts: [{ provider: 'sleepy', model: 'sleeper', target: 'local' }],
      stopLosers: false,
    });
    await rail(page, 'Sessions');
    await page.getByRole('button', { name: 'Mend it', exact: true }).click();
    await expectStatus(page, 'retrying');
    expect(asked).toBe(2);
    // As the system tells it: the listener is the application's own.
    expect(await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))).toBe(true);
    await expectStatus(page, 'passed');
    expect(asked).toBe(3);
  } finally {
    await model.close();
  }
});
