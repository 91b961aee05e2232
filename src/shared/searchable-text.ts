/** The words of an event that a person would look for: what was said, called, printed and judged, without JSON's keys. */
import type { CriterionResult, Excerpt } from './criteria.ts';
import type { EventBody, UnknownBody } from './events.ts';

/** Raised where the same event gives another text: the index is then made anew. */
export const searchableTextVersion = 3;

/** In UTF-16 units: of a longer text the beginning and the end are searched. */
const LONGEST = 256 * 1024;
/** How deep the values of a call's input are looked at. */
const DEEPEST = 20;

export function searchableText(body: EventBody | UnknownBody): string {
  return bounded(
    partsOf(body)
      .filter((part) => part !== '')
      .join('\n'),
  );
}

function bounded(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST / 2)}\n…\n${text.slice(-LONGEST / 2)}`;
}

function partsOf(body: EventBody | UnknownBody): string[] {
  switch (body.type) {
    case 'session.created':
    case 'session.forked':
      return [body.dispatch.title, body.dispatch.project.name, body.dispatch.specPath ?? ''];
    case 'user.define_outcome':
      return [body.rubric.content];
    case 'user.message':
    case 'agent.message':
    case 'system.message':
    case 'agent.tool_result':
      return body.content.map(({ text }) => text);
    case 'agent.thinking':
      return body.block.type === 'thinking' ? [body.block.thinking] : [];
    case 'agent.tool_use':
      return [body.name, ...strings(body.input)];
    case 'session.status_idle':
      return [body.stop_details ?? ''];
    case 'session.error': {
      const { what, where, todo } = body.error.problem;
      return [body.error.message, what, where, todo];
    }
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      return criterionText(body.criterion);
    case 'span.outcome_evaluation_end':
    case 'verdict.ended':
      return [body.explanation, ...body.criteria.map(({ title, reason }) => `${title}: ${reason}`)];
    case 'sandbox.setup_started':
      return [body.run];
    case 'sandbox.provisioned':
      return body.setup === undefined ? [] : [body.setup.output];
    case 'sandbox.lost':
      return [body.reason];
    case 'workspace.snapshot':
      return [...body.paths.map(({ path }) => path), ...body.left_out];
    case 'context.compacted':
      return [body.summary];
    case 'session.imported':
      return [body.source_session_id, body.path];
    case 'import.record':
      return [body.kind, ...strings(jsonOf(body.line))];
    case 'session.titled':
      return [body.title];
    case 'verdict.accepted':
      return [body.branch, body.commit];
    case 'verdict.pull_request':
      return [body.branch, body.url];
    case 'verdict.sent_back':
      return [body.message, ...body.comments.flatMap(({ path, quote, text }) => [path, quote, text])];
    case 'coaching.applied':
      return body.entries.flatMap(({ id, text }) => [id ?? '', text]);
    case 'outcome.checked_on_base':
      return body.criteria.flatMap(criterionText);
    case 'verdict.rejected':
      return [body.reason];
    case 'unknown':
      return [body.originalType, ...strings(body.data)];
    case 'user.interrupt':
    case 'user.tool_confirmation':
    case 'session.status_running':
    case 'session.status_rescheduled':
    case 'session.status_terminated':
    case 'session.updated':
    case 'session.usage':
    case 'span.model_request_start':
    case 'span.model_request_end':
    case 'span.outcome_evaluation_start':
    case 'sandbox.awaited':
    case 'sandbox.destroyed':
    case 'workspace.collected':
    case 'context.restored':
    case 'verdict.started':
    case 'trials.begun':
    case 'trial.started':
    case 'trial.ended':
    case 'trials.item_ended':
    case 'trials.stop_requested':
    case 'trials.ended':
      return [];
  }
}

function criterionText({ title, reason, evidence }: CriterionResult): string[] {
  return [title, reason, evidence.subject, ...excerpt(evidence.stdout), ...excerpt(evidence.stderr)];
}

function excerpt({ head, tail }: Excerpt): string[] {
  return [head, tail];
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

function strings(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  return Object.values(value).flatMap((inner: unknown) => strings(inner, depth + 1));
}
