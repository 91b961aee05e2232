/** The list of all sessions: filtered by words, sorted by a column. Pure. */
import type { SessionSummary } from '../../../shared/ipc.ts';
import { sessionState } from '../../ui/session-state.ts';

export type SortColumn = 'title' | 'state' | 'project' | 'model' | 'target' | 'tries' | 'cost' | 'updated';
export interface Sort {
  column: SortColumn;
  down: boolean;
}

/** Waiting first, then running, then what wants a decision, then the rest. */
const order = ['waiting', 'running', 'retrying', 'passed', 'failed', 'accepted', 'rejected', 'ended', 'imported'];

export function sessionList(summaries: Iterable<SessionSummary>, filter: string, sort: Sort): SessionSummary[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kept = [...summaries].filter((summary) => {
    const text = searchText(summary);
    return words.every((word) => text.includes(word));
  });
  const compare = comparers[sort.column];
  const direction = sort.down ? -1 : 1;
  // Among equals the newest comes first, whichever way the column runs.
  return kept.toSorted((a, b) => direction * compare(a, b) || b.updatedAt.localeCompare(a.updatedAt));
}

function searchText({ dispatch, ...summary }: SessionSummary): string {
  const state = sessionState(summary).word;
  return [dispatch.title, dispatch.project.name, dispatch.model, dispatch.target, state, summary.activity].join('\n').toLowerCase();
}

const comparers: Record<SortColumn, (a: SessionSummary, b: SessionSummary) => number> = {
  title: (a, b) => a.dispatch.title.localeCompare(b.dispatch.title),
  state: (a, b) => order.indexOf(sessionState(a).id) - order.indexOf(sessionState(b).id),
  project: (a, b) => a.dispatch.project.name.localeCompare(b.dispatch.project.name),
  model: (a, b) => a.dispatch.model.localeCompare(b.dispatch.model),
  target: (a, b) => a.dispatch.target.localeCompare(b.dispatch.target),
  tries: (a, b) => a.iteration - b.iteration,
  cost: (a, b) => a.costUsd - b.costUsd,
  updated: (a, b) => a.updatedAt.localeCompare(b.updatedAt),
};
