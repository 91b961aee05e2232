/** What went wrong in a session, as its log says. Pure. */
import type { CriterionResult } from '../criteria.ts';
import type { SessionEvent } from '../events.ts';

export type Fault =
  /** A person's words. `passed`: the gate had passed it, so that no criterion shows what is meant. */
  | { kind: 'rejected' | 'sent_back'; said: string; passed: boolean; failed: CriterionResult[] }
  /** The gate, or the worker's own last check. */
  | { kind: 'failed' | 'iterations_used_up'; failed: CriterionResult[] }
  /** The worker says so. */
  | { kind: 'impossible'; said: string };

/** The types of events that tell of one. */
export const faultTypes = ['span.outcome_evaluation_end', 'verdict.ended', 'verdict.rejected', 'verdict.sent_back'] as const;

/**
 * The newest one; null: nothing went wrong. A person's words come before what they were said about, and a later verdict that
 * passed does not take back what was sent back for before.
 * @param events of one session, in order, of `faultTypes`
 */
export function faultOf(events: readonly SessionEvent[]): Fault | null {
  let known: Known = { passed: false, failed: [], fault: null };
  for (const event of events) known = take(known, event);
  return known.fault;
}

/** Of one criterion alone; the whole where it is not among what failed. */
export function faultIn(fault: Fault, criterion: string): Fault {
  const failed = 'failed' in fault ? fault.failed.filter(({ id }) => id === criterion) : [];
  return failed.length === 0 ? fault : { kind: 'failed', failed };
}

interface Known {
  /** What the newest check or verdict said. */
  passed: boolean;
  failed: CriterionResult[];
  fault: Fault | null;
}

function take({ passed, failed, fault }: Known, event: SessionEvent): Known {
  switch (event.type) {
    case 'span.outcome_evaluation_end': {
      const checked = { passed: false, failed: mustOf(event.criteria) };
      if (event.impossible === true) return { ...checked, fault: { kind: 'impossible', said: event.explanation.trim() } };
      if (event.result === 'max_iterations_reached') return { ...checked, fault: { kind: 'iterations_used_up', failed: checked.failed } };
      // It holds by now, or the worker goes on: what only a check of its own said is over.
      return { ...checked, fault: fault?.kind === 'impossible' || fault?.kind === 'iterations_used_up' ? null : fault };
    }
    case 'verdict.ended': {
      const judged = { passed: event.passed, failed: mustOf(event.criteria) };
      if (!event.passed) return { ...judged, fault: { kind: 'failed', failed: judged.failed } };
      return { ...judged, fault: fault?.kind === 'sent_back' ? fault : null };
    }
    case 'verdict.rejected':
      return { passed, failed, fault: spoken('rejected', [event.reason], passed, failed) ?? fault };
    case 'verdict.sent_back': {
      const remarks = event.comments.map(({ path, text }) => `${path}: ${text}`);
      return { passed, failed, fault: spoken('sent_back', [event.message, ...remarks], passed, failed) ?? fault };
    }
    default:
      return { passed, failed, fault };
  }
}

/** Null: not a word was said. */
function spoken(kind: 'rejected' | 'sent_back', parts: readonly string[], passed: boolean, failed: CriterionResult[]): Fault | null {
  const said = parts.flatMap((part) => (part.trim() === '' ? [] : [part.trim()])).join('\n');
  return said === '' ? null : { kind, said, passed, failed: passed ? [] : failed };
}

function mustOf(criteria: readonly CriterionResult[]): CriterionResult[] {
  return criteria.filter(({ passed, weight }) => !passed && weight === 'must');
}
