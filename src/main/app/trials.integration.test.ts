/** What trials find of entries: through the file, SQLite, the rehearsal model, real sandboxes and the gate. */
import { describe, expect, it } from 'vitest';
import { REHEARSAL } from './providers.ts';
import { stage } from './loop.test-support.ts';
import { CAPITAL, RULE, STOP, trialStage, TRIALS_LIMIT_MS } from './trials.test-support.ts';

const at = stage();
const on = trialStage(at);

describe('trials', { timeout: TRIALS_LIMIT_MS + 20_000 }, () => {
  it('find that an entry is needed by a model that makes its fault without it', async () => {
    on.rule({ ...RULE, smallest: 0.05 });
    await on.coach(CAPITAL + STOP, 'capital');
    const run = await on.test('needs-telling', ['capital']);
    expect(run).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'answered' }] });
    const record = await on.record('capital', 'needs-telling');
    expect(record?.judgement).toMatchObject({ state: 'needed', counts: { same: 0, hurt: 0 }, broken: 0, effect: { estimate: 1 } });
    expect(record?.spentUsd).toBeCloseTo(run.spentUsd);
    expect(record?.spentUsd).toBeGreaterThan(0);

    const [trial] = await at.drover.trialsOf(await on.project(), 'capital');
    expect(trial?.ended).toMatchObject({ with: { passed: true, turns: 2 }, without: { passed: false, turns: 2 } });
    // The two share everything but the one entry.
    const [withIt, without] = [trial?.sessions.with ?? '', trial?.sessions.without ?? ''].map((id) =>
      at.drover.log.getEvents(id, { to: 3 }),
    );
    const told = (events: typeof withIt = []) =>
      events.flatMap((event) => (event.type === 'coaching.applied' ? event.entries.map(({ id }) => id) : []));
    expect([told(withIt), told(without)]).toEqual([['capital', 'stop'], ['stop']]);
    const shared = (events: typeof withIt = []) =>
      events.flatMap((event): unknown[] => {
        if (event.type === 'session.created') return [{ ...event.dispatch, trial: { ...event.dispatch.trial, arm: null } }];
        return event.type === 'user.define_outcome' ? [event.spec, event.rubric] : [];
      });
    expect(shared(withIt)).toEqual(shared(without));
    expect(shared(withIt)).toHaveLength(3);
    expect(await (await at.drover.targets.get('local')).list()).toEqual([]);
    // Asked again, it is known already.
    const again = await on.test('needs-telling', ['capital']);
    expect(again).toMatchObject({ items: [{ reason: 'answered' }], progress: [{ ended: 0, running: 0 }], spentUsd: 0 });
  });

  it('find that it is outgrown by a model that does without', async () => {
    on.rule(RULE);
    await on.coach(CAPITAL, 'capital');
    const run = await on.test('knows-already', ['capital']);
    expect(run).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'answered' }] });
    const { judgement } = (await on.record('capital', 'knows-already')) ?? {};
    expect(judgement).toMatchObject({ state: 'outgrown', counts: { helped: 0, hurt: 0 }, broken: 0 });
  });

  it('find that it is harmful to a model that it leads astray, before anybody is told it', async () => {
    on.rule(RULE);
    await on.coach(`# Coaching\n\n## Archive\n\n${CAPITAL}`, 'capital');
    await on.test('misled', ['capital']);
    const [trial] = await at.drover.trialsOf(await on.project(), 'capital');
    expect(trial).toMatchObject({ mode: 'addition', ended: { with: { passed: false }, without: { passed: true } } });
    expect((await on.record('capital', 'misled'))?.judgement).toMatchObject({ state: 'harmful', counts: { helped: 0, same: 0 } });
  });

  it('find nothing in a few pairs of a model that passes at random', async () => {
    on.rule({ ...RULE, maxPairs: 3 });
    await on.coach(CAPITAL, 'capital');
    const run = await on.test('fickle', ['capital']);
    expect(run).toMatchObject({ items: [{ reason: 'max_pairs_reached' }], progress: [{ ended: 3, running: 0 }] });
    expect((await on.record('capital', 'fickle'))?.judgement).toMatchObject({ state: 'unclear', broken: 0 });
  });

  it('leave it unclear where the model fails at every request, and give up', async () => {
    on.rule({ ...RULE, smallest: 0.05 });
    // With more, another pair may begin before the fifth is over.
    on.places(1);
    await on.coach(CAPITAL, 'capital');
    const run = await on.test('fault-forever', ['capital']);
    expect(run).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'failing' }], progress: [{ ended: 5, running: 0 }] });
    expect(run.items[0]?.explanation).toMatch(/^5 pairs in a row said nothing, the last one because of this: .*overloaded/i);
    expect((await on.record('capital', 'fault-forever'))?.judgement).toMatchObject({ state: 'unclear', broken: 5 });
  });

  it('show by a guard what two entries did together, of which each alone does nothing', async () => {
    on.rule(RULE);
    const before = `# Coaching\n\n${CAPITAL}${STOP}`;
    await on.coach(`# Coaching\n\n${STOP}\n## Archive\n\n${CAPITAL}`, 'capital', 'stop');
    const worker = { provider: REHEARSAL, model: 'needs-both', target: 'local' };
    const { run } = await at.drover.guardCoaching({ project: await on.project(), worker, before, budgetUsd: null });
    const view = await on.ended(run);
    expect(view).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'answered' }, { reason: 'answered' }] });
    expect(view.items[0]?.explanation).toBe('It passed with the file as it was, and failed with the file as it is.');
    const trials = await at.drover.trialsOf(await on.project(), 'stop');
    expect(trials).toMatchObject([{ mode: 'guard', ended: { with: { passed: true }, without: { passed: false } } }]);
    // A guard is no evidence for one entry.
    expect(await on.record('stop', 'needs-both')).toBeUndefined();
  });

  it('confirm a probe by running it once without its entry', async () => {
    on.rule(RULE);
    await on.coach(CAPITAL, 'capital');
    const confirm = async (model: string) => {
      const worker = { provider: REHEARSAL, model, target: 'local' };
      const job = { project: await on.project(), kind: 'confirm' as const, worker, entries: ['capital'], budgetUsd: null };
      return on.ended((await at.drover.testCoaching(job)).run);
    };
    const explanation = 'The probe failed without the entry.';
    expect(await confirm('needs-telling')).toMatchObject({ items: [{ reason: 'answered', explanation }], progress: [{ ended: 1 }] });
    expect(await confirm('knows-already')).toMatchObject({ items: [{ explanation: 'The probe passed without the entry.' }] });
    expect(await on.record('capital', 'knows-already')).toMatchObject({ pairs: 0, confirmed: { passed: 1, runs: 1 } });
    expect(at.drover.board.list()).toEqual([]);
  });
});
