/**
 * Logs of released versions, as those versions stored them, with the states and the model's window that they made of them:
 * what a user has is read by every later version as it was. Each change of meaning is named here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../src/shared/events.ts';
import { fold, initialState, type SessionState } from '../../src/shared/fold.ts';
import { createContext } from '../../src/main/harness/context.ts';
import type { LogRow } from '../../src/main/log/export-rows.ts';
import { temporaryLog } from '../../src/main/log/testing.ts';

const folder = join(import.meta.dirname, '../../src/main/log/fixtures/released-0.1.0');

/** Lines of `<name>.states.jsonl`: states at some events, the last one at the end, and then the window. */
type Kept = { seq: number; state: Record<string, unknown> } | { messages: unknown[] };

const lines = (file: string): unknown[] =>
  readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** What a state of 0.1.0 is today. @param events the session's up to there */
function today(state: Record<string, unknown>, events: readonly SessionEvent[]): Record<string, unknown> {
  const { snapshot, openRequest, openEvaluation, sandbox } = state;
  const snapshotAt = events.findLast(({ type }) => type === 'workspace.snapshot')?.seq;
  return {
    // New fields, with what they are where nothing of that kind happened.
    ...initialState,
    ...state,
    tasks: events.filter(({ type }) => type === 'user.define_outcome').map(({ seq }) => seq),
    windowTokens: windowTokensOf(events),
    runningSince: runningSinceOf(events),
    checked: checkedOf(events),
    answers: events.filter((event) => event.type === 'span.model_request_end' && !event.is_error).length,
    openRequest: isObject(openRequest) ? { ...openRequest, purpose: 'turn' } : null,
    sandbox: isObject(sandbox) ? { ...sandbox, workspacePath: null } : null,
    openEvaluation: isObject(openEvaluation) ? { ...openEvaluation, hasFiles: checksFiles(events) } : null,
    // These two had the envelope of their event.
    evaluation: withoutEnvelope(state['evaluation']),
    verdict: withoutEnvelope(state['verdict']),
    // It knows its place, and has what sandboxes of 0.1.0 did not write down.
    snapshot: isObject(snapshot) ? { ...snapshot, seq: snapshotAt, tool_use_id: null, tree: null, extras: null, paths: [] } : null,
  };
}

/** The first time that it ran since it last rested. */
function runningSinceOf(events: readonly SessionEvent[]): string | null {
  const rested = events.findLastIndex(({ type }) => type === 'session.status_idle');
  return events.slice(rested + 1).find(({ type }) => type === 'session.status_running')?.processed_at ?? null;
}

function windowTokensOf(events: readonly SessionEvent[]): number | null {
  const answer = events.findLast((event) => event.type === 'span.model_request_end' && !event.is_error);
  if (answer?.type !== 'span.model_request_end') return null;
  return Object.values(answer.model_usage).reduce((sum, tokens) => sum + tokens, 0);
}

/** The files that the newest check was of: they are put into the log when it has begun. */
function checkedOf(events: readonly SessionEvent[]): string | null {
  const ofChecks = events.filter((event, index) => {
    const check = events.slice(0, index).findLast(({ type }) => type.startsWith('span.outcome_evaluation_'));
    return event.type === 'workspace.snapshot' && check !== undefined && check.type !== 'span.outcome_evaluation_end';
  });
  const newest = ofChecks.at(-1);
  return newest?.type === 'workspace.snapshot' ? newest.commit : null;
}

/** Whether the evaluation under way has its files. */
function checksFiles(events: readonly SessionEvent[]): boolean {
  const start = events.findLastIndex(({ type }) => type === 'span.outcome_evaluation_start');
  return events.some(({ type }, index) => type === 'workspace.snapshot' && index > start);
}

function withoutEnvelope(event: unknown): unknown {
  if (!isObject(event)) return event;
  const { id: _id, session: _session, seq: _seq, processed_at: _at, ...body } = event;
  return body;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const names = readdirSync(folder).flatMap((file) => (file.endsWith('.rows.jsonl') ? [file.slice(0, -'.rows.jsonl'.length)] : []));

test('the sessions of 0.1.0 are kept', () => expect(names).toHaveLength(12));

test.each(names)('%s: the same events, the same states, the same window', async (name) => {
  const log = temporaryLog();
  const rows = lines(`${name}.rows.jsonl`) as LogRow[]; // what 0.1.0 stored
  const { sessions } = await log.takeIn(rows); // checks each hash
  const [session = ''] = sessions;
  expect([...log.exportRows(session)]).toEqual(rows);
  const events = log.getEvents(session);
  expect(events.filter((event) => event.type === 'unknown')).toEqual([]);

  const states: SessionState[] = [];
  const context = createContext();
  for (const event of events) {
    states.push(fold(states.at(-1) ?? initialState, event));
    context.add(event);
  }
  for (const kept of lines(`${name}.states.jsonl`) as Kept[]) {
    // A window with a call under way is never sent as it is: today it ends with a result that says so.
    const open = states.at(-1)?.pendingCalls.length === 0 ? 0 : 1;
    if ('messages' in kept) expect(context.messages().slice(0, context.messages().length - open)).toEqual(kept.messages);
    else {
      expect(JSON.parse(JSON.stringify(states[kept.seq - 1]))).toEqual(today(kept.state, events.slice(0, kept.seq)));
    }
  }
});
