/** All that the window knows, and how a push changes it. Pure. */
import type { AboutView, Push } from '../../shared/ipc.ts';
import type { ProjectInfo } from '../../shared/project.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import type { SessionSummary } from '../../shared/summary.ts';
import type { CoachingView } from '../../shared/ipc-coaching.ts';
import type { BaseCheck, Today } from '../../shared/ipc-judgment.ts';
import type { ImportProgress, Lineage } from '../../shared/instant.ts';
import type { UndoStep } from '../features/coaching/undo-stack.ts';
import type { SpecDraft } from '../features/spec/spec-draft.ts';
import type { Review } from './reviews.ts';
import type { RouteState } from './route.ts';
import { addToast, type Toast } from './toasts.ts';
import { addDelta, addEvents, type Watched } from './watched.ts';

export interface AppState extends RouteState {
  /** False until the first answers are in: nothing is drawn that may be wrong. */
  ready: boolean;
  /** Trials left out. */
  summaries: Record<string, SessionSummary>;
  /** Of trials, those that were opened in this window. */
  trials: Record<string, SessionSummary>;
  /** Where forks and threads came from, by session; empty until a screen asks (`reloadLineage`). */
  lineage: Record<string, Lineage>;
  projects: ProjectInfo[];
  settings: SettingsView | null;
  about: AboutView | null;
  watched: Watched | null;
  /** Specs in the editor by `draftKey`; leaving the screen loses nothing. */
  drafts: Record<string, SpecDraft>;
  /** What was made of diffs in this window, by session; others are in its storage (`useReview`). */
  reviews: Record<string, Review>;
  /** Checks on the base that this window asked for, by job. */
  baseChecks: Record<string, BaseCheck>;
  /** How often the coaching of a project has changed since the window opened: a screen that shows it reads it again. */
  coachingChanges: Record<string, number>;
  /** A project's coaching as it was read last: its screen has something to show until it is read again. */
  coachingViews: Record<string, CoachingView>;
  /** Edits of a project's coaching that this window can take back, the newest last. */
  coachingUndo: Record<string, readonly UndoStep[]>;
  /** How far the trials of the entry that was shown last were scrolled: a run that is opened from there is come back from. */
  trialsScroll: { project: string; entry: string; top: number } | null;
  /** What was spent today; null before anybody said. */
  today: Today | null;
  toasts: Toast[];
  /** The import that runs, or the result of one that nobody has looked at yet. */
  importing: ImportProgress | null;
  overlay: 'palette' | 'keys' | 'import' | 'specs' | null;
}

export const emptyState: AppState = {
  ready: false,
  route: { screen: 'board' },
  back: [],
  summaries: {},
  trials: {},
  lineage: {},
  projects: [],
  settings: null,
  about: null,
  watched: null,
  drafts: {},
  reviews: {},
  baseChecks: {},
  coachingChanges: {},
  coachingViews: {},
  coachingUndo: {},
  trialsScroll: null,
  today: null,
  toasts: [],
  importing: null,
  overlay: null,
};

export function reducePush(state: AppState, push: Push): AppState {
  switch (push.kind) {
    case 'summary':
      if (push.summary.dispatch.trial !== undefined) return push.summary.id in state.trials ? putTrial(state, push.summary) : state;
      return { ...state, summaries: { ...state.summaries, [push.summary.id]: push.summary } };
    case 'settings':
      return { ...state, settings: push.settings };
    case 'coaching':
      return { ...state, coachingChanges: { ...state.coachingChanges, [push.project]: (state.coachingChanges[push.project] ?? 0) + 1 } };
    case 'baseCheck':
      return { ...state, baseChecks: { ...state.baseChecks, [push.check.job]: push.check } };
    case 'today':
      return { ...state, today: push.today };
    case 'problem':
      return { ...state, toasts: addToast(state.toasts, { id: nextToastId(state), kind: 'problem', problem: push.problem }) };
    case 'import':
      return { ...state, importing: push.progress };
    // An effect, not state: the store shows the event (`openLink`).
    case 'open':
      return state;
    case 'events':
      return state.watched?.id === push.session ? { ...state, watched: addEvents(state.watched, push.events) } : state;
    case 'delta':
      return state.watched?.id === push.session ? { ...state, watched: addDelta(state.watched, push.source, push.text) } : state;
  }
}

export function nextToastId(state: AppState): number {
  return state.toasts.reduce((highest, toast) => Math.max(highest, toast.id), 0) + 1;
}

/** A session by its id, whether it is in the lists or not. */
export function summaryIn({ summaries, trials }: Pick<AppState, 'summaries' | 'trials'>, id: string): SessionSummary | undefined {
  return summaries[id] ?? trials[id];
}

/** An answer may be older than what was pushed while it was on its way. */
export function putTrial(state: AppState, summary: SessionSummary): AppState {
  const known = summaryIn(state, summary.id);
  if (known !== undefined && known.head > summary.head) return state;
  return { ...state, trials: { ...state.trials, [summary.id]: summary } };
}
