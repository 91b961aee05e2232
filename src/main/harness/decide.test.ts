import { describe, expect, it } from 'vitest';
import type { CriterionResult } from '../../shared/criteria.ts';
import type { EventBody, ModelUsage, SessionEvent } from '../../shared/events.ts';
import { foldAll } from '../../shared/fold.ts';
import { decide, type Facts } from './decide.ts';

const nothing = { head: '', tail: '', bytes: 0 };
const usage: ModelUsage = { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
const facts = { os: 'Linux', arch: 'aarch64', git: '2.39', python: '3.11', bubblewrap: '0.8', freeDiskBytes: 1, user: 'box' };
const start = Date.parse('2026-01-01T00:00:00Z');

type Given = EventBody & { id?: string; atSecond?: number };

function given(...events: Given[]): SessionEvent[] {
  return events.map(({ id, atSecond, ...body }, index) => ({
    ...body,
    id: id ?? `sevt_${index + 1}`,
    session: 'sesn_test',
    seq: index + 1,
    processed_at: new Date(start + (atSecond ?? index) * 1000).toISOString(),
  }));
}

function then(events: SessionEvent[], now = start + 3_600_000, facts_: Partial<Facts> = {}) {
  return decide(foldAll(events), now, { contextTokens: 200_000, dayLimit: null, hasPlace: true, ...facts_ });
}

const dispatched: Given[] = [
  {
    type: 'session.created',
    dispatch: {
      title: 'T',
      project: { path: '/p', name: 'p' },
      base: { commit: 'b', branch: 'main', uncommittedChanges: false },
      specPath: null,
      provider: 'p',
      model: 'm',
      target: 'local',
    },
  },
  {
    type: 'user.define_outcome',
    outcome_id: 'outc_1',
    description: 'g',
    rubric: { type: 'text', content: '' },
    max_iterations: 2,
    spec: { title: 'T', goal: 'g', criteria: [], budget: { minutes: 20, iterations: 2, usd: 1 } },
  },
];
const running: Given[] = [...dispatched, { type: 'session.status_running' }];
const provisioned: Given[] = [
  ...running,
  { type: 'sandbox.provisioned', sandbox_id: 'sbx', target: 'local', isolation: 'bubblewrap', facts, commit: 'b', workspace_path: '/w' },
];
const asked: Given[] = [...provisioned, { type: 'span.model_request_start', purpose: 'turn', id: 'sevt_ask', model: 'm' }];
const answered = (stop: string, ...content: Given[]): Given[] => [
  ...asked,
  ...content,
  {
    type: 'span.model_request_end',
    purpose: 'turn',
    model_request_start_id: 'sevt_ask',
    is_error: false,
    model_usage: usage,
    cost_usd: 0.1,
    stop_reason: stop,
    duration_ms: 1,
  },
];
const text: Given = { type: 'agent.message', message_id: 'm1', content: [{ type: 'text', text: 'done' }] };
const use: Given = {
  type: 'agent.tool_use',
  id: 'sevt_call',
  message_id: 'm1',
  model_tool_use_id: 'toolu_1',
  name: 'bash',
  input: { command: 'true' },
};
const result: Given = { type: 'agent.tool_result', tool_use_id: 'sevt_call', content: [], is_error: false, lost: false, duration_ms: 1 };
const evaluated = (outcome: 'satisfied' | 'needs_revision' | 'max_iterations_reached', iteration: number): Given[] => [
  ...answered('end_turn', text),
  { type: 'span.outcome_evaluation_start', id: 'sevt_eval', outcome_id: 'outc_1', iteration },
  {
    type: 'span.outcome_evaluation_end',
    outcome_evaluation_start_id: 'sevt_eval',
    outcome_id: 'outc_1',
    iteration,
    result: outcome,
    explanation: '',
    usage,
    criteria: [],
  },
];

describe('decide', () => {
  it('claims a session that was dispatched, before anything else', () => expect(then(given(...dispatched))).toEqual({ kind: 'claim' }));
  it('provisions when no sandbox lives', () => expect(then(given(...running))).toEqual({ kind: 'provision' }));
  it('asks the model when there is something that it has not seen', () =>
    expect(then(given(...provisioned))).toEqual({ kind: 'requestModel' }));
  it('closes a request that has no end before it asks again', () =>
    expect(then(given(...asked))).toEqual({ kind: 'closeRequest', request: { startId: 'sevt_ask', purpose: 'turn' } }));
  it('runs the oldest call that has no result', () =>
    expect(then(given(...answered('tool_use', use)))).toMatchObject({ kind: 'callTool', call: { id: 'sevt_call', name: 'bash' } }));
  it('asks again once every call has its result', () =>
    expect(then(given(...answered('tool_use', use), result))).toEqual({ kind: 'requestModel' }));
  it('replaces a lost sandbox before it goes on', () =>
    expect(then(given(...answered('tool_use', use), { type: 'sandbox.lost', sandbox_id: 'sbx', reason: '' }))).toEqual({
      kind: 'provision',
    }));
  it('evaluates when the worker ends its turn', () => expect(then(given(...answered('end_turn', text)))).toEqual({ kind: 'evaluate' }));
  it('goes on with an evaluation that was begun', () =>
    expect(
      then(given(...answered('end_turn', text), { type: 'span.outcome_evaluation_start', outcome_id: 'outc_1', iteration: 0 })),
    ).toEqual({
      kind: 'evaluate',
    }));
  it('asks again after pause_turn', () => expect(then(given(...answered('pause_turn', text)))).toEqual({ kind: 'requestModel' }));
  it('pauses on a refusal', () =>
    expect(then(given(...answered('refusal', text)))).toMatchObject({ kind: 'pause', stopReason: { type: 'refusal' } }));
  it('sends the worker back when criteria fail and tries are left', () =>
    expect(then(given(...evaluated('needs_revision', 0)))).toEqual({ kind: 'requestModel' }));
  it.each(['satisfied', 'max_iterations_reached'] as const)('calls the gate after %s', (outcome) =>
    expect(then(given(...evaluated(outcome, 1)))).toEqual({ kind: 'judge' }),
  );
  it('rests with its sandbox gone after the verdict', () => {
    const verdict: Given = {
      type: 'verdict.ended',
      passed: true,
      explanation: 'ok',
      tree: 't',
      criteria: [],
      sandbox: null,
      duration_ms: 1,
    };
    const events = [...evaluated('satisfied', 0), verdict];
    expect(then(given(...events))).toMatchObject({ kind: 'pause', stopReason: { type: 'end_turn' } });
    expect(then(given(...events, { type: 'session.status_idle', stop_reason: { type: 'end_turn' }, stop_details: null }))).toEqual({
      kind: 'rest',
    });
  });
  it('stops before anything else once the user asked', () =>
    expect(then(given(...answered('tool_use', use), { type: 'user.interrupt' }))).toEqual({ kind: 'stop' }));
  it('goes on after a stop when the user says so', () => {
    const stopped: Given[] = [
      ...provisioned,
      { type: 'user.interrupt' },
      { type: 'session.status_idle', stop_reason: { type: 'interrupted' }, stop_details: null },
    ];
    expect(then(given(...stopped))).toEqual({ kind: 'rest' });
    expect(then(given(...stopped, { type: 'user.message', content: [{ type: 'text', text: 'go on' }] }))).toEqual({ kind: 'claim' });
  });
  it('waits for the instant of the next attempt, then claims and asks', () => {
    const retry_at = new Date(start + 60_000).toISOString();
    const problem = { what: 'w', where: 'w', todo: 't' };
    const failed: Given[] = [
      ...asked,
      {
        type: 'span.model_request_end',
        purpose: 'turn',
        model_request_start_id: 'sevt_ask',
        is_error: true,
        model_usage: usage,
        cost_usd: 0,
        stop_reason: null,
        duration_ms: 1,
      },
      {
        type: 'session.error',
        error: { type: 'model_overloaded_error', message: 'm', retry_status: { type: 'retrying', retry_at }, problem },
      },
      { type: 'session.status_rescheduled' },
    ];
    expect(then(given(...failed), start + 59_000)).toEqual({ kind: 'waitRetry', until: start + 60_000 });
    expect(then(given(...failed), start + 60_000)).toEqual({ kind: 'claim' });
    const aDayBack = start - 24 * 60 * 60_000;
    expect(then(given(...failed), aDayBack)).toEqual({ kind: 'claim' });
    expect(then(given(...failed, { type: 'session.status_running' }))).toEqual({ kind: 'requestModel' });
  });
  it('pauses at the money limit before it asks, and goes on when it is raised', () => {
    const spent = answered('tool_use', use).map((event): Given =>
      event.type === 'span.model_request_end' ? { ...event, cost_usd: 1 } : event,
    );
    const paused = [...spent, result];
    expect(then(given(...paused))).toMatchObject({ kind: 'pause', stopReason: { type: 'budget_reached' } });
    const raised: Given[] = [
      ...paused,
      { type: 'session.status_idle', stop_reason: { type: 'budget_reached' }, stop_details: null },
      { type: 'session.updated', budget: { minutes: 20, iterations: 2, usd: 2 } },
    ];
    expect(then(given(...raised))).toEqual({ kind: 'claim' });
  });
  it('compacts before the next request once three quarters of the window are used, and not right after that was undone', () => {
    const filled = answered('tool_use', use).map((event): Given =>
      event.type === 'span.model_request_end' ? { ...event, model_usage: { ...usage, cache_read_input_tokens: 150_000 } } : event,
    );
    expect(then(given(...filled))).toMatchObject({ kind: 'callTool' });
    expect(then(given(...filled, result))).toEqual({ kind: 'compact' });
    const began: Given = { type: 'span.model_request_start', purpose: 'compaction', id: 'sevt_sum', model: 'm' };
    expect(then(given(...filled, result, began))).toEqual({
      kind: 'closeRequest',
      request: { startId: 'sevt_sum', purpose: 'compaction' },
    });
    const end: Given = {
      type: 'span.model_request_end',
      purpose: 'compaction',
      model_request_start_id: 'sevt_sum',
      is_error: false,
      model_usage: { ...usage, cache_read_input_tokens: 150_000 },
      cost_usd: 0.1,
      stop_reason: 'end_turn',
      duration_ms: 1,
    };
    const compacted: Given = {
      type: 'context.compacted',
      id: 'sevt_compacted',
      from_seq: 3,
      to_seq: 5,
      summary: 's',
      tokens_before: 150_000,
      tokens_after: 40_000,
    };
    const shorter = [...filled, result, began, end, compacted];
    expect(then(given(...shorter))).toEqual({ kind: 'requestModel' });
    const undone: Given[] = [...shorter, { type: 'context.restored', compaction_id: 'sevt_compacted' }];
    expect(then(given(...undone))).toEqual({ kind: 'requestModel' });
    const grownTo = (tokens: number): Given[] => [
      ...undone,
      { ...end, purpose: 'turn', stop_reason: 'pause_turn', model_usage: { ...usage, cache_read_input_tokens: tokens } },
    ];
    expect(then(given(...grownTo(155_000)))).toEqual({ kind: 'requestModel' });
    expect(then(given(...grownTo(170_000)))).toEqual({ kind: 'compact' });
  });
  it('compacts when the provider says that the conversation is too long', () => {
    const problem = { what: 'w', where: 'w', todo: 't' };
    const retry_status = { type: 'retrying' as const, retry_at: new Date(start).toISOString() };
    const refused: Given[] = [
      ...asked,
      {
        type: 'span.model_request_end',
        purpose: 'turn',
        model_request_start_id: 'sevt_ask',
        is_error: true,
        model_usage: usage,
        cost_usd: 0,
        stop_reason: null,
        duration_ms: 1,
      },
      { type: 'session.error', error: { type: 'model_context_exceeded_error', message: 'm', retry_status, problem } },
    ];
    expect(then(given(...refused))).toEqual({ kind: 'compact' });
  });
  it('waits for a target that does not answer, and begins to count anew when it does', () => {
    const problem = { what: 'w', where: 'w', todo: 't' };
    const away = (second: number): Given[] => [
      {
        type: 'session.error',
        error: {
          type: 'sandbox_error',
          message: 'm',
          retry_status: { type: 'retrying', retry_at: new Date(start + second * 1000).toISOString() },
          problem,
        },
      },
      { type: 'session.status_rescheduled' },
    ];
    const calling = answered('tool_use', use);
    expect(then(given(...calling, ...away(60)), start + 59_000)).toEqual({ kind: 'waitRetry', until: start + 60_000 });
    const twice: Given[] = [...calling, ...away(60), { type: 'session.status_running' }, ...away(120)];
    expect(foldAll(given(...twice))).toMatchObject({ status: 'rescheduling', targetAttempts: 2, pendingCalls: [{ id: 'sevt_call' }] });
    const back: Given[] = [...twice, { type: 'session.status_running' }];
    expect(then(given(...back))).toMatchObject({ kind: 'callTool', call: { id: 'sevt_call' } });
    expect(foldAll(given(...back, result)).targetAttempts).toBe(0);
  });
  it('names what went with a sandbox, and what did not', () => {
    const snapshot = (tree: string): Given => ({
      type: 'workspace.snapshot',
      commit: null,
      collected: false,
      files_changed: 1,
      insertions: 0,
      deletions: 0,
      left_out: [],
      tool_use_id: 'sevt_call',
      tree,
      extras: null,
      paths: [],
    });
    const arrived: Given = { type: 'workspace.collected', snapshots: [{ tree: 't1', commit: 'c1' }] };
    const lost: Given = { type: 'sandbox.lost', sandbox_id: 'sbx', reason: '' };
    const written = [...provisioned, snapshot('t1'), snapshot('t2'), arrived];
    expect(foldAll(given(...written))).toMatchObject({
      snapshot: { commit: 'c1', tree: 't1' },
      uncollected: [{ tree: 't2' }],
      missing: [],
    });
    expect(foldAll(given(...written, lost))).toMatchObject({ snapshot: { tree: 't1' }, uncollected: [], missing: [{ tree: 't2' }] });
    const again: Given = {
      type: 'sandbox.provisioned',
      sandbox_id: 'sbx2',
      target: 'local',
      isolation: 'none',
      facts,
      commit: 'c1',
      workspace_path: '/w',
    };
    expect(foldAll(given(...written, lost, again))).toMatchObject({ missing: [], provisions: 2 });
  });
  it('begins a fork anew: nothing is under way, nothing is judged, and only what it spends itself counts', () => {
    const { dispatch } = dispatched[0] as Extract<Given, { type: 'session.created' }>; // the first of the list
    const spent = answered('tool_use', use).map((event): Given =>
      event.type === 'span.model_request_end' ? { ...event, cost_usd: 1 } : event,
    );
    const forked: Given = { type: 'session.forked', parent_session_id: 'sesn_parent', parent_seq: spent.length, dispatch };
    const state = foldAll(given(...spent, forked));
    expect(state).toMatchObject({ status: 'idle', sandbox: null, pendingCalls: [], costUsd: 0, inherited: { costUsd: 1 } });
    expect(state.inherited.activeMs).toBeGreaterThan(0);
    expect(then(given(...spent, forked))).toEqual({ kind: 'claim' });
    expect(then(given(...spent, forked, { type: 'session.status_running' }))).toEqual({ kind: 'provision' });
    const live: Given = {
      type: 'sandbox.provisioned',
      sandbox_id: 'sbx',
      target: 'local',
      isolation: 'bubblewrap',
      facts,
      commit: 'b',
      workspace_path: '/w',
    };
    expect(then(given(...spent, forked, { type: 'session.status_running' }, live))).toEqual({ kind: 'requestModel' });
  });
  it('waits for a place before it provisions, and only then; to wait costs no time', () => {
    expect(then(given(...running), undefined, { hasPlace: false })).toEqual({ kind: 'awaitPlace' });
    expect(then(given(...provisioned), undefined, { hasPlace: false })).toEqual({ kind: 'requestModel' });
    const waited: Given[] = [...running, { type: 'sandbox.awaited', target: 'local' }];
    const state = foldAll(given(...waited, { ...(provisioned[3] as Given), atSecond: 3600 })); // the first of what provisioning adds
    expect(foldAll(given(...waited))).toMatchObject({ awaitsPlace: true, activity: 'waits for a place on local' });
    expect(state).toMatchObject({ awaitsPlace: false, activeMs: 1000 });
  });
  it('knows who stopped it until it runs again, also where a driver was woken to do so', () => {
    const reason = 'Attempt 2 of 3 passed its verdict first.';
    const idle: Given = { type: 'session.status_idle', stop_reason: { type: 'interrupted' }, stop_details: reason };
    const stopped: Given[] = [...provisioned, { type: 'user.interrupt', reason }, { type: 'session.status_running' }];
    expect(then(given(...stopped))).toEqual({ kind: 'stop' });
    expect(foldAll(given(...stopped, idle))).toMatchObject({ stoppedBecause: reason, stopReason: { type: 'interrupted' } });
    const again: Given[] = [...stopped, idle, { type: 'user.message', content: [] }, { type: 'session.status_running' }];
    expect(foldAll(given(...again))).toMatchObject({ stoppedBecause: null });
    const pressed: Given[] = [...provisioned, { type: 'user.interrupt' }, { type: 'session.status_running' }];
    expect(foldAll(given(...pressed, idle))).toMatchObject({ stoppedBecause: null });
  });
  it('makes the sandbox whose setup was under way, and waits for the user where that failed', () => {
    const begun: Given[] = [...running, { type: 'sandbox.setup_started', sandbox_id: 'sbx', run: 'npm ci' }];
    expect(foldAll(given(...begun))).toMatchObject({ settingUp: 'sbx', sandbox: null, activity: 'sets up: npm ci' });
    expect(then(given(...begun))).toEqual({ kind: 'provision' });
    const problem = { what: "The spec's setup ended with 1", where: 'npm ci', todo: '' };
    const error = { type: 'sandbox_error' as const, message: problem.what, retry_status: { type: 'exhausted' as const }, problem };
    const failed = given(...begun, { type: 'session.error', error });
    expect(foldAll(failed)).toMatchObject({ settingUp: null });
    expect(then(failed)).toMatchObject({ kind: 'pause', details: problem.what });
    const setup = { run: 'npm ci', output: 'added 3 packages', duration_ms: 10 };
    const ready = given(...begun, { ...(provisioned[3] as Extract<Given, { type: 'sandbox.provisioned' }>), setup }); // what provisioning adds
    expect(foldAll(ready)).toMatchObject({ settingUp: null, sandbox: { state: 'live' } });
    expect(then(ready)).toEqual({ kind: 'requestModel' });
  });
  it('pauses for its tokens and for the day before it asks, and before it takes a sandbox for that', () => {
    const used = foldAll(given(...answered('tool_use', use), result));
    const poor = { ...used, budget: { minutes: 20, iterations: 2, tokens: 15 } };
    const known = { contextTokens: 200_000, dayLimit: null, hasPlace: true };
    expect(decide(poor, start + 60_000, known)).toMatchObject({ kind: 'pause', details: 'It used the allowed 15 tokens.' });
    const day = { dayLimit: "The day's budget is spent." };
    expect(then(given(...running), undefined, day)).toMatchObject({ kind: 'pause', stopReason: { type: 'budget_reached' } });
    // What is under way ends first.
    expect(then(given(...answered('tool_use', use)), undefined, day)).toMatchObject({ kind: 'callTool' });
    expect(then(given(...answered('end_turn', text)), undefined, day)).toEqual({ kind: 'evaluate' });
  });
  it('rests where the worker gave up, judges nothing, and asks again once the user spoke or sent it back', () => {
    const gaveUp: Given[] = [
      ...answered('tool_use', { ...use, name: 'report_impossible' } as Given),
      result,
      { type: 'span.outcome_evaluation_start', id: 'sevt_eval', outcome_id: 'outc_1', iteration: 0 },
      {
        ...{ type: 'span.outcome_evaluation_end', outcome_evaluation_start_id: 'sevt_eval', outcome_id: 'outc_1', iteration: 0 },
        ...{ result: 'failed', impossible: true, explanation: 'Why\nnot', usage, criteria: [] },
      } as Given, // spread in two
    ];
    expect(then(given(...gaveUp))).toMatchObject({ kind: 'pause', details: 'It cannot be done as specified: Why' });
    expect(foldAll(given(...gaveUp)).iterations).toBe(0);
    const rests: Given = { type: 'session.status_idle', stop_reason: { type: 'end_turn' }, stop_details: null };
    const said: Given = { type: 'user.message', content: [{ type: 'text', text: 'Do.' }] };
    const back: Given = { type: 'verdict.sent_back', message: 'Do.', comments: [] };
    expect(then(given(...gaveUp, rests))).toEqual({ kind: 'rest' });
    for (const word of [said, back]) {
      expect(then(given(...gaveUp, rests, word))).toEqual({ kind: 'claim' });
      expect(then(given(...gaveUp, rests, word, { type: 'session.status_running' }))).toEqual({ kind: 'requestModel' });
    }
  });
  it('pays a judge once for a result that is told twice', () => {
    const criterion: CriterionResult = {
      ...{ id: 'r', title: 'R', kind: 'rubric', visibility: 'shown', weight: 'must', passed: true, reason: '', costUsd: 0.25 },
      evidence: { subject: '?', exitCode: null, stdout: nothing, stderr: nothing, durationMs: 0 },
    };
    const start: Given = { type: 'span.outcome_evaluation_start', id: 'sevt_eval', outcome_id: 'outc_1', iteration: 0 };
    const told: Given = { type: 'span.outcome_evaluation_ongoing', outcome_id: 'outc_1', iteration: 0, criterion };
    const ended: Given[] = evaluated('satisfied', 0).map((event) =>
      event.type === 'span.outcome_evaluation_end' ? { ...event, criteria: [criterion] } : event,
    );
    const events = [...ended.slice(0, -2), start, told, told, ...ended.slice(-1)];
    expect(foldAll(given(...events)).costUsd).toBeCloseTo(0.1 + 0.25);
    const gate: Given[] = [
      { type: 'verdict.started', base: 'b', commit: 'c', target: 'local' },
      { type: 'verdict.check', criterion },
    ];
    expect(foldAll(given(...events, ...gate)).costUsd).toBeCloseTo(0.1 + 0.5);
    const other: Given = { type: 'session.usage', usage, cost_usd: 0.5 };
    expect(foldAll(given(...events, other))).toMatchObject({ costUsd: expect.closeTo(0.85), usage: { input_tokens: 20 } });
  });
  it('counts only time spent running against the minutes, also when the clock jumps back', () => {
    const idleForAnHour: Given[] = [
      ...provisioned,
      { type: 'session.status_idle', stop_reason: { type: 'end_turn' }, stop_details: null, atSecond: 10 },
      { type: 'user.message', content: [{ type: 'text', text: 'x' }], atSecond: 3600 },
      { type: 'session.status_running', atSecond: 3601 },
    ];
    expect(foldAll(given(...idleForAnHour)).activeMs).toBe(8000);
    const jump: Given[] = [
      ...provisioned,
      { type: 'system.message', content: [], atSecond: -86_400 },
      { type: 'system.message', content: [], atSecond: -86_390 },
    ];
    expect(foldAll(given(...jump)).activeMs).toBe(11_000);
  });
});
