import { useDrover } from '../../store/use-drover.ts';
import { Ago } from '../../ui/Ago.tsx';
import { EventIcon } from '../../ui/EventIcon.tsx';
import { eventKind } from '../../ui/event-kind.ts';
import { formatCount } from '../../ui/format-count.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { markedPieces, type SearchRow } from './search-rows.ts';

/** A session's title over its hits, or one hit: what, where, when, and the words around the match. */
export function HitRow({ row, onFocus }: { row: SearchRow; onFocus: () => void }) {
  const drover = useDrover();
  if (row.kind === 'session') {
    return (
      <h2 className="flex items-baseline gap-2 px-4 pt-3 pb-1">
        <span className="min-w-0 truncate font-semibold">{visibleLine(row.title)}</span>
        <span className="shrink-0 text-sm text-ink-3">
          {row.hits} {row.hits === 1 ? 'hit' : 'hits'}
        </span>
      </h2>
    );
  }
  const { hit } = row;
  const { icon, word } = eventKind(hit.type);
  return (
    <button
      type="button"
      data-hit={`${hit.session} ${hit.seq}`}
      onFocus={onFocus}
      onClick={() => drover.go({ screen: 'session', id: hit.session, tab: 'timeline', at: hit.seq })}
      className="flex w-full items-start gap-2 border-b border-line/60 px-4 py-1.5 text-left outline-offset-[-2px] hover:bg-surface-3"
    >
      <span className="flex w-36 shrink-0 items-center gap-2">
        <EventIcon name={icon} />
        <span className="min-w-0 truncate text-ink-2">{hit.tool === null ? word : visibleLine(hit.tool)}</span>
      </span>
      <span className="machine line-clamp-2 min-w-0 flex-1 wrap-anywhere">
        {markedPieces(hit.excerpt, hit.marks).map((piece, index) =>
          piece.marked ? (
            <mark key={index} className="rounded-xs bg-accent-soft font-semibold text-ink">
              {visibleLine(piece.text)}
            </mark>
          ) : (
            <span key={index}>{visibleLine(piece.text)}</span>
          ),
        )}
      </span>
      <span className="shrink-0 text-right text-sm text-ink-3">
        #{formatCount(hit.seq)} <Ago at={hit.at} className="inline-block w-20" />
      </span>
    </button>
  );
}
