/** What each call from the window does. One line a call where it can be; the work is in the rooms. */
import type { EventLink } from '../shared/event-link.ts';
import type { SessionEvent } from '../shared/events.ts';
import type { Push } from '../shared/ipc.ts';
import { ProblemError } from '../shared/problem.ts';
import type { Settings } from '../shared/settings.ts';
import { parseSpec } from '../shared/spec-text.ts';
import { comparisonHandlers } from './comparison.ts';
import type { Drover } from './drover.ts';
import { forkHandlers } from './fork-handlers.ts';
import { exportHandlers } from './export-handlers.ts';
import { importHandlers } from './import-handlers.ts';
import { instantHandlers } from './instants.ts';
import type { Handlers } from './ipc/register.ts';
import { logHandlers } from './log-handlers.ts';
import { keyName, REHEARSAL } from './providers.ts';
import { queryHandlers } from './queries.ts';
import { windowHandlers } from './window-handlers.ts';

/** What a file dialog offers, e.g. `jsonl`. */
interface FileKind {
  name: string;
  extensions: string[];
}

export interface Shell {
  about: { version: string; runtime: string; notes: string[] };
  /** Dialogs of the system; null where the user closed one. */
  pickFolder(title: string): Promise<string | null>;
  pickFile(title: string, kind: FileKind): Promise<string | null>;
  pickNewFile(title: string, name: string, kind: FileKind): Promise<string | null>;
  push(message: Push): void;
  setTheme(theme: Settings['theme']): void;
  /** The link that the application was started with, once. */
  takeLink(): EventLink | null;
}

export function createHandlers(drover: Drover, shell: Shell): Handlers {
  const watches = new Map<string, AbortController>();
  drover.board.onChange((summary) => shell.push({ kind: 'summary', summary }));
  drover.onDelta((session, delta) => {
    if (watches.has(session)) shell.push({ kind: 'delta', session, source: delta.kind, text: delta.text });
  });
  drover.onProblem((problem) => shell.push({ kind: 'problem', problem }));

  const unwatch = (session: string): void => {
    watches.get(session)?.abort();
    watches.delete(session);
  };

  return {
    ...logHandlers(drover),
    ...queryHandlers(drover),
    ...comparisonHandlers(drover),
    ...forkHandlers(drover),
    ...instantHandlers(drover),
    ...importHandlers(drover, shell),
    ...exportHandlers(drover, shell),
    ...windowHandlers(drover),
    'link.take': () => shell.takeLink(),
    'about.get': () => ({
      ...shell.about,
      notes: [...shell.about.notes, ...drover.notes],
      dataDir: drover.dataDir,
      readOnly: drover.log.readOnly,
    }),
    'demo.run': async () => ({ session: await drover.runDemo('local') }),
    'sessions.list': () => drover.board.list(),
    'session.events': ({ session, from, to, types, order, limit }) =>
      drover.log.getEvents(session, { from, limit, ...(to && { to }), ...(types && { types }), ...(order && { order }) }),
    'session.watch': ({ session, from }) => {
      unwatch(session);
      const watch = new AbortController();
      watches.set(session, watch);
      void pushEvents(drover.log.subscribe(session, from, watch.signal), (events) => shell.push({ kind: 'events', session, events }));
      return null;
    },
    'session.unwatch': ({ session }) => {
      unwatch(session);
      return null;
    },
    'session.stop': ({ session }) => drover.stop(session),
    'session.continue': ({ session, message, budget }) => drover.continue(session, message, budget),
    'session.diff': ({ session }) => drover.diff(session),
    'verdict.accept': ({ session, branch, message }) => drover.accept(session, branch, message),
    'verdict.reject': ({ session, reason }) => drover.reject(session, reason),
    'project.pick': async () => {
      const path = await shell.pickFolder('Open a repository');
      return path === null ? null : drover.projects.open(path);
    },
    'project.open': ({ path }) => drover.projects.open(path),
    'projects.list': () => drover.projects.list(),
    'project.forget': ({ path }) => drover.projects.forget(path),
    'spec.read': ({ project, slug }) => drover.projects.readSpec(project, slug),
    'spec.check': ({ text }) => {
      const parsed = parseSpec(text);
      return parsed.ok ? { spec: parsed.spec, mistakes: [] } : { spec: null, mistakes: parsed.mistakes };
    },
    'spec.save': ({ project, slug, text, expected }) => drover.projects.saveSpec(project, slug, text, expected),
    'spec.dispatch': async (choice) => ({ session: await drover.dispatch(choice) }),
    'settings.get': () => drover.settingsView(),
    'settings.theme': ({ theme }) => {
      drover.settings.update((settings) => ({ ...settings, theme }));
      shell.setTheme(theme);
      shell.push({ kind: 'settings', settings: drover.settingsView() });
      return null;
    },
    'provider.save': async ({ provider, key }) => {
      if (provider.id === REHEARSAL) throw builtIn('provider');
      drover.settings.update((settings) => ({ ...settings, providers: replace(settings.providers, provider) }));
      if (key !== undefined) await drover.vault.set(keyName(provider.id), key);
      return drover.settingsView();
    },
    'provider.remove': async ({ id }) => {
      drover.settings.update((settings) => ({ ...settings, providers: settings.providers.filter((other) => other.id !== id) }));
      await drover.vault.remove(keyName(id));
      return drover.settingsView();
    },
    'provider.test': ({ id, model }) => drover.testProvider(id, model),
    'target.save': async ({ target }) => {
      drover.settings.update((settings) => ({ ...settings, targets: replace(settings.targets, target) }));
      await drover.targets.forget(target.id);
      return drover.settingsView();
    },
    'target.remove': async ({ id }) => {
      if (id === 'local') throw builtIn('target');
      drover.settings.update((settings) => ({ ...settings, targets: settings.targets.filter((other) => other.id !== id) }));
      await drover.targets.forget(id);
      return drover.settingsView();
    },
    'target.test': ({ id }) => drover.targets.test(id),
    'target.trust': async ({ id, fingerprint }) => {
      await drover.targets.trust(id, fingerprint);
      return null;
    },
    'target.passphrase': async ({ id, passphrase }) => {
      await drover.targets.passphrase(id, passphrase);
      return null;
    },
    'ssh.hosts': () => drover.targets.hosts(),
  };
}

/** Events of one log commit arrive together: they are pushed together, so that the window draws once. */
async function pushEvents(events: AsyncIterable<SessionEvent>, push: (batch: SessionEvent[]) => void): Promise<void> {
  let batch: SessionEvent[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length > 1) continue;
    setImmediate(() => {
      const whole = batch;
      batch = [];
      push(whole);
    });
  }
}

function replace<T extends { id: string }>(list: readonly T[], item: T): T[] {
  const at = list.findIndex((other) => other.id === item.id);
  return at === -1 ? [...list, item] : list.with(at, item);
}

function builtIn(thing: string): ProblemError {
  return new ProblemError({ what: `This ${thing} is built in`, where: 'Settings', todo: `Add a ${thing} of your own beside it.` });
}
