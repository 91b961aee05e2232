/** What stands in which column of the board, and in which order. Pure. */
import type { ProjectInfo } from '../../../shared/project.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { attemptGroups, groupColumn, type AttemptGroup } from '../attempts/attempt-groups.ts';

export interface DraftCard {
  project: ProjectInfo;
  spec: ProjectInfo['specs'][number];
}

export interface BoardColumns {
  drafts: DraftCard[];
  running: BoardCard[];
  waiting: BoardCard[];
  judged: BoardCard[];
}

/** A session, or attempts at one spec that stand together. */
export type BoardCard = { kind: 'session'; summary: SessionSummary } | { kind: 'attempts'; group: AttemptGroup };

export function boardColumns(summaries: Iterable<SessionSummary>, projects: readonly ProjectInfo[]): BoardColumns {
  const all = [...summaries].filter((summary) => summary.imported === null && summary.column !== 'reading');
  const dispatched = new Set(all.map(({ dispatch }) => `${dispatch.project.path}\n${slugOf(dispatch.specPath)}`));
  const cards: BoardCard[] = [
    ...all.filter(({ dispatch }) => dispatch.attempt === undefined).map((summary) => ({ kind: 'session' as const, summary })),
    ...[...attemptGroups(all).values()].map((group) => ({ kind: 'attempts' as const, group })),
  ];
  const inColumn = (column: SessionSummary['column']): BoardCard[] => cards.filter((card) => columnOf(card) === column);
  return {
    drafts: projects.flatMap((project) =>
      project.specs.filter((spec) => !dispatched.has(`${project.path}\n${spec.slug}`)).map((spec) => ({ project, spec })),
    ),
    running: inColumn('running').toSorted((a, b) => times(b).created.localeCompare(times(a).created)),
    // The one that waits longest comes first.
    waiting: inColumn('waiting').toSorted((a, b) => times(a).updated.localeCompare(times(b).updated)),
    // What still wants a decision comes before what has one.
    judged: inColumn('judged').toSorted(
      (a, b) => Number(isDecided(a)) - Number(isDecided(b)) || times(b).updated.localeCompare(times(a).updated),
    ),
  };
}

function columnOf(card: BoardCard): SessionSummary['column'] {
  return card.kind === 'session' ? card.summary.column : groupColumn(card.group.attempts);
}

/** Of a group: when its first attempt began, and when something of it last happened. */
function times(card: BoardCard): { created: string; updated: string } {
  const of = card.kind === 'session' ? [card.summary] : card.group.attempts;
  return {
    created: of.reduce((first, { createdAt }) => (first === '' || createdAt < first ? createdAt : first), ''),
    updated: of.reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), ''),
  };
}

/** Of a group one decision is enough: an accepted attempt settles the others. */
function isDecided(card: BoardCard): boolean {
  if (card.kind === 'session') return card.summary.decision !== null;
  const { attempts } = card.group;
  return attempts.some(({ decision }) => decision?.kind === 'accepted') || attempts.every(({ decision }) => decision !== null);
}

/** `.drover/specs/retry-uploads.md` -> `retry-uploads`; empty for a spec without a file. */
export function slugOf(specPath: string | null): string {
  return /([^/\\]+)\.md$/.exec(specPath ?? '')?.[1] ?? '';
}
