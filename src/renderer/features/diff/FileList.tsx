import type { DiffFile } from '../../../shared/diff.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { FileStat } from './FileStat.tsx';

/** The changed files with their sum; choosing one goes to it. */
export function FileList({ files, onChoose }: { files: readonly DiffFile[]; onChoose: (file: DiffFile) => void }) {
  const insertions = files.reduce((sum, file) => sum + file.insertions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return (
    <nav
      aria-label="Changed files"
      className="flex max-h-40 shrink-0 flex-col overflow-auto border-b border-line bg-surface-1 p-2 @5xl:max-h-none @5xl:w-60 @5xl:border-r @5xl:border-b-0"
    >
      <p className="px-2 pb-1 text-sm text-ink-2">
        {files.length} {files.length === 1 ? 'file' : 'files'} <span className="text-passed">+{insertions}</span>{' '}
        <span className="text-failed">−{deletions}</span>
      </p>
      {files.map((file) => (
        <button
          key={file.path}
          type="button"
          onClick={() => onChoose(file)}
          title={visibleText(file.path)}
          className="flex h-6 shrink-0 items-center gap-2 rounded-sm px-2 text-left outline-offset-[-2px] hover:bg-surface-3"
        >
          {/* The end of a path tells files apart; the folder gives way first. */}
          <span className="machine flex min-w-0 flex-1">
            <span className="min-w-0 shrink truncate text-ink-3">{folder(file.path)}</span>
            <span className="max-w-full shrink-0 truncate">{name(file.path)}</span>
          </span>
          <FileStat file={file} />
        </button>
      ))}
    </nav>
  );
}

function folder(path: string): string {
  return visibleText(path.slice(0, path.lastIndexOf('/') + 1));
}

function name(path: string): string {
  return visibleText(path.slice(path.lastIndexOf('/') + 1));
}
