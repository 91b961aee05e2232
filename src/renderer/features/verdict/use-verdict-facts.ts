import type { SessionEvent } from '../../../shared/events.ts';
import type { Watched } from '../../store/watched.ts';
import { useAsked, type Asked } from '../session/use-asked.ts';
import { verdictFacts, type VerdictFacts } from './verdict-facts.ts';

/** The newest verdict with what it was given. Null where there is none, or it is not here yet. */
export function useVerdictFacts(watched: Watched | null): VerdictFacts | null {
  const newest = watched?.index.newest;
  const ended = useEvent(watched, newest?.verdictEnded ?? -1);
  const started = useEvent(watched, newest?.verdictStarted ?? -1);
  return verdictFacts([started, ended].filter((event) => event !== null));
}

function useEvent(watched: Watched | null, entry: number): SessionEvent | null {
  const asked: Asked<'session.events'> = useAsked(
    'session.events',
    watched === null || entry < 0 ? null : { session: watched.id, from: entry + 1, limit: 1 },
  );
  return asked.answer?.ok === true ? (asked.answer.value[0] ?? null) : null;
}
