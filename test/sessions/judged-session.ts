/** A session that was judged, written past any worker and any gate: for what looks at verdicts of every kind and at diffs of any size. */
import type { CriterionInput, CriterionResult } from '../../src/shared/criteria.ts';
import { Criterion } from '../../src/shared/criteria.ts';
import type { Dispatch, NewEvent, OutcomeResult } from '../../src/shared/events.ts';
import type { GateFinding } from '../../src/shared/verdict.ts';
import { newEventId, newSessionId } from '../../src/main/log/ids.ts';
import type { Log } from '../../src/main/log/log.ts';

export interface JudgedSession {
  /** Where something else names it already. */
  id?: string;
  title: string;
  root: string;
  base: string;
  commit: string;
  /** The tree of `commit`; null: it cannot be accepted. */
  tree: string | null;
  criteria: readonly CriterionInput[];
  /** What each iteration found, oldest first. */
  iterations: readonly { result: OutcomeResult; impossible?: boolean; explanation: string; criteria: CriterionResult[] }[];
  /** Null: it was not judged. */
  verdict: { passed: boolean; explanation: string; criteria: CriterionResult[]; findings: GateFinding[] } | null;
  changed: { files: number; insertions: number; deletions: number };
  costUsd: number;
  attempt?: Dispatch['attempt'];
  trial?: Dispatch['trial'];
  budget?: { usd?: number; tokens?: number; minutes?: number; iterations?: number };
  /** What it says last, and why it rests. */
  rests?: { stop: 'end_turn' | 'budget_reached'; details: string };
}

const usage = { input_tokens: 41_200, output_tokens: 3400, cache_creation_input_tokens: 9000, cache_read_input_tokens: 120_000 };
const facts = { os: 'Linux', arch: 'aarch64', git: '2.45', python: '3.12', bubblewrap: '0.9', freeDiskBytes: null, user: 'dev' };

/** Gives its id. The project's store must hold both commits where its diff is looked at. */
export async function writeJudgedSession(log: Log, judged: JudgedSession): Promise<string> {
  const session = judged.id ?? newSessionId();
  await log.append(session, 0, [...eventsOf(judged)]);
  return session;
}

function* eventsOf(judged: JudgedSession): Generator<NewEvent> {
  const { base, commit, tree, changed, verdict } = judged;
  const budget = { minutes: 20, iterations: 5, ...judged.budget };
  yield {
    type: 'session.created',
    dispatch: {
      title: judged.title,
      project: { path: judged.root, name: judged.root.split(/[\\/]/).at(-1) ?? '' },
      base: { commit: base, branch: 'main', uncommittedChanges: false },
      specPath: '.drover/specs/a-spec.md',
      provider: 'rehearsal',
      model: 'demo',
      target: 'local',
      ...(judged.attempt && { attempt: judged.attempt }),
      ...(judged.trial && { trial: judged.trial }),
    },
  };
  yield {
    type: 'user.define_outcome',
    outcome_id: 'outc_1',
    description: judged.title,
    rubric: { type: 'text', content: '' },
    max_iterations: budget.iterations,
    spec: {
      title: judged.title,
      goal: 'What is asked for, in a sentence.',
      criteria: judged.criteria.map((one) => Criterion.parse(one)),
      budget,
    },
  };
  yield { type: 'session.status_running' };
  const asked = newEventId();
  yield { id: asked, type: 'span.model_request_start', model: 'demo' };
  yield {
    type: 'span.model_request_end',
    model_request_start_id: asked,
    is_error: false,
    model_usage: usage,
    cost_usd: judged.costUsd,
    stop_reason: 'end_turn',
    duration_ms: 4200,
  };
  yield {
    type: 'workspace.snapshot',
    commit,
    collected: true,
    files_changed: changed.files,
    insertions: changed.insertions,
    deletions: changed.deletions,
    left_out: [],
  };
  for (const [iteration, { result, impossible, explanation, criteria }] of judged.iterations.entries()) {
    const started = newEventId();
    yield { id: started, type: 'span.outcome_evaluation_start', outcome_id: 'outc_1', iteration };
    for (const criterion of criteria) yield { type: 'span.outcome_evaluation_ongoing', outcome_id: 'outc_1', iteration, criterion };
    yield {
      type: 'span.outcome_evaluation_end',
      outcome_evaluation_start_id: started,
      outcome_id: 'outc_1',
      iteration,
      result,
      explanation,
      usage,
      criteria,
      ...(impossible !== undefined && { impossible }),
    };
  }
  if (verdict !== null) {
    yield { type: 'verdict.started', base, commit, target: 'local' };
    for (const criterion of verdict.criteria) yield { type: 'verdict.check', criterion };
    yield { type: 'verdict.ended', ...verdict, tree, sandbox: { isolation: 'bubblewrap', facts }, duration_ms: 8300 };
  }
  const rests = judged.rests ?? { stop: 'end_turn', details: verdict?.explanation ?? judged.iterations.at(-1)?.explanation ?? '' };
  yield { type: 'session.status_idle', stop_reason: { type: rests.stop }, stop_details: rests.details };
}
