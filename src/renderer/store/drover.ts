/** The window's one store with the effects on it: calls to the main process and what they change. Built in `main.tsx`. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EventLink } from '../../shared/event-link.ts';
import type { Channel, DroverBridge, InputOf, Outputs, Push } from '../../shared/ipc.ts';
import { toProblem, type Problem } from '../../shared/problem.ts';
import { emptyState, nextToastId, reducePush, type AppState } from './app-state.ts';
import { goBack, goTo, type Route } from './route.ts';
import { addToast } from './toasts.ts';
import { watchSession } from './watch-session.ts';

export interface Drover {
  readonly store: StoreApi<AppState>;
  /** Asks the main process. Undefined where it failed; the problem is then already on the screen. */
  call<C extends Channel>(channel: C, input: InputOf<C>): Promise<Outputs[C] | undefined>;
  /** As `call`, for a caller that shows the problem in its own place. */
  ask<C extends Channel>(channel: C, input: InputOf<C>): Promise<{ ok: true; value: Outputs[C] } | { ok: false; problem: Problem }>;
  go(route: Route): void;
  /** As `go`, for a place that became another: there is nothing to go back to. */
  replace(route: Route): void;
  back(): void;
  /** Shows the event that a link names, or says why it cannot be shown. */
  openLink(link: EventLink): Promise<void>;
  note(text: string): void;
  showProblem(problem: Problem): void;
  closeToast(id: number): void;
  /** Loads a session into `watched` and keeps it up to date. Returns what ends that. */
  watch(session: string): () => void;
  reloadProjects(): Promise<void>;
  /** Reads which session came from which; once for so many sessions as there are. */
  reloadLineage(sessions: number): Promise<void>;
  /** Loads what every screen needs and begins to listen. */
  start(): Promise<void>;
}

/** Pushes that come within this time are one change of the screen; streaming deltas come faster than frames. */
const BATCH_MS = 16;

export function createDrover(bridge: DroverBridge): Drover {
  const store = createStore<AppState>(() => emptyState);
  let queue: Push[] = [];
  let lineageOf = -1;

  function receive(push: Push): void {
    if (push.kind === 'open') return void drover.openLink(push.link);
    queue.push(push);
    if (queue.length === 1) setTimeout(flush, BATCH_MS);
  }
  function flush(): void {
    const pushes = queue;
    queue = [];
    store.setState((state) => pushes.reduce(reducePush, state));
  }

  const drover: Drover = {
    store,
    async ask(channel, input) {
      try {
        return await bridge.call(channel, input);
      } catch (error) {
        return { ok: false, problem: toProblem(error, channel) };
      }
    },
    async call(channel, input) {
      const answer = await drover.ask(channel, input);
      if (answer.ok) return answer.value;
      drover.showProblem(answer.problem);
      return undefined;
    },
    go: (route) => store.setState((state) => ({ ...goTo(state, route), overlay: null })),
    replace: (route) => store.setState({ route }),
    back: () => store.setState((state) => goBack(state)),
    async openLink({ session, event }) {
      const found = event === null ? undefined : await drover.call('session.event', { id: event });
      if (event !== null && found === undefined) return;
      if (found === null) {
        drover.showProblem({
          what: 'This event is not in the log',
          where: `${session}/${event}`,
          todo: 'It may belong to another data folder.',
        });
      } else drover.go({ screen: 'session', id: session, tab: 'timeline', ...(found !== undefined && { at: found.seq }) });
    },
    note: (text) => store.setState((state) => ({ toasts: addToast(state.toasts, { id: nextToastId(state), kind: 'note', text }) })),
    showProblem: (problem) =>
      store.setState((state) => ({ toasts: addToast(state.toasts, { id: nextToastId(state), kind: 'problem', problem }) })),
    closeToast: (id) => store.setState((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
    watch: (session) => watchSession(drover, session),
    async reloadProjects() {
      const projects = await drover.call('projects.list', undefined);
      if (projects !== undefined) store.setState({ projects });
    },
    async reloadLineage(sessions) {
      if (sessions === lineageOf) return;
      lineageOf = sessions;
      const answer = await drover.ask('sessions.lineage', undefined);
      if (lineageOf !== sessions) return;
      // Shown where it is known: a list without it is a list all the same.
      if (answer.ok) store.setState({ lineage: Object.fromEntries(answer.value.map((from) => [from.session, from])) });
      else lineageOf = -1;
    },
    async start() {
      bridge.onPush(receive);
      const link = drover.call('link.take', undefined);
      const [summaries, projects, settings, about] = await Promise.all([
        drover.call('sessions.list', undefined),
        drover.call('projects.list', undefined),
        drover.call('settings.get', undefined),
        drover.call('about.get', undefined),
      ]);
      store.setState((state) => ({
        ready: true,
        // A summary that was pushed meanwhile is newer than the list.
        summaries: { ...Object.fromEntries((summaries ?? []).map((summary) => [summary.id, summary])), ...state.summaries },
        projects: projects ?? [],
        settings: settings ?? state.settings,
        about: about ?? null,
      }));
      const opened = await link;
      if (opened != null) await drover.openLink(opened);
    },
  };
  return drover;
}
