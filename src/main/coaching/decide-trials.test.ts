/** Given a log and facts, when asked what is next, then this. */
import { describe, expect, test } from 'vitest';
import { newLedger, takeTrialEvent, type TrialLedger } from '../../shared/coaching/trial-ledger.ts';
import type { BodyOf, EventBody, TrialRun } from '../../shared/events.ts';
import { decideTrials, type TrialAction } from './decide-trials.ts';
import { itemName, type Arm, type Subject, type TrialFacts } from './facts.ts';

type Begun = BodyOf<'trials.begun'>;
const worker = { provider: 'p', model: 'm', target: 'local' };
const [a, b] = [
  { entry: 'a', ...worker },
  { entry: 'b', ...worker },
];

function begun(over: Partial<Begun> = {}): Begun {
  const project = { path: '/p', name: 'p' };
  return { type: 'trials.begun', run: 'r', project, kind: 'entries', items: [a], budget_usd: null, smallest: 0.05, max_pairs: 20, ...over };
}

function started(trial: string, item = a, over: Partial<BodyOf<'trial.started'>> = {}): BodyOf<'trial.started'> {
  const sessions = { with: `${trial}+`, without: `${trial}-` };
  return { type: 'trial.started', run: 'r', trial, ...item, mode: 'ablation', version: 'v', probe: 'q', sessions, ...over };
}

function said(passed: boolean | null, over: Partial<TrialRun> = {}): TrialRun {
  return { passed, reason: 'because', cost_usd: 0.5, tokens: 1, turns: 1, active_ms: 1, ...over };
}

function ended(trial: string, withIt: boolean | null, without: boolean | null): BodyOf<'trial.ended'> {
  return { type: 'trial.ended', trial, with: said(withIt), without: said(without) };
}

/** So many pairs of an entry that does it all. */
function helped(count: number, item = a, run = 'r'): EventBody[] {
  return Array.from({ length: count }, (_, i) => `${run}${item.entry}${i}`).flatMap((id) => [
    started(id, item, { run }),
    ended(id, true, false),
  ]);
}

function given(...bodies: EventBody[]): TrialLedger {
  const ledger = newLedger();
  for (const [i, body] of bodies.entries())
    takeTrialEvent(ledger, { ...body, id: `sevt_${i}`, session: 's', seq: i + 1, processed_at: '2026-01-01T00:00:00.000Z' });
  return ledger;
}

const live: Arm = { state: 'live', claimed: true, stopping: false, costUsd: 0.1 };
const ready: Subject = { ok: true, mode: 'ablation', version: 'v', probe: 'q' };

function when(
  ledger: TrialLedger,
  facts: Partial<TrialFacts> & { arms?: Record<string, Arm>; of?: Record<string, Subject> } = {},
): TrialAction {
  const { arms = {}, of = {}, ...others } = facts;
  const items = [...(ledger.runs.get('r')?.begun.items ?? [])];
  const subjects = new Map(items.map((item) => [itemName(item), of[item.entry] ?? ready]));
  return decideTrials(ledger, 'r', { arm: (session) => arms[session] ?? live, places: () => 4, dayLimit: null, subjects, ...others });
}

describe('what is started', () => {
  test('nothing before the file and the probes were read', () => {
    expect(when(given(begun()), { subjects: null })).toEqual({ do: 'look', items: [a] });
  });

  test('a pair of the first item, with what was read', () => {
    expect(when(given(begun({ items: [a, b] })))).toEqual({ do: 'start', item: a, mode: 'ablation', version: 'v', probe: 'q' });
  });

  test('of another entry while one has a pair under way, and a second pair only where entries run out', () => {
    const one = [begun({ items: [a, b] }), started('1')];
    expect(when(given(...one))).toMatchObject({ do: 'start', item: b });
    expect(when(given(...one, started('2', b)), { places: () => 8 })).toMatchObject({ do: 'start', item: a });
  });

  test('as soon as one place is free, and not before', () => {
    const ledger = given(begun(), started('1'));
    expect(when(ledger, { places: () => 2 })).toEqual({ do: 'wait' });
    expect(when(ledger, { places: () => 2, arms: { '1+': { state: 'rested', run: said(true) } } })).toMatchObject({ do: 'start' });
    expect(when(given(begun()), { places: () => 1 })).toMatchObject({ do: 'start' });
  });

  test('of what was looked at since something last happened, and no more is looked at than that', () => {
    const items = [a, b];
    const known = new Map([[itemName(b), ready]]);
    expect(when(given(begun({ items })), { subjects: null })).toEqual({ do: 'look', items });
    expect(when(given(begun({ items })), { subjects: known })).toEqual({ do: 'look', items: [a] });
    expect(when(given(begun({ items }), started('1')), { subjects: known })).toMatchObject({ do: 'start', item: b });
  });

  test('never more pairs than a record may have, those that run included', () => {
    const ledger = given(begun({ max_pairs: 2 }), ...helped(1), started('2'));
    expect(when(ledger)).toEqual({ do: 'wait' });
  });

  test('no pair more where those that run will answer it if they come out as those before', () => {
    expect(when(given(begun(), ...helped(7), started('next')))).toEqual({ do: 'wait' });
    expect(when(given(begun(), ...helped(6), started('next')))).toMatchObject({ do: 'start' });
    expect(when(given(begun(), ...helped(6), started('next'), started('last')), { places: () => 8 })).toEqual({ do: 'wait' });
    expect(when(given(begun({ items: [a, b] }), ...helped(7), started('next')))).toMatchObject({ do: 'start', item: b });
  });

  test('nothing of a file that nobody has looked at, not even an end', () => {
    expect(when(given(begun(), ...helped(8)), { subjects: null })).toEqual({ do: 'look', items: [a] });
  });
});

