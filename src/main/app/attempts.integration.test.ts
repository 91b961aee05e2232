/** Several tries at one spec, and the places of a target: through SQLite, the rehearsal model, git, real sandboxes. */
import { describe, expect, it } from 'vitest';
import { DEMO_SLUG } from '../demo/project.ts';
import { REHEARSAL } from './providers.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();
const state = (session: string) => at.drover.board.state(session);
const worker = (model: string) => ({ provider: REHEARSAL, model, target: 'local' });

async function dispatch(models: string[], stopLosers = false): Promise<string[]> {
  const project = await at.project();
  return at.drover.dispatchAll({ project, slug: DEMO_SLUG, workers: models.map(worker), stopLosers });
}

function setPlaces(places: number): void {
  at.drover.settings.update((settings) => ({ ...settings, targets: settings.targets.map((target) => ({ ...target, places })) }));
}

const stillOpen = (session: string) => ['running', 'rescheduling'].includes(state(session).status);

describe('attempts', { timeout: TIME_LIMIT_MS + 20_000 }, () => {
  it('are on one base and one text, and as soon as one passes the others are stopped', async () => {
    const sessions = await dispatch(['dawdles', 'sent-back', 'dawdles'], true);
    const [first = '', winner = '', third = ''] = sessions;
    for (const session of sessions) await at.rested(session);
    expect(state(winner)).toMatchObject({ verdict: { passed: true }, stoppedBecause: null });
    for (const loser of [first, third]) {
      expect(state(loser)).toMatchObject({
        ...{ status: 'idle', stopReason: { type: 'interrupted' }, verdict: null, sandbox: { state: 'destroyed' } },
        ...{ activity: 'Attempt 2 of 3 passed its verdict first.', stoppedBecause: 'Attempt 2 of 3 passed its verdict first.' },
      });
    }
    const begun = sessions.map((session) => at.drover.log.getEvents(session, { to: 2 }));
    expect(new Set(begun.map(([created]) => created?.type === 'session.created' && created.dispatch.base.commit)).size).toBe(1);
    expect(new Set(begun.map(([, task]) => task?.type === 'user.define_outcome' && task.rubric.content)).size).toBe(1);
    const attempts = sessions.map((session) => state(session).dispatch?.attempt);
    expect(attempts.map((attempt) => attempt?.index)).toEqual([1, 2, 3]);
    expect(new Set(attempts.map((attempt) => attempt?.group)).size).toBe(1);
    const fork = await at.drover.fork(winner, 2, {}, { wake: false });
    expect(state(fork).dispatch).not.toHaveProperty('attempt');
  });

  it('go on beside each other where that was not asked for', async () => {
    const [first = '', second = ''] = await dispatch(['sent-back', 'never-passes']);
    await at.rested(first);
    await at.rested(second);
    expect([first, second].map((session) => state(session).verdict?.passed)).toEqual([true, false]);
  });

  it('are stopped at the next start where Drover was killed between the verdict and that', async () => {
    const [loser = '', winner = ''] = await dispatch(['dawdles', 'refuses'], true);
    await at.rested(winner);
    await at.event(loser, ({ type }) => type === 'agent.tool_use');
    // What is left of a process that died right after it had appended the verdict.
    const { log } = at.drover;
    const verdict = { passed: true, explanation: 'It held.', tree: null, criteria: [], sandbox: null, duration_ms: 1 };
    await log.append(winner, log.head(winner), [{ type: 'verdict.ended', ...verdict }]);
    await at.reopen();
    await at.drover.resume();
    await at.rested(loser);
    expect(state(loser).activity).toBe('Attempt 2 of 2 passed its verdict first.');
  });

  it('are all or none where one of them cannot be', async () => {
    await expect(dispatch(['sent-back', 'nope', 'never-passes'])).rejects.toThrow('no model "nope"');
    expect(at.drover.log.sessions()).toEqual([]);
  });
});

describe('the places of a target', { timeout: TIME_LIMIT_MS + 20_000 }, () => {
  it('are taken in the order in which sessions came, and the log says who waits', async () => {
    setPlaces(1);
    const sessions = await dispatch(['never-passes', 'sent-back', 'sent-back']);
    const [first = '', second = '', third = ''] = sessions;
    await at.event(third, ({ type }) => type === 'sandbox.awaited');
    expect(state(second).activity).toBe('waits for a place on local');
    const target = await at.drover.targets.get('local');
    for (const session of sessions) await at.rested(session);
    const seen = sessions.map((session) => at.drover.log.getEvents(session));
    const timeOf = (i: number, type: string) => seen[i]?.find((event) => event.type === type)?.processed_at ?? '';
    expect(timeOf(1, 'sandbox.provisioned') > timeOf(0, 'session.status_idle')).toBe(true);
    expect(timeOf(2, 'sandbox.provisioned') > timeOf(1, 'session.status_idle')).toBe(true);
    expect(at.types(first)).not.toContain('sandbox.awaited');
    expect(await target.list()).toEqual([]);
    // To wait costs no time.
    const worked = (session: string) => state(session).activeMs;
    expect(worked(third)).toBeLessThan(
      Date.parse(timeOf(2, 'session.status_idle')) - Date.parse(timeOf(2, 'session.status_running')) - worked(first),
    );
  });

  it('are waited for across a restart, in another process too, and a waiting session can be stopped', async () => {
    setPlaces(1);
    const [first = '', second = '', third = ''] = await dispatch(['dawdles', 'sent-back', 'sent-back']);
    await at.event(first, ({ type }) => type === 'agent.tool_use');
    await at.event(second, ({ type }) => type === 'sandbox.awaited');
    await at.reopen();
    await at.drover.resume();
    await at.event(third, ({ type, seq }) => type === 'session.status_running' && seq > 4);
    expect(state(second)).toMatchObject({ status: 'running', activity: 'waits for a place on local', sandbox: null });

    const other = await at.beside();
    const late = await other.dispatch({ project: await at.project(), slug: DEMO_SLUG, ...worker('sent-back') });
    await at.event(late, ({ type }) => type === 'sandbox.awaited');
    await at.drover.stop(third);
    await at.rested(third);
    expect(state(third)).toMatchObject({ stopReason: { type: 'interrupted' }, sandbox: null });
    expect([first, second, late].map(stillOpen)).toEqual([true, true, true]);
    await at.drover.stop(first);
    await at.rested(second);
    await at.rested(late);
    expect([second, late].map((session) => state(session).verdict?.passed)).toEqual([true, true]);
    const provisioned = (session: string) => at.drover.log.getEvents(session, { types: ['sandbox.provisioned'] })[0]?.processed_at ?? '';
    expect(provisioned(late) > provisioned(second)).toBe(true);
  });

  it('are more at once where they are raised', async () => {
    setPlaces(1);
    const [first = '', second = ''] = await dispatch(['dawdles', 'sent-back']);
    await at.event(second, ({ type }) => type === 'sandbox.awaited');
    setPlaces(2);
    await at.rested(second);
    expect(stillOpen(first)).toBe(true);
    await at.drover.stop(first);
    await at.rested(first);
  });
});
