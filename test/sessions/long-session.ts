/**
 * A session as long as one likes, as an import brings it: turns with calls of every kind, failures, checks, snapshots and now and
 * then a compaction; bodies of 1.4 KB on average. The same count gives the same session.
 */
import type { CriterionResult } from '../../src/shared/criteria.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import { newEventId, newSessionId } from '../../src/main/log/ids.ts';
import type { Log } from '../../src/main/log/log.ts';

const TITLE = 'A long session';
const BEGAN = Date.parse('2026-03-02T08:00:00.000Z');
/** Events a commit. */
const BATCH = 2000;

const text = (value: string) => [{ type: 'text' as const, text: value }];
const usage = { input_tokens: 1200, output_tokens: 340, cache_creation_input_tokens: 900, cache_read_input_tokens: 41_000 };
const files = ['src/parse.ts', 'src/upload/retry.ts', 'test/parse.test.ts', 'README.md'];
const LINE = 'ok 12 - reads a duration with several units, and refuses what is none\n';

/** Writes `count` events and gives the session's id. */
export async function writeLongSession(log: Log, count: number): Promise<string> {
  const session = newSessionId();
  let head = 0;
  let batch: NewEvent[] = [];
  const commit = async (): Promise<void> => {
    await log.append(session, head, batch);
    head += batch.length;
    batch = [];
  };
  for (const event of longSession(count)) {
    batch.push(event);
    if (batch.length === BATCH) await commit();
  }
  if (batch.length > 0) await commit();
  return session;
}

export function* longSession(count: number): Generator<NewEvent> {
  let made = 0;
  let at = BEGAN;
  for (const { after, ...event } of events()) {
    at += after;
    yield { ...event, processed_at: new Date(at).toISOString() };
    made += 1;
    if (made === count) return;
  }
}

type Step = NewEvent & { /** Milliseconds after the event before. */ after: number };

function* events(): Generator<Step> {
  yield {
    after: 0,
    type: 'session.created',
    dispatch: {
      title: TITLE,
      project: { path: '/home/dev/project', name: 'project' },
      base: { commit: 'c188f20dd4aa', branch: 'main', uncommittedChanges: false },
      specPath: null,
      provider: 'imported',
      model: 'claude-sonnet',
      target: 'imported',
    },
  };
  yield {
    after: 0,
    type: 'session.imported',
    source: 'claude_code',
    source_session_id: '0c5c2d1e-long',
    path: '/home/dev/.claude/projects/-home-dev-project/0c5c2d1e-long.jsonl',
    thread_of: null,
  };
  yield { after: 10, type: 'user.message', content: text('Make the parser read durations with several units.') };
  for (let turn = 1; ; turn += 1) {
    yield* turnOf(turn);
    if (turn % 25 === 0) yield* checkOf(turn);
    if (turn % 400 === 0) yield { after: 3_600_000, type: 'user.message', content: text(`Go on, and mind case ${turn}.`) };
  }
}

function* turnOf(turn: number): Generator<Step> {
  const [request, call] = [newEventId(), newEventId()];
  const failed = turn % 19 === 0;
  yield { after: 30, type: 'span.model_request_start', id: request, model: turn % 50 < 40 ? 'claude-sonnet' : 'claude-haiku' };
  if (turn % 3 === 0) {
    const block = {
      type: 'thinking' as const,
      thinking: `Turn ${turn}: ${'what would break if this were so? '.repeat(20)}`,
      signature: 'c2ln',
    };
    yield { after: 900, type: 'agent.thinking', message_id: 'm', block };
  }
  yield {
    after: 700,
    type: 'agent.message',
    message_id: 'm',
    content: text(`Turn ${turn}: I look at \`${files[turn % 4]}\` and run its tests.`),
  };
  yield { after: 200, type: 'agent.tool_use', id: call, message_id: 'm', model_tool_use_id: 't', ...callOf(turn) };
  yield {
    after: 400,
    type: 'span.model_request_end',
    model_request_start_id: request,
    is_error: false,
    model_usage: usage,
    cost_usd: 0.0004,
    stop_reason: 'tool_use',
    duration_ms: 2200,
  };
  const output = failed ? `not ok 3 - case ${turn}\n  expected 90, received 18000\n[exit 1]` : `${LINE.repeat(4 + (turn % 60))}[exit 0]`;
  yield {
    after: 300 + (turn % 7) * 800,
    type: 'agent.tool_result',
    tool_use_id: call,
    content: text(output),
    is_error: failed,
    lost: false,
    duration_ms: 300,
  };
}

function callOf(turn: number): { name: string; input: Record<string, unknown> } {
  const path = files[turn % 4];
  switch (turn % 5) {
    case 0:
      return { name: 'edit', input: { path, old_text: 'return n\n', new_text: 'const n = sum(parts)\nreturn n\n' } };
    case 1:
      return { name: 'read', input: { path, offset: turn, limit: 40 } };
    case 2:
      return { name: 'grep', input: { pattern: `case${turn}`, glob: '*.ts' } };
    default:
      return { name: 'bash', input: { command: `npm test -- --grep case${turn}` } };
  }
}

function* checkOf(turn: number): Generator<Step> {
  const start = newEventId();
  const passed = turn % 100 === 0;
  const criteria = [criterion('tests', passed), criterion('lint', true)];
  const iteration = turn / 25 - 1;
  yield { after: 100, type: 'span.outcome_evaluation_start', id: start, outcome_id: 'outc_1', iteration };
  for (const one of criteria)
    yield { after: 900, type: 'span.outcome_evaluation_ongoing', outcome_id: 'outc_1', iteration, criterion: one };
  yield {
    after: 5,
    type: 'span.outcome_evaluation_end',
    outcome_evaluation_start_id: start,
    outcome_id: 'outc_1',
    iteration,
    result: passed ? 'satisfied' : 'needs_revision',
    explanation: passed ? 'All 2 shown criteria hold.' : '1 of 2 fail: tests.',
    usage,
    criteria,
  };
}

function criterion(id: string, passed: boolean): CriterionResult {
  const nothing = { head: '', tail: '', bytes: 0 };
  return {
    id,
    title: id === 'tests' ? 'The tests pass' : 'Nothing to lint',
    kind: 'command',
    visibility: 'shown',
    weight: 'must',
    passed,
    reason: passed ? 'Exit 0.' : 'Exit 1, expected 0.',
    evidence: {
      subject: `npm run ${id}`,
      exitCode: passed ? 0 : 1,
      stdout: { head: LINE, tail: '', bytes: LINE.length },
      stderr: nothing,
      durationMs: 850,
    },
  };
}
