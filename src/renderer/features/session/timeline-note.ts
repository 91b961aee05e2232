/** Events that one line says all of: what happened to the session, its sandbox and its window. Pure. */
import { eventText } from '../../../shared/event-line.ts';
import type { EventType, SessionEvent, StopReason } from '../../../shared/events.ts';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';

export interface Note {
  icon:
    | 'dispatch'
    | 'spec'
    | 'box'
    | 'lost'
    | 'files'
    | 'stop'
    | 'go'
    | 'budget'
    | 'accept'
    | 'reject'
    | 'fork'
    | 'import'
    | 'compact'
    | 'unknown';
  tone: 'machine' | 'waiting' | 'failed' | 'passed';
  text: string;
  /** A second part, quieter. */
  aside: string;
  /** Shown when opened; empty where there is nothing more. */
  more: string;
}

export const noteTones: Record<Note['tone'], string> = {
  machine: 'text-ink-2',
  waiting: 'font-semibold text-waiting',
  failed: 'font-semibold text-failed',
  passed: 'font-semibold text-passed',
};

/** Events that are more than a line: words, calls, checks, errors. */
type Spoken = Extract<
  EventType,
  | 'user.message'
  | 'system.message'
  | `agent.${string}`
  | `span.${string}`
  | 'session.error'
  | 'verdict.started'
  | 'verdict.check'
  | 'verdict.ended'
>;
export type NotedEvent = Exclude<SessionEvent, { type: Spoken }>;

