import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { subjectOf, type Criterion, type CriterionResult } from '../criteria.ts';
import type { SessionEvent } from '../events.ts';
import { anySpec, words } from '../spec-text.test-support.ts';
import type { Spec } from '../spec.ts';
import { draftOf } from './draft.ts';
import { editCoaching } from './edit-file.ts';
import { faultIn, faultOf, type Fault } from './fault-of.ts';
import { parseProbe } from './probe-text.ts';
import { readCoaching } from './read-file.ts';

const BASE = '0123456789012345678901234567890123456789';
const criterion = (id: string, over: object = {}): Criterion => ({
  ...{
    id,
    kind: 'command',
    title: `Title of ${id}`,
    run: `run ${id}`,
    exitCode: 0,
    timeoutSeconds: 300,
    visibility: 'shown',
    weight: 'must',
  },
  ...over,
});
const excerpt = (head: string) => ({ head, tail: '', bytes: head.length });
function resultOf(of: Criterion, passed: boolean, stderr = ''): CriterionResult {
  const evidence = { subject: subjectOf(of), exitCode: 1, stdout: excerpt(''), stderr: excerpt(stderr), durationMs: 1 };
  const { id, kind, visibility, weight, title = id } = of;
  return { id, title, kind, visibility, weight, passed, reason: passed ? 'exit code 0' : `${id} ended with exit code 1`, evidence };
}
const spec: Spec = {
  ...{ title: 'Add the login', goal: 'Users log in.', budget: { minutes: 60, iterations: 5, usd: 2 } },
  criteria: [criterion('tests'), criterion('types'), criterion('hidden', { visibility: 'held_out' })],
  ...{ protect: ['test/**'], setup: { run: 'npm ci', timeoutSeconds: 600 } },
};
const draft = (fault: Fault, of = spec) => draftOf({ title: of.title, base: BASE, spec: of, fault });
const probeOf = (text: string): Spec => {
  const { parsed, base } = parseProbe(text);
  expect(base).toBe(BASE);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.spec;
};
const [tests, , hidden] = spec.criteria;
const failedOf = (one: Criterion | undefined, stderr = ''): CriterionResult[] => (one === undefined ? [] : [resultOf(one, false, stderr)]);

