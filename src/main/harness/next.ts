import type { NewEvent } from '../../shared/events.ts';
import { decide, type Action } from './decide.ts';
import type { Driver } from './driver.ts';

/** What is to be done next; with `events`, as if they were in the log already. */
export function nextAction({ journal, ports }: Pick<Driver, 'journal' | 'ports'>, events: readonly NewEvent[] = []): Action {
  const state = events.length === 0 ? journal.state() : journal.project(events);
  const { dispatch } = state;
  const contextTokens = dispatch === null ? 0 : ports.contextTokens(dispatch.provider, dispatch.model);
  const hasPlace = state.sandbox?.state === 'live' || ports.places.has(journal.session);
  return decide(state, Date.now(), { contextTokens, dayLimit: ports.dayLimit(), hasPlace });
}
