/** What the user makes of a session's end, and how it goes on: through SQLite, the rehearsal model, git, a real sandbox. */
import { describe, expect, it } from 'vitest';
import { summarize } from '../../shared/summary.ts';
import { windowAt } from '../harness/saw.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();
const state = (session: string) => at.drover.board.state(session);
const card = (session: string) => summarize(session, state(session));
const sentAt = (session: string) => at.drover.log.getEvents(session, { types: ['verdict.sent_back'] })[0]?.seq;
const remark = { path: 'durations.py', side: 'new', line: 12, quote: '    parts = re.findall(…)', text: 'Why this way?' } as const;

describe('sent back with remarks', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('the model reads them, goes on in a new sandbox with its files, is checked and judged again', async () => {
    const session = await at.run('sent-back');
    expect(state(session).verdict?.passed).toBe(true);
    const { provisions, iterations } = state(session);
    await at.drover.sendBack(session, 'Write down why.', [remark]);
    expect(card(session)).toMatchObject({ column: 'running', verdict: null });
    await at.rested(session);

    const after = state(session);
    expect(after).toMatchObject({ verdict: { passed: true }, problem: null, iterations: iterations + 1, provisions: provisions + 1 });
    expect((await at.drover.diff(session))?.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['durations.py', 'WHY.md', 'CHANGELOG.md']),
    );
    const saw = windowAt(at.drover.log, session, after).entries.find(({ text }) => text.startsWith('# Sent back'));
    expect(saw?.text).toContain('durations.py, line 12:\n>     parts = re.findall(…)\nWhy this way?');
    // The script holds the model to what it was told and to what it finds; it refuses otherwise.
    expect(at.drover.log.getEvents(session, { types: ['verdict.ended'] })).toHaveLength(2);

    await at.drover.sendBack(session, 'And once more.', []);
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: { passed: true }, problem: null });
    expect(at.drover.log.verify(session)).toMatchObject({ ok: true });
  });

  it('has one more iteration where none was left, and ends with a verdict of its own', async () => {
    const session = await at.run('never-passes');
    expect(state(session)).toMatchObject({ evaluation: { result: 'max_iterations_reached' }, verdict: { passed: false } });
    const { iterations } = state(session);
    await at.drover.sendBack(session, 'Try another way.', []);
    await at.rested(session);
    expect(state(session)).toMatchObject({ iterations: iterations + 1, verdict: { passed: false }, stopReason: { type: 'end_turn' } });
  });

  it('tells the worker nothing of the criteria that are held out', async () => {
    const session = await at.run('sent-back');
    await at.drover.sendBack(session, 'Write down why.', [remark]);
    expect(state(session).criteria.map(({ id }) => id)).not.toContain('round-trip');
    await at.rested(session);
    const window = JSON.stringify(windowAt(at.drover.log, session, state(session)));
    expect(window).not.toContain('round-trip');
    expect(window).not.toContain('What describe writes');
  });

  it('is a place to rewind to, and a rejected verdict can be sent back too', async () => {
    const session = await at.run('sent-back');
    await at.drover.reject(session, 'No reason given.');
    expect(card(session)?.decision).toMatchObject({ kind: 'rejected' });
    await at.drover.sendBack(session, 'Write down why.', [remark]);
    await at.rested(session);
    const sent = await at.event(session, (event) => event.type === 'verdict.sent_back');
    const same = await at.drover.fork(session, sent.seq, {});
    await at.rested(same);
    expect(state(same)).toMatchObject({ verdict: { passed: true }, problem: null });
    const other = await at.drover.fork(session, sent.seq, { message: 'Leave it.' });
    expect(at.types(other)).not.toContain('verdict.sent_back');
    await at.rested(other);
  });

  it('is not forgotten where the session has its verdict and is only just coming to rest', async () => {
    const session = await at.start('sent-back');
    await at.event(session, ({ type }) => type === 'verdict.ended');
    expect(state(session).status).toBe('running');
    await at.drover.sendBack(session, 'Write down why.', [remark]);
    await at.event(session, ({ type, seq }) => type === 'verdict.ended' && seq > (sentAt(session) ?? Infinity));
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: { passed: true }, problem: null, sandbox: { state: 'destroyed' } });
  });

  it('is refused where there is nothing to send back', async () => {
    const session = await at.run('sent-back');
    await expect(at.drover.sendBack(session, '  ', [])).rejects.toThrow('nothing to send back');
    await at.drover.accept(session, 'drover/done', 'Done');
    await expect(at.drover.sendBack(session, 'More', [])).rejects.toThrow('accepted already');
    const waiting = await at.run('refuses');
    await expect(at.drover.sendBack(waiting, 'More', [])).rejects.toThrow('no verdict');
  });
});

describe('reported as impossible', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('ends legally: nothing is judged, it waits for the user, and a message goes on', async () => {
    const session = await at.run('impossible');
    expect(state(session)).toMatchObject({
      evaluation: { result: 'failed', impossible: true, explanation: expect.stringContaining('wants `1h30` refused') },
      stopReason: { type: 'end_turn' },
      verdict: null,
      pendingCalls: [],
      sandbox: { state: 'destroyed' },
    });
    expect(card(session)).toMatchObject({ column: 'waiting', impossible: expect.stringContaining('One of the two must go.') });
    expect(at.types(session)).not.toContain('verdict.started');
    expect((await at.drover.diff(session))?.files).toEqual([]);

    await at.drover.continue(session, 'Refuse it.');
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: { passed: true }, iterations: 1 });
    expect(card(session)?.impossible).toBeNull();
    expect(at.drover.log.verify(session)).toMatchObject({ ok: true });
  });

  it('can be closed with a reason, and then stands with the judged', async () => {
    const session = await at.run('impossible');
    await at.drover.reject(session, 'True, and not worth it.');
    expect(card(session)).toMatchObject({ column: 'judged', decision: { kind: 'rejected' }, verdict: null });
    await expect(at.drover.continue(session, 'Go on')).rejects.toThrow('closed');
    await expect(at.drover.reject(session, 'Again')).rejects.toThrow('no open verdict');
  });

  it('can be sent back, and its spec changed by a fork', async () => {
    const session = await at.run('impossible');
    const spec = '---\ntitle: Another\ncriteria:\n  - id: there\n    kind: file\n    path: README.md\n---\n\nDo nothing.\n';
    const fork = await at.drover.fork(session, at.drover.log.head(session), { spec });
    await at.rested(fork);
    expect(state(fork)).toMatchObject({ verdict: { passed: true }, outcome: { spec: { title: 'Another' } } });
    await at.drover.sendBack(session, 'Refuse it.', []);
    await at.rested(session);
    expect(state(session).verdict?.passed).toBe(true);
  });
});
