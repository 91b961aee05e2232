import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, MessageSquare } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { DiffFile } from '../../../shared/diff.ts';
import { formatCount } from '../../ui/format-count.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { FileStat } from './FileStat.tsx';

const ROW = 24;

interface FileListProps {
  files: readonly DiffFile[];
  /** The one that is at the top of the diff. */
  current: number;
  viewed: (index: number) => boolean;
  /** How many remarks by path. */
  remarks: ReadonlyMap<string, number>;
  onChoose: (index: number) => void;
}

/** The changed files with their sum; choosing one goes to it. Only the rows in sight exist. */
export const FileList = memo(function FileList({ files, current, viewed, remarks, onChoose }: FileListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const insertions = files.reduce((sum, file) => sum + file.insertions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const virtual = useVirtualizer({ count: files.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8 });
  useEffect(() => virtual.scrollToIndex(current, { align: 'auto' }), [virtual, current]);
  return (
    <nav
      aria-label="Changed files"
      className="flex max-h-40 shrink-0 flex-col border-b border-line bg-surface-1 p-2 @5xl:max-h-none @5xl:w-60 @5xl:border-r @5xl:border-b-0"
    >
      <p className="px-2 pb-1 text-sm text-ink-2">
        {formatCount(files.length)} {files.length === 1 ? 'file' : 'files'} <span className="text-passed">+{formatCount(insertions)}</span>{' '}
        <span className="text-failed">−{formatCount(deletions)}</span>
      </p>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const file = files[index];
            return file === undefined ? null : (
              <FileRow
                key={file.path}
                file={file}
                index={index}
                top={start}
                current={index === current}
                viewed={viewed(index)}
                said={remarks.get(file.path) ?? 0}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      </div>
    </nav>
  );
});

interface FileRowProps {
  file: DiffFile;
  index: number;
  top: number;
  current: boolean;
  viewed: boolean;
  /** How many remarks. */
  said: number;
  onChoose: (index: number) => void;
}

/** Drawn again only where something of it changes: the diff beside it scrolls from file to file. */
const FileRow = memo(function FileRow({ file, index, top, current, viewed, said, onChoose }: FileRowProps) {
  return (
    <button
      type="button"
      onClick={() => onChoose(index)}
      title={visibleText(file.path)}
      aria-current={current || undefined}
      className={`absolute left-0 flex h-6 w-full items-center gap-2 rounded-sm px-2 text-left outline-offset-[-2px] hover:bg-surface-3 ${current ? 'bg-surface-3' : ''}`}
      style={{ top }}
    >
      {/* The end of a path tells files apart; the folder gives way first. */}
      <span className={`machine flex min-w-0 flex-1 ${viewed ? 'text-ink-3' : ''}`}>
        <span className="min-w-0 shrink truncate text-ink-3">{folder(file.path)}</span>
        <span className="max-w-full shrink-0 truncate">{name(file.path)}</span>
      </span>
      {said === 0 ? null : (
        <span className="flex shrink-0 items-center gap-0.5 text-sm text-accent">
          <MessageSquare aria-label="comments" className="size-3" />
          {said}
        </span>
      )}
      <FileStat file={file} />
      {viewed ? <Check aria-label="viewed" className="size-3.5 shrink-0 text-ink-3" /> : null}
    </button>
  );
});

function folder(path: string): string {
  return visibleText(path.slice(0, path.lastIndexOf('/') + 1));
}

function name(path: string): string {
  return visibleText(path.slice(path.lastIndexOf('/') + 1));
}
