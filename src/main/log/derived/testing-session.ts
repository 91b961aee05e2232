/** A session in which everything that a skeleton or a state is made of occurs, as long as one likes. */
import type { NewEvent } from '../../../shared/events.ts';
import type { CriterionResult } from '../../../shared/criteria.ts';
import { newEventId, newSessionId } from '../ids.ts';
import type { Log } from '../log.ts';

const usage = { input_tokens: 100, output_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 50 };
const facts = { os: 'Linux', arch: 'aarch64', git: null, python: null, bubblewrap: null, freeDiskBytes: null, user: null };
const text = (value: string) => [{ type: 'text' as const, text: value }];
const dispatch = {
  title: 'A long session',
  project: { path: '/p', name: 'p' },
  base: { commit: 'c', branch: 'main', uncommittedChanges: false },
  specPath: null,
  provider: 'rehearsal',
  model: 'demo',
  target: 'local',
};

const criterion = (i: number): CriterionResult => ({
  id: `c${i % 3}`,
  title: 'tests pass',
  kind: 'command',
  visibility: 'shown',
  weight: 'must',
  passed: i % 2 === 0,
  reason: 'Exit 0.',
  evidence: {
    subject: 'npm test',
    exitCode: 0,
    stdout: { head: 'ok '.repeat(800), tail: '', bytes: 2400 },
    stderr: { head: '', tail: '', bytes: 0 },
    durationMs: i,
  },
});

const outcome: NewEvent = {
  type: 'user.define_outcome',
  outcome_id: 'outc_1',
  description: 'g',
  rubric: { type: 'text', content: 'the spec' },
  max_iterations: 9,
  spec: {
    title: 'A long session',
    goal: 'to be long '.repeat(200),
    criteria: [{ id: 'c0', kind: 'command', run: 'npm test', visibility: 'shown', weight: 'must', exitCode: 0, timeoutSeconds: 300 }],
    budget: { minutes: 60, iterations: 9 },
  },
};

/** One event; `id` names the turn's own events, which others of the turn refer to. */
type Step = (turn: number, id: (what: string) => string) => NewEvent;

const turnSteps: Step[] = [
  (_, id) => ({ type: 'span.model_request_start', id: id('request'), model: 'demo' }),
  (turn) => ({ type: 'agent.message', message_id: 'm', content: text(`turn ${turn}: looking around`) }),
  (turn, id) => ({
    type: 'agent.tool_use',
    id: id('call'),
    message_id: 'm',
    model_tool_use_id: 't',
    name: 'bash',
    input: { command: `npm test -- ${turn}` },
  }),
  (turn, id) => ({
    type: 'span.model_request_end',
    model_request_start_id: id('request'),
    is_error: turn % 11 === 0,
    model_usage: usage,
    cost_usd: 0.25,
    stop_reason: 'tool_use',
    duration_ms: 1000 + turn,
  }),
  (turn, id) => ({
    type: 'agent.tool_result',
    tool_use_id: id('call'),
    content: text(turn % 7 === 0 ? '"} ,"is_error":true,"lost":true,"duration_ms":1}'.repeat(turn % 13 === 0 ? 2000 : 120) : `ok ${turn}`),
    is_error: turn % 5 === 0,
    lost: turn % 17 === 0,
    duration_ms: turn,
  }),
];

const checkSteps: Step[] = [
  (turn, id) => ({ type: 'span.outcome_evaluation_start', id: id('check'), outcome_id: 'outc_1', iteration: turn }),
  (turn) => ({ type: 'span.outcome_evaluation_ongoing', outcome_id: 'outc_1', iteration: turn, criterion: criterion(turn) }),
  (turn, id) => ({
    type: 'span.outcome_evaluation_end',
    outcome_evaluation_start_id: id('check'),
    outcome_id: 'outc_1',
    iteration: turn,
    result: turn % 4 === 0 ? 'satisfied' : 'needs_revision',
    explanation: 'as it is',
    usage,
    criteria: [criterion(turn)],
  }),
  (_, id) => ({ type: 'verdict.started', id: id('verdict'), base: 'b', commit: 'c', target: 'local' }),
  (turn) => ({ type: 'verdict.check', criterion: criterion(turn) }),
  (turn) => ({
    type: 'verdict.ended',
    passed: turn % 8 === 0,
    explanation: 'judged',
    tree: null,
    criteria: [criterion(turn), criterion(turn + 1)],
    sandbox: { isolation: 'none', facts },
    duration_ms: 77,
  }),
  () => ({ type: 'session.status_idle', stop_reason: { type: 'end_turn' }, stop_details: null }),
  () => ({ type: 'user.message', content: text('go on') }),
  () => ({ type: 'session.status_running' }),
];

/** Without end. `id` gives an event id for each different name. */
export function* sessionEvents(id: (name: string) => string): Generator<NewEvent, never> {
  yield { type: 'session.created', dispatch };
  yield outcome;
  for (let turn = 1; ; turn += 1) {
    const steps = turn % 6 === 0 ? [...turnSteps, ...checkSteps] : turnSteps;
    for (const step of steps) yield step(turn, (what) => id(`${what}:${turn}`));
  }
}

/** Appends the first `count` events of such a session, and gives its id. */
export async function appendSession(log: Log, count: number): Promise<string> {
  const session = newSessionId();
  const ids = new Map<string, string>();
  const events = sessionEvents((name) => {
    const id = ids.get(name) ?? newEventId();
    ids.set(name, id);
    return id;
  });
  for (let head = 0; head < count;) {
    const batch = Array.from({ length: Math.min(1_000, count - head) }, () => events.next().value);
    head = (await log.append(session, head, batch)).at(-1)?.seq ?? head;
    // A turn's names are used within the turn.
    if (ids.size > 10_000) ids.clear();
  }
  return session;
}
