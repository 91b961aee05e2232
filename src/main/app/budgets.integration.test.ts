/** What a session may spend, and all of them in a day: reaching it pauses with everything kept, raising it goes on. */
import { describe, expect, it } from 'vitest';
import { formatSpec } from '../../shared/spec-text.ts';
import { tokensOf } from '../../shared/summary.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();
const state = (session: string) => at.drover.board.state(session);

async function demoWith(budget: Record<string, number>): Promise<string> {
  const { spec } = await at.drover.projects.readSpec(await at.project(), 'compound-durations');
  if (spec === null) throw new Error('the demo has its spec');
  return at.spec('limited', formatSpec({ ...spec, budget: { ...spec.budget, ...budget } }));
}

/** Everything is kept: the files are here, no sandbox is left, each request has its end. */
function expectPaused(session: string, words: RegExp): void {
  const { status, stopReason, activity, sandbox, openRequest, uncollected } = state(session);
  expect({ status, stopReason, openRequest, uncollected }).toEqual({
    ...{ status: 'idle', stopReason: { type: 'budget_reached' }, openRequest: null, uncollected: [] },
  });
  expect(activity).toMatch(words);
  expect(sandbox?.state ?? 'destroyed').toBe('destroyed');
  expect(at.drover.log.verify(session)).toMatchObject({ ok: true });
}

describe('the budget of a session', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it.each([
    ['tokens', { tokens: 1000 }, { tokens: 1_000_000 }, /^It used the allowed 1,000 tokens\.$/],
    ['money', { usd: 0.0001 }, { usd: 10 }, /^It cost the allowed \$/],
    ['minutes', { minutes: 0.0001 }, { minutes: 10 }, /^It ran for the allowed 0\.0001 min\.$/],
  ])('%s pauses it once the request in flight has ended, and goes on where it is raised', async (_name, budget, raised, words) => {
    const session = await at.run('demo', await demoWith(budget));
    expectPaused(session, words);
    const before = at.drover.log.head(session);
    await at.drover.continue(session, undefined, { minutes: 10, iterations: 4, ...raised });
    await at.rested(session);
    expect(state(session).verdict?.passed).toBe(true);
    expect(at.drover.log.getEvents(session, { from: before + 1, types: ['user.message'] })).toEqual([]);
  });
});

describe("the day's budget", { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  const limit = (dailyBudget: Record<string, number>) => at.drover.settings.update((settings) => ({ ...settings, dailyBudget }));

  it('counts what all sessions spent, survives a restart, and is the same in another process', async () => {
    const first = await at.run('sent-back');
    const second = await at.run('never-passes');
    const spent = at.drover.today();
    const both = [first, second].map(state);
    expect(spent.usd).toBeCloseTo(both.reduce((sum, { costUsd }) => sum + costUsd, 0));
    expect(spent.tokens).toBe(both.reduce((sum, { usage }) => sum + tokensOf(usage), 0));
    expect(spent.iterations).toBe(both.reduce((sum, { iterations }) => sum + iterations, 0));
    expect(spent.minutes).toBeGreaterThan(0);
    expect(spent).toMatchObject({ limit: {}, reached: null });
    const { minutes: _, ...sums } = spent;
    expect((await at.beside()).today()).toMatchObject(sums);
    await at.reopen();
    expect(at.drover.today()).toMatchObject(sums);
    const fork = await at.drover.fork(first, 2, {}, { wake: false });
    expect(state(fork).inherited.costUsd).toBe(0);
    expect(at.drover.today()).toMatchObject(sums);
    await at.drover.spend(0.25);
    expect(at.drover.today().usd).toBeCloseTo(spent.usd + 0.25);
    expect(at.drover.board.list()).toHaveLength(3);
  });

  it('pauses each session that runs, in words that name the day, and goes on once it is raised', async () => {
    const slug = await demoWith({});
    limit({ tokens: 2000 });
    const sessions = await Promise.all([at.start('demo', slug), at.start('never-passes', slug)]);
    for (const session of sessions) await at.rested(session);
    for (const session of sessions)
      expectPaused(session, /^The day's budget for all sessions is spent: [\d,]+ of 2,000 tokens since midnight/);
    const late = await at.run('demo', slug);
    expectPaused(late, /^The day's budget/);
    expect(at.types(late)).not.toContain('sandbox.provisioned');
    limit({ tokens: 1_000_000 });
    await at.drover.continue(late);
    await at.rested(late);
    expect(state(late).verdict?.passed).toBe(true);
  });

  it('counts what another process spends, and tells of it at most once a second', async () => {
    const told: { at: number; tokens: number }[] = [];
    at.drover.onToday(({ tokens }) => told.push({ at: performance.now(), tokens }));
    const other = await at.beside();
    const project = await at.project();
    const session = await other.dispatch({ project, slug: 'compound-durations', provider: 'rehearsal', model: 'demo', target: 'local' });
    await at.rested(session);
    await expect.poll(() => told.at(-1)?.tokens, { timeout: 5000 }).toBe(tokensOf(state(session).usage));
    const gaps = told.slice(1).map((one, i) => one.at - (told[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(990);
    limit({ iterations: 1 });
    expect(at.drover.today().reached).toContain('2 of 1 iterations');
  });
});