describe('a pair', () => {
  test('whose sessions are not there is made, first of all', () => {
    const ledger = given(begun(), started('1'), { type: 'trials.stop_requested', run: 'r' });
    expect(when(ledger, { arms: { '1-': { state: 'missing' } } })).toMatchObject({ do: 'make', trial: { id: '1' } });
  });

  test('has an end when both arms rest', () => {
    const arms = { '1+': { state: 'rested' as const, run: said(true) }, '1-': { state: 'rested' as const, run: said(false) } };
    expect(when(given(begun(), started('1')), { arms })).toEqual({ do: 'end_trial', trial: '1', with: said(true), without: said(false) });
    expect(when(given(begun(), started('1')), { arms: { '1+': arms['1+'] }, places: () => 1 })).toEqual({ do: 'wait' });
  });

  test('of a confirmation has one arm', () => {
    const trial = started('1', a, { mode: 'confirm', sessions: { with: null, without: '1-' } });
    const ledger = given(begun({ kind: 'confirm' }), trial);
    expect(when(ledger, { arms: { '1-': { state: 'rested', run: said(true) } } })).toMatchObject({ do: 'end_trial', with: null });
    expect(when(ledger)).toEqual({ do: 'wait' });
    const over = given(begun({ kind: 'confirm' }), trial, { type: 'trial.ended', trial: '1', with: null, without: said(true) });
    expect(when(over)).toMatchObject({ do: 'end_item', reason: 'answered', explanation: 'The probe passed without the entry.' });
  });
});

describe('an item ends', () => {
  test('when the answer is clear, by what other runs found of the same words as well', () => {
    expect(when(given(begun(), ...helped(7)))).toMatchObject({ do: 'start' });
    expect(when(given(begun(), ...helped(8)))).toMatchObject({
      do: 'end_item',
      item: a,
      reason: 'answered',
      explanation: expect.stringMatching(/^Needed on m: 8 pairs/),
    });
    expect(when(given(...helped(8, a, 'older'), begun()))).toMatchObject({ do: 'end_item', reason: 'answered' });
  });

  test('not by what was found of other words, another probe or model', () => {
    const subject = (over: Partial<typeof ready>): Subject => ({ ...ready, ...over });
    expect(when(given(begun(), ...helped(8)), { of: { a: subject({ version: 'w' }) } })).toMatchObject({ do: 'start', version: 'w' });
    expect(when(given(begun(), ...helped(8)), { of: { a: subject({ probe: 'w' }) } })).toMatchObject({ do: 'start', probe: 'w' });
    const other = { ...a, model: 'n' };
    expect(when(given(...helped(8, other, 'older'), begun()))).toMatchObject({ do: 'start' });
  });

  test('whatever another run has under way', () => {
    const ledger = given(begun({ run: 'older' }), started('0', a, { run: 'older' }), begun(), ...helped(8));
    expect(when(ledger)).toMatchObject({ do: 'end_item', reason: 'answered' });
  });

  test('unclear, when it had all its pairs', () => {
    const mixed = ['1', '2'].flatMap((id) => [started(id), ended(id, true, id === '1')]);
    expect(when(given(begun({ max_pairs: 2 }), ...mixed))).toMatchObject({ do: 'end_item', reason: 'max_pairs_reached' });
  });

  test('when five pairs in a row said nothing, and not when one between them did', () => {
    const broken = (ids: string[]): EventBody[] => ids.flatMap((id) => [started(id), ended(id, true, null)]);
    const five = when(given(begun(), ...broken(['1', '2', '3', '4', '5'])));
    expect(five).toMatchObject({
      do: 'end_item',
      reason: 'failing',
      explanation: '5 pairs in a row said nothing, the last one because of this: because',
    });
    expect(when(given(begun(), ...broken(['1', '2', '3', '4']), ...helped(1), ...broken(['5'])))).toMatchObject({ do: 'start' });
  });

  test('when it is gone, or cannot be tested, while its pair runs on', () => {
    const gone: Subject = { ok: false, reason: 'gone', explanation: 'no entry' };
    const ledger = given(begun(), started('1'));
    expect(when(ledger, { of: { a: gone } })).toEqual({ do: 'end_item', item: a, reason: 'gone', explanation: 'no entry' });
    const over = given(begun(), started('1'), { type: 'trials.item_ended', run: 'r', ...a, reason: 'gone', explanation: 'no entry' });
    expect(when(over)).toEqual({ do: 'wait' });
  });
});

