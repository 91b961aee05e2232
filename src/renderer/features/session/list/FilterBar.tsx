import { ChevronDown, ChevronUp, CircleX, Search, X } from 'lucide-react';
import { useEffect, useState, type RefObject } from 'react';
import { useDrover } from '../../../store/use-drover.ts';
import type { Watched } from '../../../store/watched.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { laneNames, type Lane } from '../../../../shared/columns/event-kinds.ts';
import { hitNumber } from '../jumps.ts';
import { useSessionView, useViewState } from '../session-view.ts';
import { hitsOf, isFiltering, noFilter, type Filter } from './hits.ts';

/** Writing is not asked about at each key. */
const PAUSE_MS = 150;

/** Leaves of the list what fits: words, kinds, failures. */
export function FilterBar({ watched, field }: { watched: Watched; field: RefObject<HTMLInputElement | null> }) {
  const view = useSessionView();
  const [filter, setFilter] = useState<Filter>(noFilter);
  const { mistake, unread } = useHits(watched, filter);
  const hits = useViewState((state) => state.hits);
  const at = useViewState((state) => (state.hits === null ? 0 : hitNumber(state.hits, state.cursor)));
  const toggle = (lane: Lane): void => {
    const lanes = new Set(filter.lanes);
    if (!lanes.delete(lane)) lanes.add(lane);
    setFilter({ ...filter, lanes });
  };
  return (
    <div
      role="search"
      aria-label="Filter events"
      className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-2 border-b border-line bg-surface-1 px-2"
    >
      <Search aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
      <input
        ref={field}
        aria-label="Filter events by text"
        aria-invalid={mistake !== null || undefined}
        placeholder="Filter"
        title={mistake ?? undefined}
        spellCheck={false}
        value={filter.text}
        onChange={(event) => setFilter({ ...filter, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') view.stepHit(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') {
            setFilter(noFilter);
            event.currentTarget.blur();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className="copyable h-6 min-w-20 flex-1 rounded-sm bg-transparent px-1 focus-visible:outline-offset-0 aria-invalid:text-failed"
      />
      <span className="flex shrink-0 items-center gap-0.5">
        {laneNames.map((lane) => (
          <Toggle key={lane} on={filter.lanes.has(lane)} onClick={() => toggle(lane)}>
            {lane}
          </Toggle>
        ))}
        <Toggle on={filter.failuresOnly} onClick={() => setFilter({ ...filter, failuresOnly: !filter.failuresOnly })}>
          <CircleX aria-hidden="true" className="size-3" /> failures
        </Toggle>
      </span>
      {hits === null ? null : (
        <span className="flex shrink-0 items-center text-sm text-ink-2">
          <span role="status">
            {unread === 0 ? '' : `${unread.toLocaleString('en')} events are not indexed yet · `}
            {hits.length === 0 ? 'no hits' : `${at === 0 ? '' : `${at.toLocaleString('en')} of `}${hits.length.toLocaleString('en')}`}
          </span>
          <IconButton label="Hit before" keys="shift+Enter" icon={<ChevronUp />} className="size-6" onClick={() => view.stepHit(-1)} />
          <IconButton label="Next hit" keys="Enter" icon={<ChevronDown />} className="size-6" onClick={() => view.stepHit(1)} />
          <IconButton label="No filter" icon={<X />} className="size-6" onClick={() => setFilter(noFilter)} />
        </span>
      )}
    </div>
  );
}

function Toggle({ on, onClick, children }: { on: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={`inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-sm ${on ? 'bg-accent-soft font-semibold text-accent' : 'text-ink-3 hover:bg-surface-3 hover:text-ink'}`}
    >
      {children}
    </button>
  );
}

/** What of the text cannot be read, in words; and how many events were not looked through yet. */
type Shortfall = { mistake: string | null; unread: number };
const nothingMissing: Shortfall = { mistake: null, unread: 0 };

/** While the index of words is made, it is asked again. */
const INDEXING_PAUSE_MS = 2000;

/** Keeps the view's hits to the filter, as it changes, as the session grows and as it is indexed. */
function useHits(watched: Watched, filter: Filter): Shortfall {
  const drover = useDrover();
  const view = useSessionView();
  const [shortfall, setShortfall] = useState(nothingMissing);
  const { id, index, outline } = watched;
  const { length } = index;
  useEffect(() => {
    if (!isFiltering(filter)) {
      setShortfall(nothingMissing);
      view.setHits(null);
      return;
    }
    const text = filter.text.trim();
    if (text === '') {
      setShortfall(nothingMissing);
      view.setHits(hitsOf(index, filter, null));
      return;
    }
    let current = true;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      const answer = await drover.ask('session.find', { session: id, query: text });
      if (!current) return;
      const { seqs, ...missing } = answer.ok ? answer.value : { seqs: [], unread: 0, mistake: answer.problem.what };
      setShortfall(missing);
      view.setHits(hitsOf(index, filter, seqs));
      if (missing.unread > 0) timer = setTimeout(() => void ask(), INDEXING_PAUSE_MS);
    };
    timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [drover, view, id, index, outline, length, filter]);
  return shortfall;
}
