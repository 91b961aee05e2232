/** What stands in which column of the board, and in which order. Pure. */
import type { ProjectInfo } from '../../../shared/project.ts';
import type { SessionSummary } from '../../../shared/summary.ts';

export interface DraftCard {
  project: ProjectInfo;
  spec: ProjectInfo['specs'][number];
}

export interface BoardColumns {
  drafts: DraftCard[];
  running: SessionSummary[];
  waiting: SessionSummary[];
  judged: SessionSummary[];
}

export function boardColumns(summaries: Iterable<SessionSummary>, projects: readonly ProjectInfo[]): BoardColumns {
  const all = [...summaries].filter((summary) => summary.imported === null);
  const dispatched = new Set(all.map(({ dispatch }) => `${dispatch.project.path}\n${slugOf(dispatch.specPath)}`));
  const inColumn = (column: SessionSummary['column']): SessionSummary[] => all.filter((summary) => summary.column === column);
  return {
    drafts: projects.flatMap((project) =>
      project.specs.filter((spec) => !dispatched.has(`${project.path}\n${spec.slug}`)).map((spec) => ({ project, spec })),
    ),
    running: inColumn('running').toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    // The one that waits longest comes first.
    waiting: inColumn('waiting').toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt)),
    // What still wants a decision comes before what has one.
    judged: inColumn('judged').toSorted(
      (a, b) => Number(a.decision !== null) - Number(b.decision !== null) || b.updatedAt.localeCompare(a.updatedAt),
    ),
  };
}

/** `.drover/specs/retry-uploads.md` -> `retry-uploads`; empty for a spec without a file. */
export function slugOf(specPath: string | null): string {
  return /([^/\\]+)\.md$/.exec(specPath ?? '')?.[1] ?? '';
}
