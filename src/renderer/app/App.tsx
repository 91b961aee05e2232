import { lazy, Suspense, useEffect } from 'react';
import { BoardScreen } from '../features/board/BoardScreen.tsx';
import { ImportDialog } from '../features/import/ImportDialog.tsx';
import { SessionsScreen } from '../features/sessions/SessionsScreen.tsx';
import { draftKey } from '../features/spec/draft-key.ts';
import type { Route } from '../store/route.ts';
import { useApp, useDrover } from '../store/use-drover.ts';
import { NowContext } from '../ui/now.ts';
import { useNow } from '../ui/use-now.ts';
import { KeyMap } from './KeyMap.tsx';
import { Notices } from './Notices.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { Toasts } from './Toasts.tsx';
import { useKeys } from './use-keys.ts';
import { newSpecIn } from './new-spec.ts';

// The board is there at once; the other screens bring Markdown, a terminal and an editor, and come a moment later.
const SessionScreen = lazy(async () => ({ default: (await import('../features/session/SessionScreen.tsx')).SessionScreen }));
const AttemptsScreen = lazy(async () => ({ default: (await import('../features/attempts/AttemptsScreen.tsx')).AttemptsScreen }));
const SpecScreen = lazy(async () => ({ default: (await import('../features/spec/SpecScreen.tsx')).SpecScreen }));
const ForeignDialog = lazy(async () => ({ default: (await import('../features/spec/foreign/ForeignDialog.tsx')).ForeignDialog }));
const CompareScreen = lazy(async () => ({ default: (await import('../features/compare/CompareScreen.tsx')).CompareScreen }));
const CoachingScreen = lazy(async () => ({ default: (await import('../features/coaching/CoachingScreen.tsx')).CoachingScreen }));
const loadSearch = () => import('../features/search/SearchScreen.tsx');
const SearchScreen = lazy(async () => ({ default: (await loadSearch()).SearchScreen }));
const SettingsScreen = lazy(async () => ({ default: (await import('../features/settings/SettingsScreen.tsx')).SettingsScreen }));

export function App() {
  const drover = useDrover();
  const ready = useApp((state) => state.ready);
  const route = useApp((state) => state.route);
  const theme = useApp((state) => state.settings?.theme ?? 'system');
  const takesSpecs = useApp((state) => state.overlay === 'specs');
  const now = useNow(30_000);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  // Who opens the search goes on typing: what came before its field would be lost.
  useEffect(() => void (ready && loadSearch()), [ready]);
  useKeys({
    'mod+k': () => drover.store.setState((state) => ({ overlay: state.overlay === 'palette' ? null : 'palette' })),
    'mod+n': () => void newSpecIn(drover),
    '?': () => drover.store.setState({ overlay: 'keys' }),
    Escape: () => drover.back(),
  });
  return (
    <NowContext value={now}>
      <div className="flex h-full min-w-0">
        <Rail route={route} />
        <div className="flex min-w-0 flex-1 flex-col">
          <Notices />
          <Suspense fallback={<Loading />}>{ready ? <ScreenOf route={route} /> : <Loading />}</Suspense>
        </div>
        <Palette />
        <KeyMap />
        <ImportDialog />
        {takesSpecs ? (
          <Suspense>
            <ForeignDialog />
          </Suspense>
        ) : null}
        <Toasts />
      </div>
    </NowContext>
  );
}

function Loading() {
  return <main aria-label="Drover" aria-busy="true" className="flex-1" />;
}

function ScreenOf({ route }: { route: Route }) {
  switch (route.screen) {
    case 'board':
      return <BoardScreen />;
    case 'sessions':
      return <SessionsScreen />;
    case 'session':
      return <SessionScreen key={route.id} id={route.id} tab={route.tab} at={route.at} />;
    case 'attempts':
      return <AttemptsScreen key={route.group} group={route.group} />;
    case 'compare':
      return <CompareScreen key={`${route.a} ${route.b}`} a={route.a} b={route.b} />;
    case 'coaching':
      return <CoachingScreen project={route.project} entry={route.entry ?? null} />;
    case 'search':
      return <SearchScreen query={route.query} />;
    case 'spec':
      return <SpecScreen key={draftKey(route.project, route.slug)} project={route.project} slug={route.slug} />;
    case 'settings':
      return <SettingsScreen section={route.section} />;
  }
}
