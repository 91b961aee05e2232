import { FilePen, FilePlus, FileText, FolderSearch, ListChecks, Search, Terminal, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration } from '../../ui/format-duration.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import { CallDetail } from './CallDetail.tsx';
import { callSummary, type CallSummary } from './call-summary.ts';
import { RowLine } from './RowLine.tsx';
import type { RowProps } from './TimelineRow.tsx';
import type { EventOf } from './timeline-rows.ts';

const icons: Record<string, ReactNode> = {
  bash: <Terminal />,
  edit: <FilePen />,
  write: <FilePlus />,
  read: <FileText />,
  glob: <FolderSearch />,
  grep: <Search />,
  check_criteria: <ListChecks />,
};

const tones: Record<CallSummary['tone'], string> = {
  running: 'text-running',
  ok: 'text-ink-2',
  failed: 'text-failed',
  lost: 'text-waiting',
};

interface CallRowProps extends RowProps {
  use: EventOf<'agent.tool_use'>;
  result: EventOf<'agent.tool_result'> | null;
  /** Among the newest rows of a session that runs: without a result, it is under way. */
  live: boolean;
}

/** A tool call in one line; opened, what it was given and what it gave. */
export function CallRow({ use, result, live, open, onToggle }: CallRowProps) {
  const text = result === null ? null : result.content.map((block) => block.text).join('\n');
  const summary = callSummary(
    use.name,
    use.input,
    result === null || text === null ? null : { text, isError: result.is_error, lost: result.lost },
  );
  return (
    <>
      <RowLine
        icon={icons[use.name] ?? <Wrench />}
        open={open}
        onToggle={onToggle}
        end={
          <>
            <span className={`${tones[summary.tone]} ${summary.tone === 'failed' || summary.tone === 'lost' ? 'font-semibold' : ''}`}>
              {result === null ? (live ? 'running' : 'no result') : summary.outcome}
            </span>
            <span className="w-12 text-right">{result === null ? '' : formatDuration(result.duration_ms)}</span>
          </>
        }
      >
        <span className="machine shrink-0 text-ink-3">{visibleLine(use.name)}</span>
        <span className="machine truncate">{visibleLine(summary.subject)}</span>
      </RowLine>
      {open ? <CallDetail name={use.name} input={use.input} result={text} /> : null}
    </>
  );
}
