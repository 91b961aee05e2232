import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { FileEntry, FilesView } from '../../../../shared/instant.ts';
import { formatBytes } from '../../../ui/format-bytes.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { fileRows, type FileRow } from './file-rows.ts';

const HEIGHT = 24;

/** All files of an instant; only the rows in sight exist. */
export function FileTree({ files, chosen, onChoose }: { files: FilesView; chosen: string | null; onChoose: (path: string) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [changedOnly, setChangedOnly] = useState(false);
  const rows = useMemo(() => fileRows(files.entries, folded, changedOnly), [files, folded, changedOnly]);
  const changed = useMemo(() => files.entries.filter((entry) => entry.sinceBase !== null).length, [files]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 20,
  });
  const toggle = (path: string): void =>
    setFolded((paths) => {
      const next = new Set(paths);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  return (
    <>
      <p className="flex h-7 shrink-0 items-center gap-3 px-4 text-sm text-ink-3">
        {files.entries.length.toLocaleString('en')} {files.entries.length === 1 ? 'file' : 'files'}
        <button
          type="button"
          aria-pressed={changedOnly}
          disabled={changed === 0}
          onClick={() => setChangedOnly(!changedOnly)}
          className={`rounded-sm px-1 ${changedOnly ? 'bg-accent-soft font-semibold text-accent' : changed === 0 ? '' : 'text-ink-2 hover:text-ink'}`}
        >
          {changed.toLocaleString('en')} changed since the base
        </button>
      </p>
      <div ref={scroller} role="region" aria-label="Files" tabIndex={0} className="min-h-24 flex-1 overflow-auto outline-offset-[-2px]">
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <FileTreeRow
                key={item.key}
                row={row}
                top={item.start}
                chosen={row.kind === 'file' && row.entry.path === chosen}
                onChoose={onChoose}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

interface FileTreeRowProps {
  row: FileRow;
  top: number;
  chosen: boolean;
  onChoose: (path: string) => void;
  onToggle: (path: string) => void;
}

function FileTreeRow({ row, top, chosen, onChoose, onToggle }: FileTreeRowProps) {
  const Chevron = row.kind === 'folder' && row.open ? ChevronDown : ChevronRight;
  const folder = row.kind === 'folder';
  return (
    <button
      type="button"
      aria-expanded={folder ? row.open : undefined}
      aria-pressed={folder ? undefined : chosen}
      title={visibleLine(folder ? row.path : row.entry.path)}
      onClick={() => (folder ? onToggle(row.path) : onChoose(row.entry.path))}
      className={`absolute inset-x-0 flex items-center gap-1.5 pr-4 text-left outline-offset-[-2px] ${chosen ? 'bg-accent-soft' : 'hover:bg-surface-3'}`}
      style={{ top, height: HEIGHT, paddingLeft: 8 + row.depth * 14 }}
    >
      <span className="w-4 shrink-0">{folder ? <Chevron aria-hidden="true" className="size-3.5 text-ink-3" /> : null}</span>
      <span className={`machine min-w-0 truncate ${folder ? (row.changed ? 'text-ink' : 'text-ink-2') : ''}`}>
        {visibleLine(row.name)}
        {folder ? '/' : ''}
      </span>
      {folder ? null : <FileFacts entry={row.entry} />}
    </button>
  );
}

function FileFacts({ entry }: { entry: FileEntry }) {
  return (
    <span className="ml-auto flex shrink-0 gap-3 text-sm text-ink-3">
      {entry.sinceBefore === null ? null : <span className="font-semibold text-accent">{entry.sinceBefore} here</span>}
      {entry.sinceBase === null ? null : <span>{entry.sinceBase}</span>}
      {entry.kind === 'file' ? null : <span>{entry.kind}</span>}
      <span className="w-14 text-right">{formatBytes(entry.bytes)}</span>
    </span>
  );
}
