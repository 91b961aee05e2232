/** `drover coaching` in a terminal: a plan, the trials themselves in real sandboxes, and what is known afterwards. Real processes. */
import { test, expect } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './support/launch.ts';
import { makeRepository } from './support/repository.ts';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const PROBE = `---
title: Greet
criteria:
  - id: greets
    kind: command
    run: grep -qx 'Hello\\.' greeting.txt
budget:
  iterations: 1
---

Write a greeting into \`greeting.txt\`.
`;
/** The rehearsed model makes its fault unless it is told of a capital letter. */
const WORKER = ['--provider', 'rehearsal', '--model', 'needs-telling'];

let folder: string;
let project: string;
let dataDir: string;
const running = new Set<ChildProcess>();

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-e2e-coaching-'));
  [project, dataDir] = [join(folder, 'project'), join(folder, 'data')];
  makeRepository(project, {
    '.drover/coaching.md': '- Begin a sentence with a capital letter. <!-- id: capital -->\n- Be kind. <!-- id: kind -->\n',
    '.drover/probes/capital.md': PROBE,
    '.drover/probes/capital/README': 'A place for a greeting.\n',
  });
});
test.afterEach(() => {
  for (const child of running) child.kill('SIGKILL'); // where a test was cut short
  rmSync(folder, { recursive: true, force: true });
});

function drover(...args: string[]): Promise<Ended> {
  const { SSH_AUTH_SOCK: _agent, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    cwd: project,
    env: { ...env, HOME: join(folder, 'home'), DROVER_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    }),
  );
}

async function json(...args: string[]): Promise<ReturnType<typeof JSON.parse>> {
  const { code, stdout, stderr } = await drover(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('plans what is due, tries it, and knows what came of it', async () => {
  test.setTimeout(180_000);
  // Before anything ran there is no log, and the file is told all the same.
  expect(await json('coaching', 'list')).toMatchObject({ worker: null, entries: [{ id: 'capital', state: null }, { id: 'kind' }] });
  const plan = await json('coaching', 'plan', ...WORKER);
  expect(plan).toEqual({
    worker: { provider: 'rehearsal', model: 'needs-telling', target: 'local' },
    items: [{ entry: 'capital', due: 'never_tested', pairs: 22, usd: null, minutes: null }],
    untestable: [{ entry: 'kind', why: 'It has no probe that shows its fault.' }],
    ...{ usd: 0, minutes: 0 },
  });

  const settings = join(dataDir, 'settings.json');
  const rule = { smallest: 0.2, maxPairs: 2 };
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), trials: rule }));
  const tried = await drover('coaching', 'test', ...WORKER, '--json');
  expect({ code: tried.code, stderr: tried.stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^kind: cannot be tested\. .*\n1 entry on/),
  });
  const lines = tried.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const ended = lines.filter(({ type }) => type === 'trial.ended');
  expect(ended).toMatchObject([1, 2].map(() => ({ with: { passed: true }, without: { passed: false } })));
  expect(lines.at(-1)).toMatchObject({
    ...{ type: 'result', kind: 'entries', ended: 'done', cost_usd: expect.any(Number) },
    entries: [
      {
        ...{ entry: 'capital', state: 'unclear', pairs: { judged: 2, broken: 0, running: 0 }, effect: { estimate: 1 } },
        answer: { reason: 'max_pairs_reached' },
      },
    ],
  });

  expect(await json('coaching', 'plan')).toMatchObject({ worker: plan.worker, items: [], untestable: [{ entry: 'kind' }] });
  expect(await json('coaching', 'list')).toMatchObject({ entries: [{ state: 'unclear', pairs: { judged: 2 }, due: null }, {}] });
  const { days, runs } = await json('coaching', 'history');
  expect(days).toEqual([]);
  expect(runs).toMatchObject([{ run: lines.at(-1).run, kind: 'entries', entries: ['capital'], ended: 'done', trials: 2 }]);
  // Their sessions are evidence, and in no list unless they are asked for.
  expect(await json('sessions')).toEqual([]);
  const arms: { verdict: string; trial: { arm: string } }[] = await json('sessions', '--trials');
  expect(arms.map(({ verdict, trial }) => `${trial.arm} ${verdict}`).toSorted()).toEqual([
    ...['with passed', 'with passed', 'without failed', 'without failed'],
  ]);
  const unknown = await drover('coaching', 'test', 'gone', ...WORKER);
  expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^gone: cannot be tested\. No entry has this id/) });

  // After a prune: the file as it was against the file as it is.
  const before = join(folder, 'before.md');
  writeFileSync(before, readFileSync(join(project, '.drover/coaching.md')));
  expect(await json('coaching', 'prune', 'capital')).toMatchObject({ ids: ['capital'] });
  expect(readFileSync(join(project, '.drover/coaching.md'), 'utf8')).toContain('- Unclear on needs-telling: 2 pairs, effect 100 points');
  const guarded = await drover('coaching', 'guard', '--before', before, '--json');
  expect(guarded).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(guarded.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    kind: 'guard',
    ended: 'done',
    dropped: ['capital'],
  });
});
