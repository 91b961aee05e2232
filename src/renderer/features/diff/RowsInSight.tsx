import type { VirtualItem } from '@tanstack/react-virtual';
import type { DiffFile } from '../../../shared/diff.ts';
import type { DrawnRow } from './drawn-rows.ts';
import { DrawnRowView, type RowActions } from './DrawnRowView.tsx';
import { fitOf } from './row-height.ts';
import { useRowSlots } from './use-row-slots.ts';

interface RowsInSightProps {
  items: readonly VirtualItem[];
  rows: readonly DrawnRow[];
  files: readonly DiffFile[];
  /** How many characters stand in a line. */
  columns: number;
  /** The row of the cursor, and its side. */
  at: number;
  side: 'old' | 'new';
  folded: (file: DiffFile, index: number) => boolean;
  viewed: (index: number) => boolean;
  measure: (element: HTMLElement | null) => void;
  actions: RowActions;
}

/** The rows of the diff that are in sight, each at its height. */
export function RowsInSight({ items, rows, files, columns, at, side, folded, viewed, measure, actions }: RowsInSightProps) {
  const drawn = items.flatMap((item) => {
    const row = rows[item.index];
    if (row === undefined) return [];
    const measured = fitOf(row, columns).measure;
    return [{ item, row, measured, plain: !measured && (row.kind === 'line' || row.kind === 'pair') }];
  });
  const slots = useRowSlots(drawn.flatMap(({ row, plain }) => (plain ? [row.key] : [])));
  return drawn.map(({ item, row, measured, plain }) => {
    const file = files[row.file];
    const head = row.kind === 'file' && file !== undefined;
    return (
      <div
        key={plain ? `slot ${slots.get(row.key)}` : `row ${row.key}`}
        ref={measured ? measure : undefined}
        data-index={item.index}
        className={`absolute top-0 left-0 w-full ${plain ? '[contain:strict]' : ''}`}
        style={{ transform: `translateY(${item.start}px)`, height: plain ? item.size : undefined }}
      >
        <DrawnRowView
          row={row}
          file={file}
          at={item.index === at ? side : null}
          folded={head && folded(file, row.file)}
          viewed={head && viewed(row.file)}
          actions={actions}
        />
      </div>
    );
  });
}
