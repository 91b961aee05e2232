import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { SearchHit } from '../../../shared/search.ts';
import { useDrover } from '../../store/use-drover.ts';

/** A pause in the typing that is worth a question. */
const PAUSE_MS = 80;
/** How often it is asked again while events are still being indexed. */
const AGAIN_MS = 1000;
const PAGE = 100;

export interface Searched {
  /** What these are the hits of; the query on the screen may be newer. */
  query: string;
  pages: SearchHit[][];
  next: number | null;
  behind: number;
  mistake: string | null;
  problem: Problem | null;
}

const nothing: Searched = { query: '', pages: [], next: null, behind: 0, mistake: null, problem: null };

/** Searches as the query is typed. What was asked before is dropped when it comes late; old hits stay until new ones are there. */
export function useSearch(query: string, limit = PAGE): { searched: Searched; more: () => void } {
  const drover = useDrover();
  const [searched, setSearched] = useState<Searched>(nothing);
  /** Counts questions: only the answer to the newest is shown. */
  const asked = useRef(0);
  const trimmed = query.trim();

  const ask = useCallback(async (): Promise<void> => {
    const turn = ++asked.current;
    const answer = await drover.ask('search', { query: trimmed, after: null, limit });
    if (turn !== asked.current) return;
    if (!answer.ok) return setSearched((now) => ({ ...now, query: trimmed, problem: answer.problem }));
    const { hits, next, behind, mistake } = answer.value;
    setSearched({ query: trimmed, pages: [hits], next, behind, mistake, problem: null });
  }, [drover, trimmed, limit]);

  useEffect(() => {
    if (trimmed === '') {
      asked.current += 1;
      setSearched(nothing);
      return;
    }
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, trimmed]);

  // What was indexed meanwhile may hit too. Once further pages were asked for, the list is left as it is read.
  const refresh = searched.behind > 0 && searched.query === trimmed && searched.pages.length === 1 && searched.problem === null;
  useEffect(() => {
    if (!refresh) return;
    const timer = setTimeout(() => void ask(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [ask, refresh, searched]);

  const { next, query: of } = searched;
  const more = useCallback((): void => {
    if (next === null || of !== trimmed) return;
    const turn = ++asked.current;
    void drover.ask('search', { query: of, after: next, limit }).then((answer) => {
      if (turn !== asked.current) return;
      setSearched((now) =>
        answer.ok
          ? { ...now, pages: [...now.pages, answer.value.hits], next: answer.value.next, behind: answer.value.behind }
          : { ...now, problem: answer.problem },
      );
    });
  }, [drover, next, of, trimmed, limit]);

  return { searched, more };
}
