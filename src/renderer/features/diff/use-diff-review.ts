import { useMemo } from 'react';
import type { SessionDiff } from '../../../shared/diff.ts';
import type { Remark, Review } from '../../store/reviews.ts';
import { useReview } from '../../store/use-review.ts';

const none: readonly Remark[] = [];

export interface DiffReview {
  remarks: readonly Remark[];
  writing: Review['writing'];
  /** Whether the file was viewed as it is now. */
  viewed: (index: number) => boolean;
  viewedCount: number;
  counts: ReadonlyMap<string, number>;
}

/** What was made of this diff; `session` null: nobody judges it. */
export function useDiffReview(session: string | null, diff: SessionDiff): DiffReview {
  const remarks = useReview(session ?? '', (review) => review.remarks);
  const writing = useReview(session ?? '', (review) => review.writing);
  const marks = useReview(session ?? '', (review) => review.viewed);
  return useMemo(() => {
    const judged = session !== null;
    const viewed = (index: number): boolean => judged && marks[diff.files[index]?.path ?? ''] === diff.contents[index];
    const counts = new Map<string, number>();
    for (const { path } of judged ? remarks : none) counts.set(path, (counts.get(path) ?? 0) + 1);
    return {
      remarks: judged ? remarks : none,
      writing: judged ? writing : null,
      viewed,
      viewedCount: diff.files.filter((_, index) => viewed(index)).length,
      counts,
    };
  }, [session, diff, remarks, writing, marks]);
}
