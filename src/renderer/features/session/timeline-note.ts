/** Events that are one line in the timeline: what happened to the session and its sandbox. Pure. */
import type { SessionEvent, StopReason } from '../../../shared/events.ts';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatMoney } from '../../ui/format-money.ts';

export interface Note {
  icon: 'dispatch' | 'spec' | 'box' | 'lost' | 'files' | 'stop' | 'go' | 'budget' | 'accept' | 'reject' | 'unknown';
  tone: 'machine' | 'waiting' | 'failed' | 'passed';
  text: string;
  /** A second part, quieter. */
  aside: string;
  /** Shown when opened; empty where there is nothing more. */
  more: string;
}

/** Null for events that the timeline shows elsewhere or that say nothing to a person. */
export function noteOf(event: SessionEvent): Note | null {
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
      return note('stop', 'waiting', 'You pressed Stop', '');
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
    case 'sandbox.provisioned': {
      const { os, arch, freeDiskBytes } = event.facts;
      const isolation = event.isolation === 'none' ? 'not isolated' : event.isolation;
      const disk = freeDiskBytes === null ? '' : ` · ${formatBytes(freeDiskBytes)} free`;
      return note(
        'box',
        event.isolation === 'none' ? 'waiting' : 'machine',
        'Sandbox ready',
        `${event.target} · ${isolation} · ${os} ${arch}${disk} · at ${event.commit.slice(0, 10)}`,
      );
    }
    case 'sandbox.lost':
      return note('lost', 'failed', 'Sandbox lost', event.reason);
    case 'sandbox.destroyed':
      return note('box', 'machine', 'Sandbox removed', event.sandbox_id);
    case 'workspace.snapshot': {
      if (event.commit === null || (event.files_changed === 0 && event.left_out.length === 0)) return null;
      const files = event.files_changed === 1 ? '1 file' : `${event.files_changed} files`;
      const left = event.left_out.length === 0 ? '' : ` · ${event.left_out.length} left out`;
      const more = event.left_out.length === 0 ? '' : `Left out of the snapshot:\n${event.left_out.join('\n')}`;
      return note(
        'files',
        'machine',
        'Files saved',
        `${files} +${event.insertions} −${event.deletions} · ${event.commit.slice(0, 10)}${left}`,
        more,
      );
    }
    case 'verdict.accepted':
      return note('accept', 'passed', 'Accepted', `branch ${event.branch} at ${event.commit.slice(0, 10)}`);
    case 'verdict.rejected':
      return note('reject', 'machine', 'Rejected', event.reason);
    case 'unknown':
      return note('unknown', 'machine', event.originalType, 'written by a newer version of Drover', JSON.stringify(event.data, null, 2));
    default:
      return null;
  }
}

function idleNote(reason: StopReason['type'], details: string | null): Note | null {
  const aside = details ?? '';
  switch (reason) {
    case 'end_turn':
      return aside === '' ? null : note('stop', 'machine', 'Idle', aside);
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
