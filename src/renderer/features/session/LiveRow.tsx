import type { SessionState } from '../../../shared/fold.ts';
import type { Live } from '../../store/watched.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { Output } from '../../ui/Output.tsx';
import { formatClock } from '../../ui/format-duration.ts';
import { useNow } from '../../ui/use-now.ts';
import { visibleLine } from '../../../shared/visible-text.ts';

/** What streams in this second, and what it waits for; gone as soon as the finished event is there. */
export function LiveRow({ live, state }: { live: Live; state: SessionState }) {
  const now = useNow(1000);
  const since = state.updatedAt === '' ? now : Date.parse(state.updatedAt);
  return (
    <section aria-label="Now" className="flex flex-col gap-1 border-t border-line px-4 py-3">
      {live.thinking === '' ? null : (
        <p className="line-clamp-3 max-w-[80ch] text-ink-3 italic">{visibleLine(live.thinking.slice(-400))}</p>
      )}
      {live.text === '' ? null : (
        <div className="max-w-[80ch]">
          <Markdown text={live.text} streaming />
        </div>
      )}
      {live.toolInput === '' ? null : <p className="machine truncate text-ink-3">{visibleLine(live.toolInput.slice(-300))}</p>}
      {live.output === '' ? null : <Output text={lastLines(live.output)} label="Output so far" />}
      <p className="flex items-center gap-2 text-running">
        <span aria-hidden="true" className="pulse size-1.5 rounded-full bg-running" />
        <span className="min-w-0 truncate">{visibleLine(state.activity) || 'starting'}</span>
        <span className="text-ink-3">{formatClock(now - since)}</span>
      </p>
    </section>
  );
}

const SHOWN = 12;

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-SHOWN).join('\n');
}
