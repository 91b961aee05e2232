import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { DiffFile } from '../../../shared/diff.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { formatCount } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { DiffLook } from './drawn-rows.ts';

interface DiffBarProps {
  file: DiffFile | undefined;
  /** From 1. */
  place: number;
  files: number;
  /** Null: nobody judges this diff. */
  viewed: number | null;
  look: DiffLook;
  onLook: (look: DiffLook) => void;
  onHunk: (direction: 1 | -1) => void;
  children?: ReactNode;
}

/** Above the diff: which file is at the top, how far one is, and how it is drawn. */
export const DiffBar = memo(function DiffBar({ file, place, files, viewed, look, onLook, onHunk, children }: DiffBarProps) {
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 border-b border-line bg-surface-1 pr-2 pl-4">
      <p className="flex min-w-0 flex-1 items-baseline gap-2">
        <span className="machine truncate">{file === undefined ? '' : visibleText(file.path)}</span>
        <span className="shrink-0 text-sm text-ink-3">
          {formatCount(place)} of {formatCount(files)}
          {viewed === null ? '' : `, ${formatCount(viewed)} viewed`}
        </span>
      </p>
      {children}
      <DiffTools look={look} onLook={onLook} onHunk={onHunk} />
    </div>
  );
});

/** Not drawn again where the diff scrolls to another file. */
const DiffTools = memo(function DiffTools({ look, onLook, onHunk }: Pick<DiffBarProps, 'look' | 'onLook' | 'onHunk'>) {
  return (
    <>
      <span className="flex shrink-0">
        <IconButton label="Previous change" keys="p" icon={<ChevronUp />} onClick={() => onHunk(-1)} />
        <IconButton label="Next change" keys="n" icon={<ChevronDown />} onClick={() => onHunk(1)} />
      </span>
      <span role="group" aria-label="How the diff is drawn" className="flex shrink-0 rounded-md border border-line">
        {(['unified', 'split'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={look === one}
            onClick={() => onLook(one)}
            className={`h-6 px-2 text-sm first:rounded-l-md last:rounded-r-md ${look === one ? 'bg-accent-soft font-semibold text-accent' : 'text-ink-2 hover:bg-surface-3'}`}
          >
            {one === 'split' ? 'Split' : 'Unified'}
          </button>
        ))}
      </span>
    </>
  );
});
