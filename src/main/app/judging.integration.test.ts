/** Before the work and beside it: criteria on the base, a judge's rulings, proposals; through the real parts. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { BaseCheck } from '../../shared/ipc-judgment.ts';
import { DEMO_SLUG } from '../demo/project.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';
import { REHEARSAL } from './providers.ts';

const on = stage();
const limit = { timeout: TIME_LIMIT_MS + 10_000 };
const worker = { provider: REHEARSAL, model: 'demo', target: 'local' };

const RUBRIC = `---
title: Read durations with several units
criteria:
  - id: checks
    kind: command
    run: python3 check.py
    output: '^(\\d+) of \\1 checks passed$'
    repeats: 1
  - id: refuses
    kind: command
    run: python3 -c "import durations"
    repeats: 1
  - id: told
    kind: rubric
    question: Does it speak of several units in durations?
  - id: lines
    kind: metric
    run: wc -l < durations.py
    of: ratio_to_base
    atMost: 2
---
Read durations with several units.
`;

test('criteria on the base are told one by one, kept, and written into the session that is dispatched', limit, async () => {
  const project = await on.project();
  const { text } = await on.drover.projects.readSpec(project, DEMO_SLUG);
  const seen: BaseCheck[] = [];
  on.drover.onBaseCheck((check) => seen.push(check));
  expect((await on.drover.onBase({ project, text, target: 'local' })).results).toEqual([]);

  const check = await on.drover.tryOnBase({ job: 'one', project, text, ...worker });
  expect(check).toMatchObject({ state: 'done', problem: null });
  expect(check.results.map(({ id, passed }) => [id, passed])).toEqual([
    ['checks', false],
    ['command-line', false],
    ['changelog', false],
    ['round-trip', false],
  ]);
  expect(seen.map(({ results }) => results.length)).toEqual([0, 1, 2, 3, 4, 4]);

  const known = await on.drover.onBase({ project, text, target: 'local' });
  expect(known).toEqual({ base: check.base, results: check.results });
  // What is only said about a criterion changes nothing; what it runs does.
  const renamed = text.replace('All checks pass', 'Every check passes');
  expect((await on.drover.onBase({ project, text: renamed, target: 'local' })).results).toHaveLength(4);
  const changed = text.replace('python3 check.py', 'python3 -B check.py');
  expect((await on.drover.onBase({ project, text: changed, target: 'local' })).results.map(({ id }) => id)).not.toContain('checks');

  const session = await on.run('demo');
  const event = on.drover.log.getEvents(session, { types: ['outcome.checked_on_base'] })[0];
  expect(event).toMatchObject({ base: check.base, target: 'local' });
  expect(on.drover.log.stateAt(session).onBase).toHaveLength(4);
  expect(on.drover.log.stateAt(session).verdict?.passed).toBe(true);
});

test(
  'what passes on the base already is found, a rubric has nothing to judge there, and a metric is one time the base',
  limit,
  async () => {
    const project = await on.project();
    const check = await on.drover.tryOnBase({ job: 'two', project, text: RUBRIC, ...worker });
    expect(check.problem).toBeNull();
    expect(check.results.map(({ id, passed }) => [id, passed])).toEqual([
      ['checks', false],
      ['refuses', true],
      ['told', false],
      ['lines', true],
    ]);
    expect(check.results[3]?.measure).toMatchObject({ value: check.results[3]?.measure?.base });
  },
);

test('only those that are asked for are tried, and a try can be cancelled', limit, async () => {
  const project = await on.project();
  const slow = RUBRIC.replace('python3 -c "import durations"', 'sleep 300');
  const [some] = [await on.drover.tryOnBase({ job: 'some', project, text: RUBRIC, criteria: ['refuses'], ...worker })];
  expect(some?.results.map(({ id }) => id)).toEqual(['refuses']);

  const running = on.drover.tryOnBase({ job: 'slow', project, text: slow, criteria: ['refuses'], ...worker });
  on.drover.onBaseCheck((check) => void (check.job === 'slow' && check.state === 'running' && on.drover.cancelTry('slow')));
  expect(await running).toMatchObject({ state: 'cancelled', results: [], problem: null });
  await expect(on.drover.tryOnBase({ job: 'bad', project, text: 'no spec', ...worker })).rejects.toMatchObject({ name: 'ProblemError' });
});

test('a judge is asked three times, quotes what the change says, and its cost is counted', limit, async () => {
  const slug = await on.spec('told', RUBRIC);
  const session = await on.run('demo', slug);
  const verdict = on.drover.log.stateAt(session).verdict;
  const told = verdict?.criteria.find(({ id }) => id === 'told');
  expect(told).toMatchObject({ passed: true });
  expect(told?.answers).toHaveLength(3);
  expect(told?.answers?.[0]).toMatchObject({ ruling: 'yes' });
  expect(told?.answers?.[0]?.quotes.every(({ found }) => found)).toBe(true);
  expect(told?.costUsd).toBeGreaterThan(0);
});

test('criteria are proposed from the project’s own scripts, without those that are there', limit, async () => {
  const project = await on.project();
  const git = (...args: string[]) => execFileSync('git', ['-C', project, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args]);
  execFileSync('sh', ['-c', 'printf "check:\\n\\tpython3 check.py\\nlint:\\n\\ttrue\\n" > Makefile'], { cwd: project });
  git('add', 'Makefile');
  git('commit', '-qm', 'make');
  const text = RUBRIC.replace('run: python3 check.py', 'run: make check');
  const { drafts, costUsd } = await on.drover.suggest({ job: 's', project, text, ...worker });
  expect(drafts.map(({ criterion }) => criterion)).toEqual([
    expect.objectContaining({ id: 'runs-lint', kind: 'command', run: 'make lint' }),
  ]);
  expect(costUsd).toBeGreaterThan(0);
  expect(drafts[0]).toMatchObject({ source: 'script lint' });
  await expect(on.drover.suggest({ job: 't', project, text: '---\ntitle: x\n---\n', ...worker })).rejects.toMatchObject({
    name: 'ProblemError',
  });
});

test('what had passed and was rejected is proposed as a criterion for the next time', limit, async () => {
  const project = await on.project();
  const session = await on.run('demo');
  await on.drover.reject(session, 'It does not say what 1.5h does');
  expect(on.drover.misses({ project, slug: DEMO_SLUG })).toEqual([
    expect.objectContaining({
      criterion: expect.objectContaining({ kind: 'rubric', question: expect.stringContaining('It does not say what 1.5h does') }),
      source: session,
    }),
  ]);
  expect(on.drover.misses({ project, slug: 'another' })).toEqual([]);
});
