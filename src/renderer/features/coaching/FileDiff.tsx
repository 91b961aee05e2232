import { useMemo } from 'react';
import { UnifiedLine } from '../diff/DiffLine.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { lineDiff } from './line-diff.ts';

/** Rows that are drawn; whoever prunes more at once sees these and how many there are. */
const MOST = 400;

/** What an edit does to the file, line by line. */
export function FileDiff({ path, before, after }: { path: string; before: string; after: string }) {
  const rows = useMemo(() => lineDiff(before, after), [before, after]);
  const hidden = rows.length - MOST;
  return (
    <section aria-label={`Changes of ${path}`} className="min-h-0 rounded-md border border-line">
      <p className="machine border-b border-line px-3 py-1 text-ink-2">{path}</p>
      <div role="region" aria-label="Lines" tabIndex={0} className="max-h-[44vh] overflow-auto outline-offset-[-2px]">
        {rows
          .slice(0, MOST)
          .map((row, index) =>
            row.kind === 'hunk' || row.kind === 'note' ? (
              <div key={index} aria-hidden="true" className="h-2 border-y border-line bg-surface-0" />
            ) : (
              <UnifiedLine key={index} line={row} at={false} onRemark={null} />
            ),
          )}
        {hidden > 0 ? <p className="px-3 py-1 text-ink-2">{formatCount(hidden)} more lines</p> : null}
      </div>
    </section>
  );
}
