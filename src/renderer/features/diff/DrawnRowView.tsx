import { memo, useEffect } from 'react';
import type { DiffFile } from '../../../shared/diff.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { Button } from '../../ui/Button.tsx';
import { SplitLine, UnifiedLine } from './DiffLine.tsx';
import type { DrawnRow } from './drawn-rows.ts';
import { FileHead } from './FileHead.tsx';
import { RemarkRow } from './RemarkRow.tsx';
import { Writing } from './Writing.tsx';

/** What rows do; the same object as long as the diff is the same, so that a row that stays is not drawn again. */
export interface RowActions {
  /** Whose remarks these are; null: nobody judges this diff. */
  session: string | null;
  remark: (row: DrawnRow, side: 'old' | 'new') => void;
  edit: (id: string) => void;
  remove: (id: string) => void;
  keep: () => void;
  drop: () => void;
  fold: (file: DiffFile, folded: boolean) => void;
  view: (index: number, viewed: boolean) => void;
  read: (file: DiffFile, from: number) => void;
}

interface DrawnRowProps {
  row: DrawnRow;
  file: DiffFile | undefined;
  /** On which side the cursor stands; null: elsewhere. */
  at: 'old' | 'new' | null;
  folded: boolean;
  viewed: boolean;
  actions: RowActions;
}

export const DrawnRowView = memo(function DrawnRowView({ row, file, at, folded, viewed, actions }: DrawnRowProps) {
  const onRemark = actions.session === null ? null : (side: 'old' | 'new'): void => actions.remark(row, side);
  if (file === undefined) return null;
  switch (row.kind) {
    case 'file':
      return (
        <FileHead
          file={file}
          folded={folded}
          at={at !== null}
          viewed={actions.session === null ? null : viewed}
          onFold={() => actions.fold(file, !folded)}
          onViewed={(next) => actions.view(row.file, next)}
        />
      );
    case 'hunk':
      return <div className="machine h-6 truncate bg-surface-0 px-4 pt-0.5 text-ink-3">⋯ {visibleText(row.text)}</div>;
    case 'note':
      return <div className="machine truncate px-4 text-ink-3 italic">{visibleText(row.text)}</div>;
    case 'line':
      return <UnifiedLine line={row.line} at={at !== null} onRemark={onRemark} />;
    case 'pair':
      return <SplitLine before={row.old} after={row.new} at={at} onRemark={onRemark} />;
    case 'rest':
      return <Rest file={file} next={row.next} read={actions.read} />;
    case 'remark':
      return (
        <RemarkRow
          remark={row.remark}
          adrift={row.adrift}
          onEdit={() => actions.edit(row.remark.id)}
          onRemove={() => actions.remove(row.remark.id)}
        />
      );
    case 'writing':
      return actions.session === null ? null : <Writing session={actions.session} onKeep={actions.keep} onDrop={actions.drop} />;
  }
});

/** What is not here yet. The first part comes as soon as somebody comes to it; more of a very long file on request. */
function Rest({ file, next, read }: { file: DiffFile; next: number; read: RowActions['read'] }) {
  useEffect(() => {
    if (next === 0) read(file, 0);
  }, [file, next, read]);
  return next === 0 ? (
    <p className="px-4 py-3.5 text-ink-3">Reading this file…</p>
  ) : (
    <div className="px-4 py-2">
      <Button onClick={() => read(file, next)}>Show more of this file</Button>
    </div>
  );
}
