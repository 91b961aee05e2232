import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrialRun } from '../events.ts';
import { createRecordKeeper, recordsOf } from './entry-record.ts';
import { defaultRule } from './judge-entry.ts';
import type { Trial } from './trial-ledger.ts';

const run = (passed: boolean | null): TrialRun => ({ passed, reason: '', cost_usd: 0.5, tokens: 10, turns: 2, active_ms: 5 });

function trial(id: string, over: Partial<Trial> & { entry?: string } = {}): Trial {
  const { entry = 'e', ...rest } = over;
  return {
    id,
    run: 'r',
    item: { entry, provider: 'p', model: 'm', target: 't' },
    mode: 'ablation',
    version: 'v',
    probe: 'q',
    sessions: { with: 'a', without: 'b' },
    startedAt: '2026-01-01',
    ended: null,
    ...rest,
  };
}

test('pairs behind one that still runs wait for it: quick outcomes would be believed first', () => {
  const ended = { with: run(true), without: run(false), at: '2026-01-02' };
  const trials = [trial('1', { ended }), trial('2'), trial('3', { ended })];
  const [record] = recordsOf({ trials: new Map(trials.map((one) => [one.id, one])) }, defaultRule);
  expect(record).toMatchObject({ pairs: 3, running: 1, spentUsd: 2, judgement: { counts: { helped: 1, same: 0, hurt: 0 } } });
});

test('what an older run left open holds up nothing, and counts in its place once it has ended', () => {
  const ended = { with: run(true), without: run(false), at: '2026-01-02' };
  const left = trial('2', { run: 'older' });
  const trials = [trial('1', { ended, run: 'older' }), left, trial('3', { ended }), trial('4'), trial('5', { ended })];
  const judged = () => recordsOf({ trials: new Map(trials.map((one) => [one.id, one])) }, defaultRule)[0];
  expect(judged()).toMatchObject({ pairs: 5, running: 2, judgement: { counts: { helped: 2, same: 0 } } });
  left.ended = { ...ended, without: run(true) };
  expect(judged()).toMatchObject({ pairs: 5, running: 1, judgement: { counts: { helped: 2, same: 1 } } });
});

test('evidence is of one text, one probe and one model; guards are none, and what confirms a probe is no pair', () => {
  const ended = { with: run(true), without: run(true), at: '2026-01-02' };
  const trials = [
    trial('1', { ended }),
    trial('2', { ended, version: 'other' }),
    trial('3', { ended, mode: 'guard' }),
    trial('4', { ended: { ...ended, with: null }, mode: 'confirm' }),
    trial('5', { ended, mode: 'addition' }),
  ];
  const records = recordsOf({ trials: new Map(trials.map((one) => [one.id, one])) }, defaultRule);
  expect(records).toMatchObject([
    { version: 'v', pairs: 2, judgement: { counts: { same: 2 } }, confirmed: { passed: 1, runs: 1 } },
    { version: 'other', pairs: 1, confirmed: { runs: 0 } },
  ]);
});

test('a keeper that is asked while a ledger grows says what one that sees all of it says', () => {
  const step = fc.record({ entry: fc.constantFrom('a', 'b', 'c'), starts: fc.boolean(), passed: fc.option(fc.boolean()) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const trials = new Map<string, Trial>();
      const keeper = createRecordKeeper(defaultRule);
      for (const [count, { entry, starts, passed }] of steps.entries()) {
        const open = [...trials.values()].find(({ ended }) => ended === null);
        if (starts || open === undefined) trials.set(`${count}`, trial(`${count}`, { entry }));
        else open.ended = { with: run(passed), without: run(false), at: `2026-01-${count + 10}` };
        expect(keeper({ trials })).toEqual(recordsOf({ trials }, defaultRule));
      }
    }),
    { numRuns: 30 },
  );
});
