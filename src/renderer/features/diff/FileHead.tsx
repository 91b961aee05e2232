import { ChevronDown, ChevronRight } from 'lucide-react';
import type { DiffFile } from '../../../shared/diff.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { FileStat } from './FileStat.tsx';

interface FileHeadProps {
  file: DiffFile;
  folded: boolean;
  at: boolean;
  /** Null: nobody judges this diff. */
  viewed: boolean | null;
  onFold: () => void;
  onViewed: (viewed: boolean) => void;
}

/** A file's heading in the diff: folds it, and says that it was viewed. */
export function FileHead({ file, folded, at, viewed, onFold, onViewed }: FileHeadProps) {
  const Chevron = folded ? ChevronRight : ChevronDown;
  const path = visibleText(file.path);
  return (
    <h2
      data-at={at || undefined}
      className={`mt-2 flex h-8 items-center gap-2 border-y border-line bg-surface-2 pr-4 pl-2 ${at ? 'relative outline-2 -outline-offset-2 outline-accent' : ''}`}
    >
      <button
        type="button"
        aria-expanded={!folded}
        onClick={onFold}
        className="flex min-w-0 items-center gap-1 rounded-sm py-1 pr-2 text-left outline-offset-[-2px] hover:bg-surface-3"
      >
        <Chevron aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        <span className={`machine min-w-0 truncate font-semibold ${viewed === true ? 'text-ink-2' : ''}`}>
          {file.oldPath !== null && file.oldPath !== file.path ? `${visibleText(file.oldPath)} → ` : ''}
          {path}
        </span>
      </button>
      <FileStat file={file} />
      {viewed === null ? null : (
        <label className="ml-auto flex shrink-0 items-center gap-1.5 text-base font-normal text-ink-2">
          <input
            type="checkbox"
            checked={viewed}
            aria-label={`Viewed ${path}`}
            onChange={(event) => onViewed(event.target.checked)}
            className="size-3.5 accent-(--accent)"
          />
          Viewed
        </label>
      )}
    </h2>
  );
}
