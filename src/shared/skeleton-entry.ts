/** What a skeleton keeps of an event's body. Pure, and fast: a million bodies are read so when a skeleton is made. */
import { parseBody, type EventBody, type UnknownBody } from './events.ts';
import { SkeletonFlag } from './skeleton.ts';

export interface SkeletonEntry {
  flags: number;
  duration: number;
  cost: number;
  /** What the event belongs to: an event by its id, or the newest event of a type before it. */
  link: { id: string } | { newest: 'span.outcome_evaluation_start' | 'verdict.started' } | null;
}

const NOTHING: SkeletonEntry = { flags: 0, duration: 0, cost: 0, link: null };

/** The columns of a body, given as the JSON that the log stores. */
export function skeletonEntry(type: string, text: string): SkeletonEntry {
  if (type === 'agent.tool_result') return toolResult(text) ?? entryOf(read(type, text));
  return LOOKED_INTO.has(type) ? entryOf(read(type, text)) : NOTHING;
}

/** The types whose bodies say something that a skeleton keeps. */
export const lookedInto: readonly EventBody['type'][] = [
  'agent.tool_result',
  'context.restored',
  'sandbox.lost',
  'session.error',
  'span.model_request_end',
  'span.outcome_evaluation_ongoing',
  'span.outcome_evaluation_end',
  'user.tool_confirmation',
  'verdict.check',
  'verdict.ended',
  'verdict.rejected',
  'workspace.snapshot',
];
const LOOKED_INTO: ReadonlySet<string> = new Set(lookedInto);

const RESULT_START = /^\{"type":"agent\.tool_result","tool_use_id":"([^"\\]*)"/;
/** A quote inside of a string is escaped, so this cannot be the end of what a tool printed. */
const RESULT_END = /,"is_error":(true|false),"lost":(true|false),"duration_ms":([0-9.e+-]+)\}$/;
const RESULT_END_LENGTH = 100;

/** The commonest large body: its output is not looked at. Null where it is written in another way than ours. */
function toolResult(text: string): SkeletonEntry | null {
  const start = RESULT_START.exec(text);
  const end = RESULT_END.exec(text.slice(-RESULT_END_LENGTH));
  if (start?.[1] === undefined || end === null) return null;
  return resultEntry(start[1], end[1] === 'true', end[2] === 'true', Number(end[3]));
}

function resultEntry(id: string, isError: boolean, lost: boolean, duration: number): SkeletonEntry {
  return { ...NOTHING, flags: (isError ? SkeletonFlag.error : 0) | (lost ? SkeletonFlag.lost : 0), duration, link: { id } };
}

function read(type: string, text: string): EventBody | UnknownBody {
  try {
    return parseBody(type, JSON.parse(text));
  } catch {
    return { type: 'unknown', originalType: type, data: null };
  }
}

function entryOf(body: EventBody | UnknownBody): SkeletonEntry {
  const judged = (passed: boolean): number => (passed ? SkeletonFlag.passed : SkeletonFlag.failed);
  switch (body.type) {
    case 'agent.tool_result':
      return resultEntry(body.tool_use_id, body.is_error, body.lost, body.duration_ms);
    case 'span.model_request_end':
      return {
        flags: body.is_error ? SkeletonFlag.error : 0,
        duration: body.duration_ms,
        cost: body.cost_usd,
        link: { id: body.model_request_start_id },
      };
    case 'span.outcome_evaluation_ongoing':
      return {
        ...NOTHING,
        flags: judged(body.criterion.passed),
        duration: body.criterion.evidence.durationMs,
        link: { newest: 'span.outcome_evaluation_start' },
      };
    case 'span.outcome_evaluation_end':
      return {
        ...NOTHING,
        flags: body.result === 'interrupted' ? 0 : judged(body.result === 'satisfied'),
        link: { id: body.outcome_evaluation_start_id },
      };
    case 'verdict.check':
      return {
        ...NOTHING,
        flags: judged(body.criterion.passed),
        duration: body.criterion.evidence.durationMs,
        link: { newest: 'verdict.started' },
      };
    case 'verdict.ended':
      return { ...NOTHING, flags: judged(body.passed), duration: body.duration_ms, link: { newest: 'verdict.started' } };
    case 'session.error':
      return { ...NOTHING, flags: SkeletonFlag.error };
    case 'sandbox.lost':
      return { ...NOTHING, flags: SkeletonFlag.lost };
    case 'verdict.rejected':
      return { ...NOTHING, flags: SkeletonFlag.failed };
    case 'workspace.snapshot':
      return body.tool_use_id === null ? NOTHING : { ...NOTHING, link: { id: body.tool_use_id } };
    case 'user.tool_confirmation':
      return { ...NOTHING, link: { id: body.tool_use_id } };
    case 'context.restored':
      return { ...NOTHING, link: { id: body.compaction_id } };
    default:
      return NOTHING;
  }
}
