import { expect, test } from 'vitest';
import { keyOf, recordOf } from '../../../../shared/coaching/entry-record.ts';
import type { EntryRow } from '../../../../shared/coaching/entry-rows.ts';
import { everywhere } from '../../../../shared/coaching/entry-mark.ts';
import { defaultRule } from '../../../../shared/coaching/judge-entry.ts';
import type { Trial } from '../../../../shared/coaching/trial-ledger.ts';
import type { TrialRun } from '../../../../shared/events.ts';
import {
  armState,
  confirmedSentence,
  differenceWords,
  passesOf,
  signedMoney,
  signedTurns,
  standingSentence,
  stateSentence,
  testedOn,
} from './entry-facts.ts';

const run = (passed: boolean | null): TrialRun => ({ passed, reason: 'r', cost_usd: 0.01, tokens: 1, turns: 2, active_ms: 3 });

/** In the order in which they were started; undefined: it runs. */
function trialsOf(pairs: readonly ([boolean | null, boolean | null] | undefined)[], over: Partial<Trial> = {}): Trial[] {
  return pairs.map((pair, index) => ({
    id: `t${index}`,
    run: 'r',
    item: { entry: 'e', provider: 'p', model: 'demo', target: 'local' },
    mode: 'ablation',
    version: 'v',
    probe: 'q',
    sessions: { with: `w${index}`, without: `o${index}` },
    startedAt: '2026-01-01T00:00:00Z',
    ended: pair === undefined ? null : { with: run(pair[0]), without: run(pair[1]), at: '2026-01-01T00:01:00Z' },
    ...over,
  }));
}

function rowOf(trials: readonly Trial[], over: Partial<EntryRow> = {}): EntryRow {
  const record = recordOf(trials, defaultRule);
  return {
    key: 'e',
    entry: { id: 'e', text: 'Ask.', scope: everywhere, archived: false, evidence: null, line: 1 },
    state: record?.judgement.state ?? 'untested',
    untestable: null,
    record,
    stands: true,
    due: null,
    probe: null,
    isConsidered: false,
    isTold: true,
    tokens: 2,
    usdPerDispatch: null,
    ...over,
  };
}

function sentence(trials: readonly Trial[], over: Partial<EntryRow> = {}): string {
  const [first] = trials;
  const key = first === undefined ? { entry: 'e', version: 'v', probe: 'q', provider: 'p', model: 'demo' } : keyOf(first);
  return stateSentence(rowOf(trials, over), passesOf(trials.toReversed(), key), 0.2, 'demo');
}

test('a state says why: how often each arm passed', () => {
  const helped = Array.from({ length: 12 }, (): [boolean, boolean] => [true, false]);
  expect(sentence(trialsOf([...helped, [true, true]]))).toBe('demo passes 13 of 13 with it and 1 of 13 without.');
  const alike = Array.from({ length: 40 }, (): [boolean, boolean] => [true, true]);
  expect(sentence(trialsOf(alike))).toBe('demo passes 40 of 40 with it and 40 of 40 without: it brings less than 20 points.');
  expect(sentence(trialsOf([[false, true]]))).toBe('So far demo passes 0 of 1 with it and 1 of 1 without.');
  expect(sentence(trialsOf([[null, true]]))).toBe('No pair of runs came to two verdicts.');
  expect(sentence([])).toBe('No pair of runs has been tried on demo.');
  expect(sentence([], { state: 'cannot_be_tested', untestable: 'It has no probe that shows its fault.' })).toBe(
    'It has no probe that shows its fault.',
  );
});

test('pairs count up to the first that still runs, and of these words on this model alone', () => {
  const trials = trialsOf([[true, false], undefined, [true, true]]);
  const [first] = trials;
  if (first === undefined) return expect.fail('no trial');
  const others = [...trialsOf([[true, true]], { version: 'before' }), ...trialsOf([[true, true]], { mode: 'guard' })];
  expect(passesOf([...trials, ...others].toReversed(), keyOf(first))).toEqual({ with: 1, without: 0, pairs: 1 });
});

test('only a claim stands or may be chance', () => {
  expect(standingSentence({ state: 'unclear', stands: false })).toBeNull();
  expect(standingSentence({ state: 'needed', stands: true })).toContain('5 %');
  expect(standingSentence({ state: 'outgrown', stands: false })).toContain('may be chance');
});

test('differences say their sign, and from when there is an interval', () => {
  expect(differenceWords({ median: 0.02, lower: null, upper: null }, signedMoney)).toBe('+2.0 ¢ (an interval from 7 pairs on)');
  expect(differenceWords({ median: -1.5, lower: -3, upper: 0 }, signedTurns)).toBe('−1.5 (−3 to 0)');
  expect(differenceWords({ median: 0, lower: 0, upper: 0 }, signedTurns)).toBe('the same');
  expect(differenceWords(null, signedTurns)).toBe('not known yet');
});

test('what was tried with other words before comes last, and is said to be past', () => {
  const records = [trialsOf([[true, true]], { version: 'before' }), trialsOf([[true, false]])].flatMap(
    (trials) => recordOf(trials, defaultRule) ?? [],
  );
  expect(testedOn(records, { entry: 'e', version: 'v', probe: 'q' }).map(({ isPast, effect }) => [isPast, effect])).toEqual([
    [false, '100'],
    [true, '0'],
  ]);
});

test('a probe that passes without its entry is told apart at birth', () => {
  const confirm = (passed: boolean): Trial[] => trialsOf([[null, passed]], { mode: 'confirm', sessions: { with: null, without: 'o' } });
  expect(confirmedSentence(recordOf(confirm(false), defaultRule))).toBe('Confirmed: without the entry demo fails the probe (1 of 1).');
  expect(confirmedSentence(recordOf(confirm(true), defaultRule))).toContain('Told apart at birth');
  expect(confirmedSentence(recordOf(trialsOf([[true, true]]), defaultRule))).toBeNull();
});

test('an arm passed, failed, runs or gave no answer', () => {
  const [ended, running] = [trialsOf([[true, null]])[0], trialsOf([undefined])[0]];
  if (ended === undefined || running === undefined) return expect.fail('no trial');
  expect([armState(ended, ended.ended?.with), armState(ended, ended.ended?.without), armState(running, null)]).toEqual([
    'passed',
    'none',
    'running',
  ]);
});
