import { Plus, X } from 'lucide-react';
import { useCoarseNow } from '../../ui/now.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { filtersIn, suggestedFilters, withFilter, withoutFilter } from './query-filters.ts';

const look = 'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-sm [&_svg]:size-3';

/** What narrows the search: a click takes out what is typed, or puts in what is often wanted. */
export function FilterChips({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const now = useCoarseNow();
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap gap-1.5">
      {filtersIn(query).map((filter) => (
        <button
          key={`${filter.start}`}
          type="button"
          aria-label={`Take out ${filter.text}`}
          onClick={() => onQuery(withoutFilter(query, filter))}
          className={`${look} max-w-80 border-accent bg-accent-soft text-ink`}
        >
          <span className="machine truncate">{visibleLine(filter.text)}</span>
          <X aria-hidden="true" />
        </button>
      ))}
      {suggestedFilters(query, now).map(({ label, text }) => (
        <button
          key={text}
          type="button"
          title={text}
          onClick={() => onQuery(withFilter(query, text))}
          className={`${look} border-line text-ink-2 hover:border-line-strong hover:text-ink`}
        >
          <Plus aria-hidden="true" />
          {label}
        </button>
      ))}
    </div>
  );
}