export function noteOf(event: NotedEvent): Note {
  switch (event.type) {
    case 'session.created': {
      const { base, model, target } = event.dispatch;
      const left = base.uncommittedChanges ? ', uncommitted changes left out' : '';
      return note(
        'dispatch',
        'machine',
        'Dispatched',
        `${model} @ ${target} · base ${base.commit.slice(0, 10)}${base.branch === null ? '' : ` (${base.branch})`}${left}`,
      );
    }
    case 'user.define_outcome': {
      const { criteria, budget } = event.spec;
      const limit = budget.usd === undefined ? '' : `, ${formatMoney(budget.usd)}`;
      return note(
        'spec',
        'machine',
        'Spec',
        `${criteria.length} criteria, ${event.max_iterations} tries, ${budget.minutes} min${limit}`,
        event.rubric.content,
      );
    }
    case 'trials.begun':
    case 'trial.started':
    case 'trial.ended':
    case 'trials.item_ended':
    case 'trials.stop_requested':
    case 'trials.ended':
      return note('spec', 'machine', event.type, eventText(event));
    case 'coaching.applied': {
      const lines = event.entries.map(({ id, version, text }) => `${id ?? '(no id)'} ${version}\n${text}`);
      if (event.entries.length === 0) return note('spec', 'machine', 'Coaching', 'None from here on');
      const count = event.entries.length === 1 ? '1 entry' : `${event.entries.length} entries`;
      return note('spec', 'machine', 'Coaching', `${count} of ${event.path}`, lines.join('\n\n'));
    }
    case 'outcome.checked_on_base': {
      const holds = event.criteria.filter((result) => result.passed);
      const lines = event.criteria.map((result) => `${result.passed ? 'holds' : 'red'}  ${result.id}: ${result.reason}`);
      return note(
        'spec',
        'machine',
        'Checked on the base',
        `${holds.length} of ${event.criteria.length} hold there already`,
        lines.join('\n'),
      );
    }
    case 'session.updated': {
      const { minutes, iterations, usd } = event.budget;
      return note(
        'budget',
        'machine',
        'Budget changed',
        `${minutes} min, ${iterations} tries${usd === undefined ? '' : `, ${formatMoney(usd)}`}`,
      );
    }
    case 'user.interrupt':
      return event.reason === undefined
        ? note('stop', 'waiting', 'You pressed Stop', '')
        : note('stop', 'waiting', 'Stopped', event.reason);
    case 'user.tool_confirmation':
      return note(
        event.result === 'allow' ? 'go' : 'stop',
        'machine',
        event.result === 'allow' ? 'You allowed a call' : 'You denied a call',
        '',
      );
    case 'session.status_idle':
      return idleNote(event.stop_reason.type, event.stop_details);
    case 'session.status_terminated':
      return note('stop', 'machine', 'The session ended', '');
    case 'sandbox.awaited':
      return note('box', 'machine', `Waits for a place on ${event.target}`, 'It holds as many sandboxes as it may.');
    case 'sandbox.setup_started':
      return note('box', 'machine', 'Sets up', event.run);
    case 'sandbox.provisioned': {
      const { os, arch, freeDiskBytes } = event.facts;
      const isolation = event.isolation === 'none' ? 'not isolated' : event.isolation;
      const disk = freeDiskBytes === null ? '' : ` · ${formatBytes(freeDiskBytes)} free`;
      return note(
        'box',
        event.isolation === 'none' ? 'waiting' : 'machine',
        'Sandbox ready',
        `${event.target} · ${isolation} · ${os} ${arch}${disk} · at ${event.commit.slice(0, 10)}${event.setup === undefined ? '' : ' · set up, then cut off from the network'}`,
        event.setup?.output,
      );
    }
    case 'sandbox.lost':
      return note('lost', 'failed', 'Sandbox lost', event.reason);
    case 'sandbox.destroyed':
      return note('box', 'machine', 'Sandbox removed', event.sandbox_id);
    case 'workspace.snapshot': {
      const files = event.files_changed === 1 ? '1 file' : `${event.files_changed} files`;
      const lines = event.commit === null ? '' : ` +${event.insertions} −${event.deletions} · ${event.commit.slice(0, 10)}`;
      const left = event.left_out.length === 0 ? '' : ` · ${event.left_out.length} left out`;
      const paths = event.paths.map(({ change, path }) => `${change} ${path}`);
      const more = [...paths, ...(event.left_out.length === 0 ? [] : ['Left out of the snapshot:', ...event.left_out])].join('\n');
      return note('files', 'machine', 'Files saved', `${files}${lines}${left}`, more);
    }
    case 'workspace.collected': {
      const { length } = event.snapshots;
      return note('files', 'machine', 'Files arrived here', length === 1 ? '1 snapshot' : `${length} snapshots`);
    }
    case 'context.compacted':
      return note(
        'compact',
        'machine',
        'Compacted',
        `#${event.from_seq} to #${event.to_seq} · ${formatTokens(event.tokens_before)} → ${formatTokens(event.tokens_after)} tokens`,
        event.summary,
      );
    case 'context.restored':
      return note('compact', 'machine', 'Compaction undone', 'the model sees the events themselves again');
    case 'session.forked':
      return note(
        'fork',
        'machine',
        'Forked',
        `at #${event.parent_seq} of ${event.parent_session_id} · ${event.dispatch.model} @ ${event.dispatch.target}`,
      );
    case 'session.imported':
      return note('import', 'machine', 'Imported', `Claude Code · ${event.path}`);
    case 'import.record':
      return note('import', 'machine', event.kind, event.line.slice(0, 400), event.line);
    case 'session.titled':
      return note('import', 'machine', 'Title', event.title, event.titled_by === 'user' ? 'named by a person' : 'named by a model');
    case 'session.status_running':
      return note('go', 'machine', 'Running', '');
    case 'session.status_rescheduled':
      return note('go', 'machine', 'Waits to try again', '');
    case 'session.usage':
      return note('budget', 'machine', 'Usage', formatMoney(event.cost_usd));
    case 'verdict.accepted':
      return note('accept', 'passed', 'Accepted', `branch ${event.branch} at ${event.commit.slice(0, 10)}`);
    case 'verdict.pull_request':
      return note('accept', 'machine', 'Pull request', event.url);
    case 'verdict.sent_back': {
      const { length } = event.comments;
      const remarks = event.comments.map(({ path, line, text }) => `${path}:${line}\n${text}`);
      return note(
        'go',
        'machine',
        'Sent back',
        length === 1 ? '1 remark' : `${length} remarks`,
        [event.message, ...remarks].join('\n\n').trim(),
      );
    }
    case 'verdict.rejected':
      return note('reject', 'machine', 'Rejected', event.reason);
    case 'unknown':
      return note('unknown', 'machine', event.originalType, 'written by a newer version of Drover', JSON.stringify(event.data, null, 2));
  }
}

function idleNote(reason: StopReason['type'], details: string | null): Note {
  const aside = details ?? '';
  switch (reason) {
    case 'end_turn':
      return note('stop', 'machine', 'Idle', aside);
    case 'budget_reached':
      return note('budget', 'waiting', 'Budget reached', aside);
    case 'retries_exhausted':
      return note('stop', 'failed', 'Gave up after several tries', aside);
    case 'requires_action':
      return note('stop', 'waiting', 'Waiting for your permission', aside);
    case 'refusal':
      return note('stop', 'waiting', 'The model refused', aside);
    case 'interrupted':
      return note('stop', 'waiting', 'Stopped', aside);
  }
}

function note(icon: Note['icon'], tone: Note['tone'], text: string, aside: string, more = ''): Note {
  return { icon, tone, text, aside, more };
}
