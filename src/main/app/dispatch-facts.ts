/** What a project's dispatches are like, so that it is known what an entry costs each of them. Pure. */
import type { SessionState } from '../../shared/fold.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { CoachingView, DispatchFacts } from '../../shared/ipc-coaching.ts';
import type { SessionSummary } from '../../shared/summary.ts';
import type { Providers } from './providers.ts';

/** Dispatches of a model that are looked at, the newest ones. */
const NEWEST = 100;

/** @param sessions of one project, without trials and imports that have no price */
export function dispatchFacts(
  sessions: readonly SessionSummary[],
  state: (session: string) => Pick<SessionState, 'answers' | 'usage'>,
  providers: Pick<Providers, 'access'>,
): DispatchFacts[] {
  const ran = sessions.filter(({ imported }) => imported === null).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const groups = groupBy(ran, ({ dispatch }) => JSON.stringify([dispatch.provider, dispatch.model]));
  return [...groups.values()].flatMap((group): DispatchFacts[] => {
    const dispatch = group[0]?.dispatch;
    const prices = providers.access(dispatch?.provider ?? '')?.settings.models.find(({ id }) => id === dispatch?.model)?.prices;
    if (dispatch === undefined || prices === undefined) return [];
    let [requests, tokens, usd, counted] = [0, 0, 0, 0];
    for (const { id } of group.slice(0, NEWEST)) {
      const { answers, usage } = state(id);
      if (answers === 0) continue;
      const { input_tokens: input, cache_creation_input_tokens: written, cache_read_input_tokens: read } = usage;
      counted += 1;
      requests += answers;
      tokens += input + written + read;
      usd += (input * prices.input + written * prices.cacheWrite + read * prices.cacheRead) / 1e6;
    }
    if (counted === 0) return [];
    const usdPerInputToken = tokens === 0 ? 0 : usd / tokens;
    return [{ provider: dispatch.provider, model: dispatch.model, dispatches: counted, requests: requests / counted, usdPerInputToken }];
  });
}

export function newestWorker(sessions: readonly SessionSummary[]): CoachingView['newest'] {
  const newest = sessions
    .filter(({ imported }) => imported === null)
    .reduce<SessionSummary | null>((one, other) => (one === null || other.createdAt > one.createdAt ? other : one), null);
  if (newest === null) return null;
  const { provider, model, target } = newest.dispatch;
  return { provider, model, target };
}
