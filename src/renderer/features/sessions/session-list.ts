/** Which sessions a filter keeps, and the order that a column puts them in. Pure. */
import type { SessionSummary } from '../../../shared/summary.ts';
import { sessionState } from '../../ui/session-state.ts';

export type SortColumn = 'title' | 'state' | 'project' | 'model' | 'target' | 'tries' | 'cost' | 'updated';
export interface Sort {
  column: SortColumn;
  down: boolean;
}

/** Waiting first, then running, then what wants a decision, then the rest. */
const order = ['waiting', 'running', 'retrying', 'passed', 'failed', 'accepted', 'rejected', 'ended', 'imported'];

/** Whether every word of the filter is somewhere in the row. */
export function fits(summary: SessionSummary, filter: string): boolean {
  if (filter.trim() === '') return true;
  const words = filter.toLowerCase().split(/\s+/);
  const text = searchText(summary);
  return words.every((word) => text.includes(word));
}

/** Among equals the newest comes first, whichever way the column runs. */
export function comparing(sort: Sort): (a: SessionSummary, b: SessionSummary) => number {
  const compare = comparers[sort.column];
  const direction = sort.down ? -1 : 1;
  return (a, b) => direction * compare(a, b) || (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0);
}

function searchText(summary: SessionSummary): string {
  const { dispatch } = summary;
  const state = sessionState(summary).word;
  return [dispatch.title, dispatch.project.name, dispatch.model, dispatch.target, state, summary.activity].join('\n').toLowerCase();
}

// Made once: over thousands of rows it is several times as fast as `localeCompare`.
const { compare: compareText } = new Intl.Collator();

const comparers: Record<SortColumn, (a: SessionSummary, b: SessionSummary) => number> = {
  title: (a, b) => compareText(a.dispatch.title, b.dispatch.title),
  state: (a, b) => order.indexOf(sessionState(a).id) - order.indexOf(sessionState(b).id),
  project: (a, b) => compareText(a.dispatch.project.name, b.dispatch.project.name),
  model: (a, b) => compareText(a.dispatch.model, b.dispatch.model),
  target: (a, b) => compareText(a.dispatch.target, b.dispatch.target),
  tries: (a, b) => a.iteration - b.iteration,
  cost: (a, b) => a.costUsd - b.costUsd,
  // ISO 8601 sorts as text.
  updated: (a, b) => (a.updatedAt < b.updatedAt ? -1 : a.updatedAt > b.updatedAt ? 1 : 0),
};
