import { visibleText } from '../../../shared/visible-text.ts';
import type { DiffFile } from '../../../shared/diff.ts';
import { FileStat } from './FileStat.tsx';
import type { PatchRow } from './parse-patch.ts';

export type DrawnRow = PatchRow | { kind: 'file'; file: DiffFile };

const looks = { context: '', added: 'bg-passed-soft', removed: 'bg-failed-soft' };
const marks = { context: '', added: 'bg-passed/25', removed: 'bg-failed/25' };
const signs = { context: ' ', added: '+', removed: '−' };

export function DiffRow({ row }: { row: DrawnRow }) {
  switch (row.kind) {
    case 'file':
      return (
        <h2 className="mt-2 flex h-8 items-center gap-3 border-y border-line bg-surface-2 px-4">
          <span className="machine copyable min-w-0 truncate font-semibold">
            {row.file.oldPath !== null && row.file.oldPath !== row.file.path ? `${visibleText(row.file.oldPath)} → ` : ''}
            {visibleText(row.file.path)}
          </span>
          <FileStat file={row.file} />
        </h2>
      );
    case 'hunk':
      return <div className="machine truncate bg-surface-0 px-4 py-0.5 text-ink-3">⋯ {visibleText(row.text)}</div>;
    case 'note':
      return <div className="machine px-4 text-ink-3 italic">{visibleText(row.text)}</div>;
    case 'context':
    case 'added':
    case 'removed':
      return (
        <div className={`machine flex ${looks[row.kind]}`}>
          <span aria-hidden="true" className="w-11 shrink-0 pr-2 text-right text-ink-3 select-none">
            {row.oldLine}
          </span>
          <span aria-hidden="true" className="w-11 shrink-0 pr-2 text-right text-ink-3 select-none">
            {row.newLine}
          </span>
          <span className="w-4 shrink-0 text-ink-2 select-none">{signs[row.kind]}</span>
          <span className="copyable min-w-0 flex-1 pr-4 wrap-anywhere whitespace-pre-wrap">
            <Marked text={row.text} changed={row.changed} mark={marks[row.kind]} />
          </span>
        </div>
      );
  }
}

function Marked({ text, changed, mark }: { text: string; changed: [number, number] | null; mark: string }) {
  if (changed === null) return visibleText(text);
  const [from, to] = changed;
  return (
    <>
      {visibleText(text.slice(0, from))}
      <span className={`rounded-xs ${mark}`}>{visibleText(text.slice(from, to))}</span>
      {visibleText(text.slice(to))}
    </>
  );
}
