/** What the terminal says of coaching from the log alone: states, a pruning with its diff, the history. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { versionOf } from '../../src/main/app/project-coaching.ts';
import { summariesOf } from '../../src/main/app/summaries.ts';
import { coachingLogId } from '../../src/main/coaching/trial-log.ts';
import { listProbes } from '../../src/main/specs/probe-files.ts';
import { newTrialSessionId } from '../../src/main/log/ids.ts';
import { openLog, type Log } from '../../src/main/log/log.ts';
import type { Dispatch, NewEvent, TrialRun } from '../../src/shared/events.ts';
import { coachedRepository, type CoachedRepository } from './coaching-command.test-support.ts';

const PROBE = '---\ntitle: T\nbase: "0123"\ncriteria:\n  - id: c\n    kind: command\n    run: "true"\n---\n\nDo it.\n';
const FILE =
  '# Coaching\n\n- Ask first. <!-- id: ask -->\n- Log it. <!-- id: log -->\n- Be kind. <!-- id: kind -->\n\n## Archive\n\n- Old <!-- id: old -->\n';
const run = (passed: boolean): TrialRun => ({ passed, reason: '', cost_usd: 0.1, tokens: 10, turns: 2, active_ms: 1000 });
const ask = 'Ask first.';

async function withLog(dataDir: string, use: (log: Log) => Promise<void>): Promise<void> {
  const log = openLog(join(dataDir, 'log.db'));
  try {
    await use(log);
  } finally {
    await log.close();
  }
}

/** Pairs of an entry, with the model `demo`. */
async function tried({ root, dataDir }: CoachedRepository, entry: string, text: string, pairs: [withIt: boolean, without: boolean][]) {
  const probe = (await listProbes(root)).find((one) => one.entry === entry)?.version ?? '';
  const item = { entry, provider: 'rehearsal', model: 'demo', target: 'local' };
  await withLog(dataDir, async (log) => {
    const session = coachingLogId(root);
    const id = `run-of-${entry}`;
    const project = { path: root, name: 'project' };
    const events: NewEvent[] = [
      { type: 'trials.begun', run: id, project, kind: 'entries', items: [item], budget_usd: null, smallest: 0.2, max_pairs: 300 },
      ...pairs.flatMap(([withIt, without], at): NewEvent[] => {
        const trial = `${entry}-${at}`;
        const sessions = { with: newTrialSessionId(), without: newTrialSessionId() };
        return [
          { type: 'trial.started', run: id, trial, ...item, mode: 'ablation', version: versionOf(text), probe, sessions },
          { type: 'trial.ended', trial, with: run(withIt), without: run(without) },
        ];
      }),
      { type: 'trials.ended', run: id, reason: 'done', explanation: 'There is nothing more to try.' },
    ];
    await log.append(session, log.head(session), events);
  });
}

const alike = (count: number): [boolean, boolean][] => Array.from({ length: count }, () => [true, true]);
const helped = (count: number): [boolean, boolean][] => Array.from({ length: count }, () => [true, false]);

function coached(): CoachedRepository {
  const made = coachedRepository();
  made.put('.drover/coaching.md', FILE);
  for (const id of ['ask', 'log']) made.put(`.drover/probes/${id}.md`, PROBE);
  return made;
}

const dispatch = (root: string, over: Partial<Dispatch> = {}): NewEvent[] => {
  const criteria = [{ id: 'c', kind: 'command' as const, run: 'true' }].map((one) => ({
    ...{ ...one, visibility: 'shown' as const, weight: 'must' as const, exitCode: 0, timeoutSeconds: 9 },
  }));
  const spec = { title: 'T', goal: 'g', criteria, budget: { minutes: 9, iterations: 9 } };
  const told = [{ id: 'ask', version: versionOf(ask), text: ask, scope: { paths: [], kinds: [], models: [] } }];
  return [
    {
      type: 'session.created',
      dispatch: {
        ...{ title: 'T', project: { path: root, name: 'p' }, base: { commit: 'c', branch: null, uncommittedChanges: false } },
        ...{ specPath: null, provider: 'rehearsal', model: 'demo', target: 'local', ...over },
      },
    },
    { type: 'coaching.applied', path: '.drover/coaching.md', entries: told },
    {
      ...{ type: 'user.define_outcome', outcome_id: 'outc_1', description: '', max_iterations: 9 },
      ...{ rubric: { type: 'text', content: '' }, spec },
    },
  ];
};

