/** What the screen makes of each type of event, as tables that are looked up by a column's number. */
import type { EventType } from '../events.ts';
import { skeletonKinds, SkeletonFlag } from '../skeleton.ts';

export const laneNames = ['you', 'model', 'tools', 'checks', 'box'] as const;
export type Lane = (typeof laneNames)[number];

/**
 * Its part in the list. `row`: one of its own. `part`: shown in the row of the event that it links to. `hidden`: in no row;
 * the cursor on it stands at the row before.
 */
export const Role = { hidden: 0, row: 1, part: 2, turn: 3, turnEnd: 4, check: 5, checkEnd: 6, gate: 7, gateEnd: 8 } as const;

const table: Record<EventType | 'unknown', [lane: Lane | null, role: keyof typeof Role]> = {
  'session.created': ['box', 'row'],
  'user.define_outcome': ['you', 'row'],
  'user.message': ['you', 'row'],
  'user.interrupt': ['you', 'row'],
  'user.tool_confirmation': ['you', 'row'],
  'agent.message': ['model', 'row'],
  'agent.thinking': ['model', 'row'],
  'agent.tool_use': ['tools', 'row'],
  'agent.tool_result': ['tools', 'part'],
  'system.message': ['checks', 'row'],
  'session.status_running': [null, 'hidden'],
  'session.status_idle': ['box', 'row'],
  'session.status_rescheduled': [null, 'hidden'],
  'session.status_terminated': ['box', 'row'],
  'session.error': ['model', 'row'],
  'session.updated': ['you', 'row'],
  'session.usage': [null, 'hidden'],
  'span.model_request_start': ['model', 'turn'],
  'span.model_request_end': ['model', 'turnEnd'],
  'span.outcome_evaluation_start': ['checks', 'check'],
  'span.outcome_evaluation_ongoing': ['checks', 'part'],
  'span.outcome_evaluation_end': ['checks', 'checkEnd'],
  'sandbox.provisioned': ['box', 'row'],
  'sandbox.awaited': ['box', 'row'],
  'sandbox.setup_started': ['box', 'row'],
  'sandbox.lost': ['box', 'row'],
  'sandbox.destroyed': ['box', 'row'],
  'workspace.snapshot': ['box', 'part'],
  'workspace.collected': [null, 'hidden'],
  'context.compacted': ['model', 'row'],
  'context.restored': ['model', 'row'],
  'session.forked': ['you', 'row'],
  'session.imported': ['you', 'row'],
  'import.record': [null, 'row'],
  'session.titled': [null, 'row'],
  'verdict.started': ['checks', 'gate'],
  'verdict.check': ['checks', 'part'],
  'verdict.ended': ['checks', 'gateEnd'],
  'verdict.accepted': ['you', 'row'],
  'outcome.checked_on_base': ['checks', 'row'],
  'verdict.pull_request': ['you', 'row'],
  'verdict.sent_back': ['you', 'row'],
  'verdict.rejected': ['you', 'row'],
  'coaching.applied': ['you', 'row'],
  'trials.begun': ['you', 'row'],
  'trial.started': ['tools', 'row'],
  'trial.ended': ['checks', 'row'],
  'trials.item_ended': ['checks', 'row'],
  'trials.stop_requested': ['you', 'row'],
  'trials.ended': ['checks', 'row'],
  unknown: [null, 'row'],
};

export const kindNumber = (type: EventType | 'unknown'): number => skeletonKinds.indexOf(type);
export const kindName = (kind: number): EventType | 'unknown' => skeletonKinds[kind] ?? 'unknown';
export const laneOf = (kind: number): Lane | null => table[kindName(kind)][0];

const roles = Uint8Array.from(skeletonKinds.map((name) => Role[table[name][1]]));
export const roleOf = (kind: number): number => roles[kind] ?? Role.row;

const ends = Uint8Array.from(
  skeletonKinds.map((name) => Number(name === 'agent.tool_result' || ['turnEnd', 'checkEnd', 'gateEnd'].includes(table[name][1]))),
);
/** It ends what it links to. */
export const isEnd = (kind: number): boolean => ends[kind] === 1;

const FAILED = SkeletonFlag.error | SkeletonFlag.lost | SkeletonFlag.failed;
export const isFailure = (flags: number): boolean => (flags & FAILED) !== 0;

/** What a column of the strip counts. */
export const Mark = {
  none: 0,
  you: 1,
  model: 2,
  tools: 3,
  checks: 4,
  box: 5,
  modelFailed: 6,
  toolFailed: 7,
  checkPassed: 8,
  checkFailed: 9,
  boxLost: 10,
} as const;
export const MARKS = 11;

const RESULT = 'agent.tool_result';
const COUNTED_CHECKS: ReadonlySet<string> = new Set(['span.outcome_evaluation_end', 'verdict.ended']);

function markFor(name: EventType | 'unknown', failed: boolean): number {
  const lane = table[name][0];
  if (lane === null) return Mark.none;
  if (COUNTED_CHECKS.has(name)) return failed ? Mark.checkFailed : Mark.checkPassed;
  if (!failed) return Mark[lane];
  if (name === RESULT) return Mark.toolFailed;
  return lane === 'model' ? Mark.modelFailed : lane === 'box' ? Mark.boxLost : Mark[lane];
}

const marks = Uint8Array.from(skeletonKinds.flatMap((name) => [markFor(name, false), markFor(name, true)]));

export const markOf = (kind: number, flags: number): number => marks[kind * 2 + ((flags & FAILED) === 0 ? 0 : 1)] ?? Mark.none;