describe('a draft', () => {
  test('of what a person rejected though the gate had passed it: the reason, and a probe with a question that workers do not see', () => {
    const made = draft({ kind: 'rejected', said: 'It logs with console\ninstead of the logger', passed: true, failed: [] });
    expect(made.entry).toBe('Take care of this: It logs with console instead of the logger.');
    expect(made.source).toBe('“Add the login” was rejected: It logs with console\ninstead of the logger');
    const probe = probeOf(made.probe);
    expect(probe.criteria.slice(0, 3)).toEqual(spec.criteria);
    const question = 'Is this taken care of? It logs with console\ninstead of the logger';
    expect(probe.criteria.slice(3)).toEqual([{ id: 'fault', kind: 'rubric', question, visibility: 'held_out', weight: 'must' }]);
    expect(probe).toMatchObject({ title: spec.title, goal: spec.goal, protect: spec.protect, setup: spec.setup });
    expect(probe.budget).toEqual({ minutes: 10, iterations: 3, usd: 2 });
  });

  test('of failed criteria: these alone, with what they found', () => {
    const made = draft({ kind: 'failed', failed: failedOf(tests, '\nlogin.test.ts: expected 200, got 500\nmore') });
    expect(made.entry).toBe(
      'Before you end your turn, see that this holds: Title of tests (run tests). ' +
        'It failed with: tests ended with exit code 1: login.test.ts: expected 200, got 500.',
    );
    expect(probeOf(made.probe).criteria).toEqual([tests]);
    expect(made.source).toBe('“Add the login” failed its verdict. tests: tests ended with exit code 1');
    expect(draft({ kind: 'iterations_used_up', failed: failedOf(tests) }).source).toMatch(/used up its iterations/);
  });

  test('of a held-out criterion: general words, its name in what it was made of, and the criterion in the probe', () => {
    const made = draft({ kind: 'failed', failed: [...failedOf(hidden, 'secret output'), ...failedOf(hidden)] });
    expect(made.entry).toMatch(/^Do not stop at the criteria that you are shown: [^.]*\.$/);
    expect(made.source).toMatch(/hidden \(held out\): .* general words/);
    expect(probeOf(made.probe).criteria).toEqual([hidden]);
  });

  test('says in general words also what a person said in those of a held-out criterion', () => {
    const made = draft({ kind: 'sent_back', said: 'Look at “title of HIDDEN”: it is still red', passed: true, failed: [] });
    expect(made.entry).not.toMatch(/hidden/i);
    expect(made.source).toMatch(/title of HIDDEN/);
  });

  test('of a worker that gave up: another way, and the whole task', () => {
    const made = draft({ kind: 'impossible', said: 'There is no network' });
    expect(made.entry).toMatch(/look for another way.*There is no network\.$/);
    expect(probeOf(made.probe).criteria).toEqual(spec.criteria);
  });

  test('does not leave a probe with guards alone: they hold if nothing is done', () => {
    const guard = criterion('lint', { guard: true });
    const guarded = { ...spec, criteria: [...spec.criteria, guard] };
    expect(probeOf(draft({ kind: 'failed', failed: failedOf(guard) }, guarded).probe).criteria).toEqual(guarded.criteria);
  });

  test('gives its question an id that no other criterion has', () => {
    const taken = { ...spec, criteria: [criterion('fault'), criterion('fault-2')] };
    expect(probeOf(draft({ kind: 'rejected', said: 'No', passed: true, failed: [] }, taken).probe).criteria.at(-1)?.id).toBe('fault-3');
  });
});

const said = words.filter((text) => text.trim() !== '');
const anyFault = (of: Spec): fc.Arbitrary<Fault> => {
  const failed = fc.tuple(fc.subarray([...of.criteria]), words).map(([some, output]) => some.map((one) => resultOf(one, false, output)));
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('rejected' as const, 'sent_back' as const), said, passed: fc.boolean(), failed }),
    fc.record({ kind: fc.constantFrom('failed' as const, 'iterations_used_up' as const), failed }),
    fc.record({ kind: fc.constant('impossible' as const), said }),
  );
};
const anyCase = anySpec.chain((of) => anyFault(of).map((fault) => ({ of, fault })));

test('whatever went wrong with whatever spec, the probe can be read and the entry written', () => {
  fc.assert(
    fc.property(anyCase, fc.stringMatching(/^[0-9a-f]{40}$/), ({ of, fault }, base) => {
      const made = draftOf({ title: of.title, base, spec: of, fault });
      const { parsed, base: read } = parseProbe(made.probe);
      expect(read).toBe(base);
      expect(parsed).toMatchObject({ ok: true });
      const edited = editCoaching('- One. <!-- id: one -->\n', { do: 'add', text: made.entry }, { section: false });
      expect(edited.ok).toBe(true);
      if (edited.ok) expect(readCoaching(edited.text, { section: false }).entries[1]?.text).toBe(made.entry);
    }),
    { numRuns: 100 },
  );
});

test('the words of a held-out criterion never get into the entry', () => {
  const secretive = anyCase.map(({ of, fault }) => {
    const hide = (one: Criterion): Criterion =>
      one.visibility === 'shown' ? one : { ...one, title: 'Zq secret title', ...('run' in one && { run: 'zq-secret --run' }) };
    const criteria = of.criteria.map(hide);
    const secret = (text: string): string => `${text} zq SECRET title, zq-secret --run`;
    const results = ('failed' in fault ? fault.failed : []).map((result) => ({ ...result, title: 'Zq secret title', reason: secret('') }));
    const told = { ...fault, ...('said' in fault && { said: secret(fault.said) }), ...('failed' in fault && { failed: results }) };
    return { of: { ...of, criteria }, fault: told as Fault }; // the same kind, with other words
  });
  fc.assert(
    fc.property(secretive, ({ of, fault }) => {
      fc.pre(of.criteria.some(({ visibility }) => visibility === 'held_out'));
      if (of.criteria.some((one) => one.visibility === 'held_out' && 'run' in one))
        expect(draft(fault, of).entry).not.toMatch(/zq-secret/i);
      expect(draft(fault, of).entry).not.toMatch(/zq secret/i);
    }),
    { numRuns: 300 },
  );
});

