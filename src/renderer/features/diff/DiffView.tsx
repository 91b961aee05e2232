import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { DiffFile, SessionDiff } from '../../../shared/diff.ts';
import { DiffRow, type DrawnRow } from './DiffRow.tsx';
import { FileList } from './FileList.tsx';
import { parsePatch } from './parse-patch.ts';

/** A file list and, below or beside it, the diff of all files in one scroll; only the rows in sight exist. */
export function DiffView({ diff }: { diff: SessionDiff }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => drawnRows(diff), [diff]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'file' ? 40 : 19),
    overscan: 30,
    paddingEnd: 24,
  });
  function show(file: DiffFile): void {
    const index = rows.findIndex((row) => row.kind === 'file' && row.file === file);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'start' });
  }
  return (
    <div className="@container flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col @5xl:flex-row">
        <FileList files={diff.files} onChoose={show} />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {diff.truncated ? (
            <p className="bg-waiting-soft px-4 py-1 text-waiting">The diff is longer than 2 MB; the rest is in the branch.</p>
          ) : null}
          <div
            ref={scroller}
            role="region"
            aria-label="Diff"
            tabIndex={0}
            className="min-h-0 flex-1 overflow-auto bg-surface-1 outline-offset-[-2px]"
          >
            <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map((item) => {
                const row = rows[item.index];
                return row === undefined ? null : (
                  <div
                    key={item.key}
                    ref={virtual.measureElement}
                    data-index={item.index}
                    className="absolute top-0 left-0 w-full"
                    style={{ transform: `translateY(${item.start}px)` }}
                  >
                    <DiffRow row={row} />
                  </div>
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

/** The patch's rows under the heading of their file. git prints the patch in the order of its file list. */
function drawnRows(diff: SessionDiff): DrawnRow[] {
  const patches = parsePatch(diff.patch);
  return diff.files.flatMap((file, index): DrawnRow[] => {
    const patch =
      patches.find((candidate) => candidate.path === file.path) ?? (patches.length === diff.files.length ? patches[index] : undefined);
    return [{ kind: 'file', file }, ...(patch?.rows ?? [])];
  });
}
