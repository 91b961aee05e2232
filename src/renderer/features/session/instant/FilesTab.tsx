import { useState } from 'react';
import type { FilesView } from '../../../../shared/instant.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { DiffView } from '../../diff/DiffView.tsx';
import { useSessionView } from '../session-view.ts';
import { useAsked } from '../use-asked.ts';
import { FileContent } from './FileContent.tsx';
import { FileTree } from './FileTree.tsx';
import type { InstantProps } from './InstantPane.tsx';
import { AnswerView } from './Pane.tsx';

const ways = [
  ['tree', 'Tree'],
  ['base', 'Since the base'],
  ['before', 'Since the event before'],
] as const;
type Way = (typeof ways)[number][0];

/** The workspace as it was at that instant: its tree, a file, and what had changed. */
export function FilesTab({ summary, watched, seq }: InstantProps) {
  const [way, setWay] = useState<Way>('tree');
  const [waiting, setWaiting] = useState(false);
  // What has not arrived is asked for again as the session goes on.
  const asked = useAsked('session.files', seq === 0 ? null : { session: summary.id, seq }, waiting ? watched.index.length : 0);
  const late = asked.answer?.ok === true && asked.answer.value.state === 'waiting';
  if (late !== waiting) setWaiting(late);
  if (seq === 0) return <EmptyState title="No files yet">The workspace is shown here, as it was at each event.</EmptyState>;
  return (
    <div className={`flex min-h-0 flex-1 flex-col ${asked.stale ? 'opacity-60' : ''}`}>
      <AnswerView asked={asked} waiting="Reading the files…">
        {(files) => (
          <>
            <div role="group" aria-label="Show" className="flex h-8 shrink-0 items-center gap-1 border-b border-line px-3">
              {ways.map(([value, label]) => (
                <button
                  key={value}
                  type="button"
                  aria-pressed={way === value}
                  onClick={() => setWay(value)}
                  className={`h-6 rounded-sm px-2 whitespace-nowrap ${way === value ? 'bg-accent-soft font-semibold text-accent' : 'text-ink-2 hover:bg-surface-3'}`}
                >
                  {label}
                </button>
              ))}
              <Source files={files} />
            </div>
            <StateNote files={files} />
            {files.state !== 'here' ? null : way === 'tree' ? (
              <Tree session={summary.id} seq={seq} files={files} />
            ) : (
              <Changes session={summary.id} seq={seq} since={way} />
            )}
          </>
        )}
      </AnswerView>
    </div>
  );
}

/** Which event's files these are. */
function Source({ files }: { files: FilesView }) {
  const view = useSessionView();
  if (files.snapshotSeq === 0) return <span className="ml-auto truncate text-sm text-ink-3">as at the base</span>;
  return (
    <button
      type="button"
      className="ml-auto truncate rounded-sm text-sm text-ink-3 hover:text-accent"
      onClick={() => view.moveTo(files.snapshotSeq)}
    >
      as of #{files.snapshotSeq.toLocaleString('en')}
    </button>
  );
}

function StateNote({ files }: { files: FilesView }) {
  if (files.state === 'lost') {
    return (
      <div className="p-3">
        <ProblemView
          problem={{
            what: 'The files of this instant are lost',
            where: `the snapshot of event ${files.snapshotSeq}`,
            todo: 'They were in a sandbox that died before they were fetched. Look at an event before or after.',
          }}
        />
      </div>
    );
  }
  if (files.state === 'waiting') {
    return (
      <div className="p-3">
        <ProblemView
          tone="waiting"
          problem={{
            what: 'The files of this instant have not arrived yet',
            where: `the snapshot of event ${files.snapshotSeq}`,
            todo: 'They are on the target and come by themselves when it can be reached.',
          }}
        />
      </div>
    );
  }
  const left = files.leftOut.length;
  if (left === 0 && !files.truncated) return null;
  return (
    <p className="copyable max-h-20 shrink-0 overflow-auto bg-waiting-soft px-4 py-1 wrap-anywhere text-waiting">
      {files.truncated ? 'There are more files than are shown here. ' : ''}
      {left === 0 ? '' : `Left out of the snapshot: ${files.leftOut.slice(0, 20).join(', ')}${left > 20 ? ` and ${left - 20} more` : ''}`}
    </p>
  );
}

function Tree({ session, seq, files }: { session: string; seq: number; files: FilesView }) {
  const [path, setPath] = useState<string | null>(null);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FileTree files={files} chosen={path} onChoose={setPath} />
      {path === null ? null : <FileContent session={session} seq={seq} path={path} onClose={() => setPath(null)} />}
    </div>
  );
}

function Changes({ session, seq, since }: { session: string; seq: number; since: 'base' | 'before' }) {
  const asked = useAsked('session.changes', { session, seq, since });
  return (
    <AnswerView asked={asked} waiting="Reading the changes…">
      {(diff) =>
        diff === null ? (
          <EmptyState title="Not here">The files that this would be compared with are not on this machine.</EmptyState>
        ) : diff.files.length === 0 ? (
          <EmptyState title="No changes">
            {since === 'base' ? 'The workspace was as the base has it.' : 'The event before had the same files.'}
          </EmptyState>
        ) : (
          <DiffView diff={diff} session={session} />
        )
      }
    </AnswerView>
  );
}