test('states are those with the model of the newest dispatch, or with the one that is named', async () => {
  const made = coached();
  await tried(made, 'ask', ask, alike(30));
  await tried(made, 'log', 'Log it.', helped(10));
  await withLog(made.dataDir, async (log) => void (await log.append('sesn_ordinary1234', 0, dispatch(made.root))));
  const { code, stdout, stderr } = await made.coaching('list');
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'The states are those with demo (rehearsal).\n' });
  expect(stdout.split('\n').map((line) => line.replace(/tested \d{4}-\d\d-\d\d/, 'tested DAY'))).toEqual([
    'ask [outgrown, effect 0 points (-15 to 15), 30 pairs, tested DAY]  Ask first.',
    'log [needed, effect 100 points (26 to 100), 10 pairs, tested DAY]  Log it.',
    'kind [cannot be tested: It has no probe that shows its fault.]  Be kind.',
    'old [archived; cannot be tested: It has no probe that shows its fault.]  Old',
    '',
  ]);
  const { worker, entries } = await made.json('list');
  expect(worker).toEqual({ provider: 'rehearsal', model: 'demo' });
  expect(entries[0]).toMatchObject({
    ...{ id: 'ask', state: 'outgrown', stands: true, due: null, untestable: null, told: true, last_tested: expect.any(String), tokens: 3 },
    ...{ effect: { estimate: 0, lower: expect.any(Number), upper: expect.any(Number) }, pairs: { judged: 30, broken: 0, running: 0 } },
    cost_usd: expect.closeTo(6, 6),
  });
  expect((await made.json('list', '--provider', 'x', '--model', 'other')).entries[0]).toMatchObject({
    state: 'untested',
    due: 'new_model',
  });
});

test('prunes what is outgrown for certain: the diff first, and only with --yes', async () => {
  const made = coached();
  const file = join(made.root, '.drover', 'coaching.md');
  expect(await made.coaching('prune', '--outgrown')).toEqual({ code: 0, stdout: '', stderr: 'Nothing here is outgrown for certain.\n' });
  await tried(made, 'ask', ask, alike(30));
  await tried(made, 'log', 'Log it.', helped(10));
  const shown = await made.coaching('prune', '--outgrown');
  expect(shown).toMatchObject({ code: 1, stderr: 'Nothing is written. To write it, say --yes too.\n' });
  expect(shown.stdout).toMatch(/^--- .drover\/coaching.md\n\+\+\+ .drover\/coaching.md\n@@ .* @@/);
  const evidence = 'Outgrown on demo: 30 pairs, effect 0 points (-15 to 15).';
  const changed = shown.stdout.split('\n').filter((line) => /^[-+](?![-+]{2} )/.test(line));
  expect(changed).toEqual(['-- Ask first. <!-- id: ask -->', '+- Ask first. <!-- id: ask -->', `+  - ${evidence} <!-- evidence -->`]);
  expect(readFileSync(file, 'utf8')).toBe(FILE);

  const { code, stdout } = await made.coaching('prune', '--outgrown', '--yes', '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { file: '.drover/coaching.md', ids: ['ask'], written: true, diff: shown.stdout }]);
  expect((await made.json('list')).entries.map((entry: { id: string; evidence: string | null }) => [entry.id, entry.evidence])).toEqual([
    ['log', null],
    ['kind', null],
    ['old', null],
    ['ask', evidence],
  ]);
});

test('prunes one entry with a reason, or with what trials found of it; without either not at all', async () => {
  const made = coached();
  await tried(made, 'ask', ask, alike(3));
  expect(await made.coaching('prune', 'kind')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^No trial says why/) });
  expect(await made.coaching('prune')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^One entry is pruned/) });
  expect(await made.coaching('prune', 'ask')).toEqual({ code: 0, stdout: 'ask\n', stderr: '' });
  await made.coaching('prune', 'kind', '--reason', 'It goes without saying.');
  expect((await made.json('list')).entries.map((entry: { evidence: string | null }) => entry.evidence)).toEqual([
    null,
    null,
    expect.stringMatching(/^Unclear on demo: 3 pairs/),
    'It goes without saying.',
  ]);
});

test('history: what dispatches were told, without trials, and the runs of trials', async () => {
  const made = coached();
  expect(await made.coaching('history')).toEqual({ code: 0, stdout: '', stderr: 'Nothing was dispatched here yet.\n' });
  await tried(made, 'ask', ask, alike(2));
  const arm = newTrialSessionId();
  await withLog(made.dataDir, async (log) => {
    const trial = { project: made.root, run: 'r', trial: 't', entry: 'ask', arm: 'with' as const };
    await log.append('sesn_ordinary1234', 0, dispatch(made.root));
    await log.append('sesn_elsewhere1234', 0, dispatch('/elsewhere'));
    await log.append(arm, 0, dispatch(made.root, { trial }));
    expect(summariesOf(log).map(({ id }) => id)).not.toContain(arm);
    expect(summariesOf(log, { trials: true }).map(({ id }) => id)).toContain(arm);
  });
  const { days, runs } = await made.json('history');
  expect(days).toEqual([
    {
      ...{ day: expect.stringMatching(/^\d{4}-.*Z$/), provider: 'rehearsal', model: 'demo', dispatches: 1 },
      ...{ entries: 1, tokens: 3, passed: 0, judged: 0 },
    },
  ]);
  expect(runs).toMatchObject([{ run: 'run-of-ask', kind: 'entries', entries: ['ask'], ended: 'done', trials: 2, cost_usd: 0.4 }]);
  expect((await made.coaching('history')).stdout).toMatch(/ {2}demo {2}1 dispatch · 1 entry of 3 tokens told · none judged\nrun-of-ask /);
});
