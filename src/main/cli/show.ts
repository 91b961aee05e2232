/** `drover show`: a session as it stood after one of its events. */
import type { SessionState } from '../../shared/fold.ts';
import type { FilesView } from '../../shared/instant.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

export interface Instants {
  head(session: string): number;
  stateAt(session: string, seq: number): SessionState;
  /** The workspace; null where the session had none. */
  filesAt(session: string, seq: number): Promise<FilesView | null>;
}

export async function showSession(
  instants: Instants,
  session: string,
  options: { at?: number; json: boolean },
  output: Output,
): Promise<number> {
  const head = instants.head(session);
  const at = options.at ?? head;
  if (at > head) {
    const todo = `Give a position from 1 to ${head}.`;
    throw new ProblemError({ what: `The session has ${head} events, so there is no event ${at}`, where: session, todo });
  }
  const state = instants.stateAt(session, at);
  const files = await instants.filesAt(session, at);
  if (options.json) await output.json(stateDocument(session, at, head, state, files));
  else for (const line of stateLines(session, at, head, state, files)) await output.line(line);
  return EXIT.ok;
}

/** The names are a promise. */
function stateDocument(session: string, at: number, head: number, state: SessionState, files: FilesView | null) {
  return {
    session,
    at,
    head,
    time: state.updatedAt,
    title: state.dispatch?.title ?? null,
    project: state.dispatch?.project.path ?? null,
    base: state.dispatch?.base.commit ?? null,
    provider: state.dispatch?.provider ?? null,
    model: state.dispatch?.model ?? null,
    target: state.dispatch?.target ?? null,
    status: state.status,
    stop_reason: state.stopReason?.type ?? null,
    activity: state.activity,
    iterations: state.iterations,
    criteria: state.criteria.map(({ id, passed, reason, visibility }) => ({ id, passed, reason, visibility })),
    verdict: state.verdict === null ? null : state.verdict.passed ? 'passed' : 'failed',
    explanation: state.verdict?.explanation ?? null,
    decision: state.decision?.kind ?? null,
    problem: state.problem,
    imported: state.imported?.source ?? null,
    cost_usd: state.costUsd,
    usage: state.usage,
    active_ms: state.activeMs,
    workspace: files === null ? null : workspaceDocument(files),
  };
}

function workspaceDocument({ snapshotSeq, state, entries, truncated, leftOut }: FilesView) {
  const files = entries.map((entry) => ({
    path: entry.path,
    kind: entry.kind,
    bytes: entry.bytes,
    since_base: entry.sinceBase,
    since_before: entry.sinceBefore,
  }));
  return { snapshot_seq: snapshotSeq, state, files, truncated, left_out: leftOut };
}

function stateLines(session: string, at: number, head: number, state: SessionState, files: FilesView | null): string[] {
  const { dispatch, usage } = state;
  const fact = (name: string, value: string): string => `${name.padEnd(10)} ${value}`;
  const tokens = usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens;
  return [
    fact('session', `${session}, event ${at} of ${head}, ${state.updatedAt}`),
    fact('title', dispatch?.title ?? ''),
    fact('project', `${dispatch?.project.path ?? ''}${dispatch?.base.branch == null ? '' : ` (${dispatch.base.branch})`}`),
    fact('worker', `${dispatch?.model ?? ''} @ ${dispatch?.target ?? ''}`),
    fact(
      'status',
      [state.imported === null ? state.status : 'imported', state.stopReason?.type, state.activity].filter(Boolean).join(' · '),
    ),
    ...(state.problem === null ? [] : [fact('problem', `${state.problem.what} (${state.problem.where}). ${state.problem.todo}`)]),
    fact('cost', `$${state.costUsd.toFixed(4)} · ${tokens} tokens in, ${usage.output_tokens} out`),
    ...state.criteria.map((result) => fact('criterion', `${result.passed ? 'ok  ' : 'FAIL'} ${result.id}: ${result.reason}`)),
    ...(state.verdict === null ? [] : [fact('verdict', `${state.verdict.passed ? 'passed' : 'failed'}. ${state.verdict.explanation}`)]),
    ...(files === null ? [] : fileLines(files)),
  ];
}

function fileLines({ state, snapshotSeq, entries, truncated, leftOut }: FilesView): string[] {
  const where = { here: '', waiting: ', its objects are still on the target', lost: ', its objects went with their sandbox' }[state];
  const mark = { added: 'A', modified: 'M' };
  return [
    '',
    `workspace  ${snapshotSeq === 0 ? 'the base commit' : `as of event ${snapshotSeq}`}${where}`,
    ...entries.map(
      (entry) => `${entry.sinceBase === null ? ' ' : mark[entry.sinceBase]} ${String(entry.bytes).padStart(10)}  ${entry.path}`,
    ),
    ...(truncated ? ['  … and more'] : []),
    ...leftOut.map((name) => `  left out: ${name}`),
  ];
}
