/** What trials find of entries: through the file, SQLite, the rehearsal model, real sandboxes and the gate. */
import { describe, expect, it } from 'vitest';
import { stage } from './loop.test-support.ts';
import { CAPITAL, RULE, trialStage, TRIALS_LIMIT_MS } from './trials.test-support.ts';

const at = stage();
const on = trialStage(at);

describe('trials', { timeout: TRIALS_LIMIT_MS + 20_000 }, () => {
  it('find that an entry is needed by a model that makes its fault without it', async () => {
    on.rule({ ...RULE, smallest: 0.05 });
    await on.coach(CAPITAL, 'capital');
    const run = await on.test('needs-telling', ['capital']);
    expect(run).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'answered' }] });
    expect((await on.record('capital', 'needs-telling'))?.judgement).toMatchObject({ state: 'needed', counts: { same: 0, hurt: 0 } });
  });
});
