import type { DiffFile } from '../../../shared/diff.ts';

/** `added +12 −3`. */
export function FileStat({ file }: { file: DiffFile }) {
  return (
    <span className="flex shrink-0 gap-1.5 text-sm">
      {file.status === 'modified' ? null : <span className="text-ink-3">{file.status}</span>}
      {file.binary ? <span className="text-ink-3">binary</span> : null}
      {file.insertions === 0 ? null : <span className="text-passed">+{file.insertions}</span>}
      {file.deletions === 0 ? null : <span className="text-failed">−{file.deletions}</span>}
    </span>
  );
}
