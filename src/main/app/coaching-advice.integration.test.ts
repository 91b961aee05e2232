/** From what went wrong to a plan of trials: a real loop, a real gate, the project's files, the log. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editCoaching } from '../../shared/coaching/edit-file.ts';
import { parseProbe } from '../../shared/coaching/probe-text.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();
const worker = { provider: 'rehearsal', model: 'demo', target: 'local' };

describe('what went wrong', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('becomes an entry with a probe, which is due until it is tested', async () => {
    const session = await at.run('demo');
    const { drover } = at;
    const project = await at.project();
    expect(() => drover.draftCoaching(session)).toThrow(/Nothing went wrong/);
    expect(() => drover.draftCoaching('sesn_0000000000')).toThrow(/no such session/);

    await drover.reject(session, 'It prints where it should log');
    const draft = drover.draftCoaching(session);
    expect(draft).toMatchObject({
      entry: 'Take care of this: It prints where it should log.',
      source: expect.stringMatching(/was rejected/),
    });
    const { dispatch } = drover.board.state(session);
    expect(parseProbe(draft.probe)).toMatchObject({ base: dispatch?.base.commit, parsed: { ok: true } });

    const edited = editCoaching('', { do: 'add', text: draft.entry }, { section: false });
    if (!edited.ok) throw new Error('The entry cannot be written');
    await drover.saveCoaching(project, edited.text, null);
    const planned = await drover.planCoaching({ project, worker });
    expect(planned).toMatchObject({ items: [], untestable: [{ why: 'It has no probe that shows its fault.' }] });
    const entry = planned.untestable[0]?.entry ?? '';
    await drover.saveProbe(project, entry, draft.probe, null);
    // From any folder of the repository, as anywhere else.
    expect(await drover.planCoaching({ project: join(project, '.drover'), worker })).toEqual({
      items: [{ entry, due: 'never_tested', pairs: 22, usd: null, minutes: null }],
      untestable: [],
      usd: 0,
      minutes: 0,
    });
    expect((await drover.planCoaching({ project, worker, entries: ['gone'] })).untestable).toMatchObject([{ entry: 'gone' }]);

    const [point, ...more] = await drover.coachingHistory(project);
    expect(more).toEqual([]);
    expect(point).toMatchObject({ provider: 'rehearsal', model: 'demo', dispatches: 1, entries: 0, tokens: 0, passed: 1, judged: 1 });
  });
});
