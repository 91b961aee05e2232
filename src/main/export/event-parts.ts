/** What a page shows of an event. Pure; the switch names every type. */
import { excerptText, type CriterionResult } from '../../shared/criteria.ts';
import { eventDetail } from '../../shared/event-line.ts';
import type { SessionEvent } from '../../shared/events.ts';

/** `prose` is what somebody said, `output` what a machine printed. */
export interface Part {
  kind: 'prose' | 'output';
  text: string;
}

export interface EventParts {
  /** Who did it: it decides the colour. */
  lane: 'you' | 'model' | 'tool' | 'check' | 'box' | 'machine';
  failed: boolean;
  /** One line; empty where the parts say it all. */
  headline: string;
  parts: Part[];
}

export function eventParts(event: SessionEvent): EventParts {
  switch (event.type) {
    case 'user.message':
      return said('you', event.content);
    case 'system.message':
      return said('machine', event.content);
    case 'agent.message':
      return said('model', event.content);
    case 'agent.thinking':
      return event.block.type === 'thinking'
        ? { lane: 'model', failed: false, headline: 'thinking', parts: [{ kind: 'prose', text: event.block.thinking }] }
        : line('model', event);
    case 'agent.tool_use':
      return { lane: 'tool', failed: false, headline: eventDetail(event), parts: [{ kind: 'output', text: inputText(event.input) }] };
    case 'agent.tool_result': {
      const word = event.lost ? 'lost' : event.is_error ? 'failed' : 'ok';
      const parts = event.content.map((block): Part => ({ kind: 'output', text: block.text }));
      return { lane: 'tool', failed: event.is_error || event.lost, headline: `${word}, ${Math.round(event.duration_ms)} ms`, parts };
    }
    case 'user.define_outcome':
      return { lane: 'you', failed: false, headline: eventDetail(event), parts: [{ kind: 'prose', text: event.rubric.content }] };
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      return { lane: 'check', failed: !event.criterion.passed, headline: eventDetail(event), parts: evidence(event.criterion) };
    case 'verdict.ended':
      return { lane: 'check', failed: !event.passed, headline: eventDetail(event), parts: ruling(event.criteria) };
    case 'span.outcome_evaluation_end':
      return { lane: 'check', failed: event.result !== 'satisfied', headline: eventDetail(event), parts: ruling(event.criteria) };
    case 'coaching.applied': {
      const parts = event.entries.map(({ text }): Part => ({ kind: 'prose', text }));
      return { lane: 'you', failed: false, headline: eventDetail(event), parts };
    }
    case 'outcome.checked_on_base':
      return { lane: 'check', failed: false, headline: eventDetail(event), parts: ruling(event.criteria) };
    case 'verdict.sent_back': {
      const remarks = event.comments.map(({ path, line: at, text }) => `${path}:${at}\n${text}`);
      return { lane: 'you', failed: false, headline: '', parts: [event.message, ...remarks].map((text) => ({ kind: 'prose', text })) };
    }
    case 'span.outcome_evaluation_start':
    case 'verdict.started':
      return line('check', event);
    case 'session.error': {
      const { what, where, todo } = event.error.problem;
      return {
        lane: 'machine',
        failed: true,
        headline: eventDetail(event),
        parts: [{ kind: 'prose', text: `${what}\n${where}\n${todo}` }],
      };
    }
    case 'context.compacted':
      return { lane: 'model', failed: false, headline: eventDetail(event), parts: [{ kind: 'prose', text: event.summary }] };
    case 'import.record':
      return { lane: 'machine', failed: false, headline: event.kind, parts: [{ kind: 'output', text: event.line }] };
    case 'unknown':
      return {
        lane: 'machine',
        failed: false,
        headline: 'of a newer version',
        parts: [{ kind: 'output', text: JSON.stringify(event.data, null, 2) ?? '' }],
      };
    case 'sandbox.provisioned': {
      const output = event.setup?.output ?? '';
      return { ...line('box', event), parts: output === '' ? [] : [{ kind: 'output', text: output }] };
    }
    case 'sandbox.awaited':
    case 'sandbox.setup_started':
    case 'sandbox.destroyed':
    case 'workspace.snapshot':
    case 'workspace.collected':
      return line('box', event);
    case 'sandbox.lost':
      return { ...line('box', event), failed: true };
    case 'user.interrupt':
    case 'user.tool_confirmation':
    case 'verdict.accepted':
    case 'verdict.pull_request':
    case 'verdict.rejected':
    case 'session.updated':
      return line('you', event);
    case 'session.titled':
      return line('machine', event);
    case 'span.model_request_start':
    case 'span.model_request_end':
      return { ...line('model', event), failed: event.type === 'span.model_request_end' && event.is_error };
    case 'session.created':
    case 'session.forked':
    case 'session.imported':
    case 'session.usage':
    case 'session.status_running':
    case 'session.status_idle':
    case 'session.status_rescheduled':
    case 'session.status_terminated':
    case 'context.restored':
    case 'trials.begun':
    case 'trial.started':
    case 'trial.ended':
    case 'trials.item_ended':
    case 'trials.stop_requested':
    case 'trials.ended':
      return line('machine', event);
  }
}

function said(lane: EventParts['lane'], content: readonly { text: string }[]): EventParts {
  return { lane, failed: false, headline: '', parts: content.map(({ text }) => ({ kind: 'prose', text })) };
}

function line(lane: EventParts['lane'], event: SessionEvent): EventParts {
  return { lane, failed: false, headline: eventDetail(event), parts: [] };
}

/** A call's input as a person wrote it would read it: texts as they are, the rest as JSON. */
function inputText(input: Record<string, unknown>): string {
  return Object.entries(input)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
      return text.includes('\n') ? `${name}:\n${text}` : `${name}: ${text}`;
    })
    .join('\n');
}

function evidence({ evidence: found }: CriterionResult): Part[] {
  return [found.stdout, found.stderr].flatMap((stream): Part[] => {
    const text = excerptText(stream);
    return text === '' ? [] : [{ kind: 'output', text }];
  });
}

function ruling(criteria: readonly CriterionResult[]): Part[] {
  const lines = criteria.map(({ id, title, passed, reason }) => `${passed ? 'ok  ' : 'FAIL'}  ${id}: ${title}. ${reason}`);
  return lines.length === 0 ? [] : [{ kind: 'output', text: lines.join('\n') }];
}
