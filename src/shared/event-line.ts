import type { CriterionResult } from './criteria.ts';
import type { SessionEvent } from './events.ts';
import { describeCall } from './describe-call.ts';

/** One line of text for an event, for a terminal, a list or a search result. */
export function eventLine(event: SessionEvent): string {
  const detail = eventDetail(event);
  const name = event.type === 'unknown' ? `${event.originalType} (of a newer version)` : event.type;
  return detail === '' ? name : `${name.padEnd(28)}  ${oneLine(detail)}`;
}

/** As `eventLine`, without the type. Up to 140 characters, no control characters. */
export function eventText(event: SessionEvent): string {
  return oneLine(eventDetail(event));
}

/** What an event says, in one text; empty where its name says it all. */
export function eventDetail(event: SessionEvent): string {
  switch (event.type) {
    case 'session.created':
      return `${event.dispatch.title} · ${event.dispatch.model} @ ${event.dispatch.target} · ${event.dispatch.base.commit.slice(0, 10)}`;
    case 'user.define_outcome':
      return `${event.spec.criteria.length} criteria, ${event.max_iterations} tries, ${event.spec.budget.minutes} min`;
    case 'coaching.applied':
      if (event.entries.length === 0) return 'none from here on';
      return `${event.entries.length} of ${event.path}: ${event.entries.map(({ id, text }) => id ?? text).join(', ')}`;
    case 'outcome.checked_on_base':
      return `${event.criteria.filter((result) => result.passed).length} of ${event.criteria.length} hold on ${event.base.slice(0, 10)} @ ${event.target}`;
    case 'user.message':
    case 'system.message':
    case 'agent.message':
      return event.content.map((block) => block.text).join(' ');
    case 'agent.thinking':
      return event.block.type === 'thinking' ? event.block.thinking : '(redacted)';
    case 'agent.tool_use':
      return describeCall(event);
    case 'agent.tool_result':
      return `${event.lost ? 'lost' : event.is_error ? 'failed' : 'ok'} ${duration(event.duration_ms)}  ${event.content.map((block) => block.text).join(' ')}`;
    case 'session.error':
      return `${event.error.message}${event.error.retry_status.type === 'retrying' ? ' · trying again' : ''}`;
    case 'session.status_idle':
      return `${event.stop_reason.type}${event.stop_details === null ? '' : ` · ${event.stop_details}`}`;
    case 'span.model_request_start':
      return event.model;
    case 'span.model_request_end':
      return `${event.is_error ? 'failed' : (event.stop_reason ?? '')} · ${event.model_usage.input_tokens} in, ${event.model_usage.output_tokens} out · $${event.cost_usd.toFixed(4)} · ${duration(event.duration_ms)}`;
    case 'span.outcome_evaluation_start':
      return `try ${event.iteration + 1}`;
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      return criterionLine(event.criterion);
    case 'span.outcome_evaluation_end':
      return `${event.result} · ${event.explanation}`;
    case 'sandbox.provisioned':
      return `${event.sandbox_id} @ ${event.target} · ${event.facts.os} ${event.facts.arch} · ${event.isolation}${event.setup === undefined ? '' : ` · set up in ${duration(event.setup.duration_ms)}`}`;
    case 'sandbox.setup_started':
      return event.run;
    case 'sandbox.awaited':
      return `a place on ${event.target}`;
    case 'sandbox.lost':
      return event.reason;
    case 'sandbox.destroyed':
      return event.sandbox_id;
    case 'workspace.snapshot':
      return event.commit === null
        ? `${event.files_changed} changed${event.paths[0] === undefined ? '' : `: ${event.paths.map(({ path }) => path).join(', ')}`}`
        : `${event.commit.slice(0, 10)} · ${event.files_changed} files, +${event.insertions} −${event.deletions}`;
    case 'workspace.collected':
      return event.snapshots.length === 1 ? '1 snapshot arrived' : `${event.snapshots.length} snapshots arrived`;
    case 'context.compacted':
      return `events ${event.from_seq} to ${event.to_seq} · ${event.tokens_before} -> ${event.tokens_after} tokens`;
    case 'context.restored':
      return event.compaction_id;
    case 'session.forked':
      return `from ${event.parent_session_id} at ${event.parent_seq} · ${event.dispatch.model} @ ${event.dispatch.target}`;
    case 'session.imported':
      return `${event.source} · ${event.path}`;
    case 'import.record':
      return `${event.kind} · ${event.line}`;
    case 'session.titled':
      return event.title;
    case 'verdict.started':
      return `a fresh checkout of ${event.base.slice(0, 10)} @ ${event.target}`;
    case 'verdict.ended':
      return `${event.passed ? 'passed' : 'failed'} · ${event.explanation} · ${duration(event.duration_ms)}`;
    case 'verdict.accepted':
      return `branch ${event.branch}`;
    case 'verdict.pull_request':
      return event.url;
    case 'verdict.sent_back':
      return [event.message, ...event.comments.map(({ path, line, text }) => `${path}:${line} ${text}`)]
        .filter((part) => part !== '')
        .join(' · ');
    case 'verdict.rejected':
      return event.reason;
    case 'session.updated':
      return `${event.budget.minutes} min, ${event.budget.iterations} tries`;
    case 'session.usage':
      return `$${event.cost_usd.toFixed(4)}`;
    case 'user.interrupt':
      return event.reason ?? '';
    case 'trials.begun':
      return `${event.kind} · ${event.items.map(({ entry, model }) => `${entry} (${model})`).join(', ')}`;
    case 'trial.started':
      return `${event.mode} of ${event.entry} · ${event.model} @ ${event.target}`;
    case 'trial.ended':
      return [event.with === null ? '' : `with: ${event.with.reason}`, `without: ${event.without.reason}`]
        .filter((part) => part !== '')
        .join(' · ');
    case 'trials.item_ended':
      return `${event.entry} · ${event.explanation}`;
    case 'trials.ended':
      return `${event.reason} · ${event.explanation}`;
    case 'trials.stop_requested':
    case 'session.status_running':
    case 'session.status_rescheduled':
    case 'session.status_terminated':
    case 'user.tool_confirmation':
    case 'unknown':
      return '';
  }
}

function criterionLine(result: CriterionResult): string {
  return `${result.passed ? 'ok  ' : 'FAIL'} ${result.id}: ${result.reason}`;
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Control characters of hostile text must not reach a terminal. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return plain.length > 140 ? `${plain.slice(0, 139)}…` : plain;
}