describe('what went wrong', () => {
  let seq = 0;
  const event = (body: object): SessionEvent => {
    seq += 1;
    return { id: `sevt_${seq}`, session: 'sesn_1', seq, processed_at: '2026-01-01T00:00:00.000Z', ...body } as SessionEvent; // what faultOf reads is there
  };
  const checked = (result: string, over: object = {}) =>
    event({ type: 'span.outcome_evaluation_end', result, explanation: 'No network', criteria: failedOf(tests), ...over });
  const ended = (passed: boolean) => event({ type: 'verdict.ended', passed, criteria: passed ? [] : failedOf(hidden) });
  const sentBack = event({ type: 'verdict.sent_back', message: 'Again', comments: [{ path: 'a.ts', text: 'Why?' }] });
  const rejected = (reason: string) => event({ type: 'verdict.rejected', reason });

  test.each<[string, SessionEvent[], object | null]>([
    ['nothing', [], null],
    ['a passed verdict', [checked('satisfied'), ended(true)], null],
    ['a check that the worker goes on after', [checked('needs_revision')], null],
    ['a failed verdict', [ended(false)], { kind: 'failed', failed: [{ id: 'hidden' }] }],
    ['iterations used up', [checked('max_iterations_reached')], { kind: 'iterations_used_up', failed: [{ id: 'tests' }] }],
    ['the gate after these', [checked('max_iterations_reached'), ended(false)], { kind: 'failed', failed: [{ id: 'hidden' }] }],
    ['giving up', [checked('failed', { impossible: true })], { kind: 'impossible', said: 'No network' }],
    ['giving up, and going on', [checked('failed', { impossible: true }), checked('needs_revision')], null],
    ['a rejection', [ended(true), rejected(' No. ')], { kind: 'rejected', said: 'No.', passed: true, failed: [] }],
    ['a rejection of what failed', [ended(false), rejected('No.')], { kind: 'rejected', passed: false, failed: [{ id: 'hidden' }] }],
    ['a rejection without a word', [ended(true), rejected('')], null],
    ['what was sent back', [ended(true), sentBack], { kind: 'sent_back', said: 'Again\na.ts: Why?', passed: true }],
    ['what was sent back, and passes now', [ended(true), sentBack, ended(true)], { kind: 'sent_back', passed: true }],
    ['what was sent back, and fails now', [ended(true), sentBack, ended(false)], { kind: 'failed' }],
  ])('of %s', (_, events, wanted) => {
    const fault = faultOf(events);
    if (wanted === null) expect(fault).toBeNull();
    else expect(fault).toMatchObject(wanted);
  });
});

test('of one criterion that failed, that one alone is drafted; of one that did not, all that went wrong', () => {
  const [tests, types] = spec.criteria;
  if (tests === undefined || types === undefined) return expect.fail('the spec has no criteria');
  const fault: Fault = { kind: 'rejected', said: 'No', passed: false, failed: [resultOf(tests, false), resultOf(types, false)] };
  const one = draft(faultIn(fault, 'types'));
  expect(one.entry).toContain('Title of types');
  expect(one.entry).not.toContain('Title of tests');
  expect(probeOf(one.probe).criteria.map(({ id }) => id)).toEqual(['types']);
  expect(faultIn(fault, 'hidden')).toBe(fault);
});
