/** The iterations of a session as a table: what each check found of each criterion, and what turned since the one before. Pure. */
import type { CriterionResult } from '../../../../shared/criteria.ts';
import type { SessionEvent } from '../../../../shared/events.ts';
import type { SessionState } from '../../../../shared/fold.ts';
import { outcomeWord } from '../../../ui/outcome-word.ts';

export interface LoopColumn {
  kind: 'base' | 'try' | 'gate';
  /** `1`, `Gate`. */
  label: string;
  /** The event to look at. */
  seq: number;
  /** What came of it; empty while it runs. */
  word: string;
  held: number;
  of: number;
  passed: boolean;
  running: boolean;
}

export interface LoopCell {
  result: CriterionResult;
  /** Since the check before that had it. */
  turned: 'green' | 'back' | null;
}

export interface LoopRow {
  id: string;
  title: string;
  heldOut: boolean;
  /** One a column; null: not checked there. */
  cells: (LoopCell | null)[];
}

export interface LoopTable {
  columns: LoopColumn[];
  rows: LoopRow[];
}

interface Check extends LoopColumn {
  results: readonly CriterionResult[];
}

/** @param events those that end a check, in order; what runs now is in the state */
export function loopTable(events: readonly SessionEvent[], state: SessionState | null): LoopTable {
  const checks = [...events.flatMap(checkOf), ...runningCheck(state)];
  const ids = new Map((state?.outcome?.spec.criteria ?? []).map(({ id }) => [id, id]));
  for (const { results } of checks) for (const { id } of results) ids.set(id, id);
  const rows = [...ids.keys()].flatMap((id): LoopRow[] => {
    const results = checks.map((check) => check.results.find((result) => result.id === id) ?? null);
    const known = results.find((result) => result !== null);
    if (known === undefined || known === null) return [];
    return [{ id, title: known.title, heldOut: known.visibility === 'held_out', cells: cellsOf(results) }];
  });
  return { columns: checks.map(({ results: _results, ...column }) => column), rows };
}

function cellsOf(results: readonly (CriterionResult | null)[]): (LoopCell | null)[] {
  let before: boolean | null = null;
  return results.map((result) => {
    if (result === null) return null;
    const turned = before === null || before === result.passed ? null : result.passed ? 'green' : 'back';
    before = result.passed;
    return { result, turned };
  });
}

function checkOf(event: SessionEvent): Check[] {
  switch (event.type) {
    case 'outcome.checked_on_base':
      return [check('base', 'Base', event.seq, 'before the work', event.criteria, false)];
    case 'span.outcome_evaluation_end': {
      const { iteration, result, impossible, criteria, seq } = event;
      return [check('try', String(iteration + 1), seq, outcomeWord(result, impossible), criteria, result === 'satisfied')];
    }
    case 'verdict.ended':
      return [check('gate', 'Gate', event.seq, event.passed ? 'passed' : 'failed', event.criteria, event.passed)];
    default:
      return [];
  }
}

function check(kind: Check['kind'], label: string, seq: number, word: string, results: readonly CriterionResult[], passed: boolean): Check {
  const held = results.filter((result) => result.passed).length;
  return { kind, label, seq, word, held, of: results.length, passed, running: false, results };
}

function runningCheck(state: SessionState | null): Check[] {
  if (state === null || state.status === 'idle') return [];
  if (state.openVerdict !== null) return [{ ...check('gate', 'Gate', state.head, '', state.criteria, false), running: true }];
  if (state.openEvaluation === null) return [];
  return [{ ...check('try', String(state.openEvaluation.iteration + 1), state.head, '', state.criteria, false), running: true }];
}
