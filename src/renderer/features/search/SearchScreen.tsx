import { useRef } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import { useDrover } from '../../store/use-drover.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { FilterChips } from './FilterChips.tsx';
import { HitList } from './HitList.tsx';
import { useSearch } from './use-search.ts';

/** Everything that was ever said, run or printed, in all sessions. */
export function SearchScreen({ query }: { query: string }) {
  const drover = useDrover();
  const input = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { searched, more } = useSearch(query);
  const focusInput = (): void => input.current?.querySelector('input')?.focus();
  /** A key that was pressed before the hits of this query were there: it counts when they are. */
  const wanted = useRef<'ArrowDown' | 'Enter' | null>(null);
  function setQuery(next: string): void {
    wanted.current = null;
    drover.replace({ screen: 'search', query: next });
  }
  useKeys({ '/': focusInput });
  const asked = query.trim() !== '';
  const found = searched.pages.reduce((sum, page) => sum + page.length, 0);
  const current = searched.query === query.trim();
  function goToFirst(): void {
    const first = current ? list.current?.querySelector<HTMLElement>('[data-hit]') : null;
    if (wanted.current === null || first == null) return;
    if (wanted.current === 'Enter') first.click();
    else first.focus();
    wanted.current = null;
  }
  return (
    <Screen label="Search">
      <header className="flex shrink-0 flex-col gap-2 border-b border-line bg-surface-1 px-4 py-3">
        <h1 className="sr-only">Search</h1>
        <div
          ref={input}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            wanted.current = event.key;
            goToFirst();
          }}
        >
          <TextInput
            autoFocus
            type="search"
            aria-label="Search all sessions"
            aria-describedby="search-help"
            placeholder="Words, or a “whole phrase”"
            value={query}
            onValue={setQuery}
            className="h-9! text-lg!"
          />
        </div>
        <FilterChips query={query} onQuery={setQuery} />
        <p id="search-help" className="text-sm text-ink-3">
          Every word must occur; <span className="machine">pars*</span> matches beginnings. Filters: <span className="machine">type:</span>{' '}
          <span className="machine">tool:</span> <span className="machine">session:</span> <span className="machine">model:</span>{' '}
          <span className="machine">is:error</span> <span className="machine">after:2026-11-01</span>{' '}
          <span className="machine">before:</span>
        </p>
      </header>
      <div role="status" className="flex shrink-0 flex-wrap gap-x-4 px-4 empty:hidden">
        {searched.mistake === null ? null : <p className="py-1.5 text-failed">{searched.mistake}</p>}
        {asked && current && searched.problem === null && found > 0 ? (
          <p className="py-1.5 text-ink-2">
            {formatCount(found)} {found === 1 ? 'hit' : 'hits'}
            {searched.next === null ? '' : ', newest first; more below'}
          </p>
        ) : null}
        {searched.behind === 0 ? null : (
          <p className="py-1.5 text-waiting">
            Indexing, {formatCount(searched.behind)} {searched.behind === 1 ? 'event' : 'events'} to go. Hits among them come in a moment.
          </p>
        )}
      </div>
      {searched.problem !== null ? (
        <div className="p-4">
          <ProblemView problem={searched.problem} />
        </div>
      ) : !asked ? (
        <EmptyState title="Search all sessions">
          Messages, commands, their output, verdicts: what any session ever said, here or imported. A hit opens at its event.
        </EmptyState>
      ) : found > 0 ? (
        <HitList ref={list} key={searched.query} searched={searched} onMore={more} onLeave={focusInput} onDrawn={goToFirst} />
      ) : current && searched.mistake === null ? (
        <EmptyState title="Nothing fits">
          {searched.behind > 0 ? 'What is not indexed yet may still.' : 'Try fewer words, the beginning of one with *, or fewer filters.'}
        </EmptyState>
      ) : null}
    </Screen>
  );
}