describe('a run ends', () => {
  const itemEnded: EventBody = { type: 'trials.item_ended', run: 'r', ...a, reason: 'answered', explanation: 'x' };

  test('when every item has, and then there is nothing to do', () => {
    expect(when(given(begun(), itemEnded))).toMatchObject({ do: 'end', reason: 'done' });
    const over: EventBody = { type: 'trials.ended', run: 'r', reason: 'done', explanation: 'x' };
    expect(when(given(begun(), itemEnded, over))).toEqual({ do: 'rest' });
    expect(decideTrials(newLedger(), 'r', { arm: () => live, places: () => 1, dayLimit: null, subjects: null })).toEqual({ do: 'rest' });
  });

  test('when it was stopped: what runs is interrupted once, what nobody drives yet is driven first', () => {
    const ledger = given(begun(), started('1'), { type: 'trials.stop_requested', run: 'r' });
    expect(when(ledger)).toEqual({ do: 'interrupt', sessions: ['1+', '1-'], reason: 'The trials were stopped.' });
    const arms: Record<string, Arm> = { '1+': { ...live, claimed: false }, '1-': { ...live, stopping: true } };
    expect(when(ledger, { arms })).toEqual({ do: 'wait' });
    const over = given(begun(), started('1'), { type: 'trials.stop_requested', run: 'r' }, ended('1', null, null));
    expect(when(over)).toMatchObject({ do: 'end', reason: 'stopped' });
  });

  test('when it was stopped after the last answer: what still runs is stopped too', () => {
    const ledger = given(begun(), started('1'), itemEnded, { type: 'trials.stop_requested', run: 'r' });
    expect(when(ledger)).toMatchObject({ do: 'interrupt', sessions: ['1+', '1-'] });
    expect(when(given(begun({ budget_usd: 0.1 }), started('1'), itemEnded))).toMatchObject({ do: 'interrupt' });
    expect(when(given(begun(), started('1'), itemEnded))).toEqual({ do: 'wait' });
    const over = given(begun(), started('1'), itemEnded, { type: 'trials.stop_requested', run: 'r' }, ended('1', null, null));
    expect(when(over)).toMatchObject({ do: 'end', reason: 'done' });
  });

  test('when the budget is spent, by what runs as well', () => {
    const ledger = given(begun({ budget_usd: 1.2 }), ...helped(1), started('2'));
    expect(when(ledger)).toEqual({ do: 'interrupt', sessions: ['2+', '2-'], reason: 'The trials cost the allowed $1.20.' });
    expect(when(given(begun({ budget_usd: 1 }), ...helped(1)))).toMatchObject({ do: 'end', reason: 'budget_reached' });
  });

  test('when the next pair would cost more than is left', () => {
    const ledger = given(begun({ budget_usd: 1.9 }), ...helped(1));
    const explanation = '$0.90 of the budget is left, and the next trial would cost about $1.00.';
    expect(when(ledger)).toEqual({ do: 'end', reason: 'budget_reached', explanation });
    expect(when(given(begun({ budget_usd: 2 }), ...helped(1)))).toMatchObject({ do: 'start' });
    // What runs may yet cost less than expected.
    expect(when(given(begun({ budget_usd: 2.9 }), ...helped(1), started('2')))).toEqual({ do: 'wait' });
  });

  test('when the day may cost no more: what runs is let pause by itself', () => {
    const day = { dayLimit: 'Today cost the allowed $5.00.' };
    expect(when(given(begun(), started('1')), day)).toEqual({ do: 'wait' });
    expect(when(given(begun()), day)).toEqual({ do: 'end', reason: 'budget_reached', explanation: day.dayLimit });
    expect(when(given(begun(), itemEnded), day)).toMatchObject({ do: 'end', reason: 'done' });
  });
});
