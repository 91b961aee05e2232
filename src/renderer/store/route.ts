/** Where the window is. A route says everything that a screen needs to open, so that Back can return to it. */
export type SessionTab = 'timeline' | 'changes' | 'verdict';
export type SettingsSection = 'providers' | 'targets' | 'budget' | 'repositories' | 'appearance' | 'about';

export type Route =
  | { screen: 'board' }
  | { screen: 'sessions' }
  /** `at`: the event that the cursor opens on, by position; without it the screen opens at the end. */
  | { screen: 'session'; id: string; tab: SessionTab; at?: number }
  /** Attempts at one spec that were dispatched together. */
  | { screen: 'attempts'; group: string }
  /** Two sessions side by side from where they part. */
  | { screen: 'compare'; a: string; b: string }
  /** `project` null: the one that was shown last. `entry`: the one that is chosen, by its key. */
  | { screen: 'coaching'; project: string | null; entry?: string }
  /** `query` as it was typed. */
  | { screen: 'search'; query: string }
  /** `slug` null: a spec that has no file yet. */
  | { screen: 'spec'; project: string; slug: string | null }
  | { screen: 'settings'; section: SettingsSection };

export interface RouteState {
  route: Route;
  /** Oldest first. */
  back: Route[];
}

const REMEMBERED = 50;

/** Another screen is a step to go back from; another part of the same screen is not. */
export function goTo(state: RouteState, route: Route): RouteState {
  const back = samePlace(state.route, route) ? state.back : [...state.back, state.route].slice(-REMEMBERED);
  return { route, back };
}

/** One step back; from the first screen to the board. */
export function goBack(state: RouteState): RouteState {
  const route = state.back.at(-1);
  return route === undefined ? { route: { screen: 'board' }, back: [] } : { route, back: state.back.slice(0, -1) };
}

function samePlace(a: Route, b: Route): boolean {
  if (a.screen === 'session' && b.screen === 'session') return a.id === b.id;
  if (a.screen === 'attempts' && b.screen === 'attempts') return a.group === b.group;
  if (a.screen === 'compare' && b.screen === 'compare') return a.a === b.a && a.b === b.b;
  if (a.screen === 'spec' && b.screen === 'spec') return a.project === b.project && a.slug === b.slug;
  return a.screen === b.screen;
}
