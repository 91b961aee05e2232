/** What the palette offers: screens, actions, sessions, specs, and what the typed words bring up. */
import {
  ArrowRight,
  CircleDot,
  Cog,
  FileInput,
  FilePlus,
  FileText,
  FolderOpen,
  History,
  Import,
  Keyboard,
  LayoutDashboard,
  ListChecks,
  Play,
  Search,
  SunMoon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { parseEventLink } from '../../shared/event-link.ts';
import type { SearchHit } from '../../shared/search.ts';
import type { AppState } from '../store/app-state.ts';
import type { Drover } from '../store/drover.ts';
import { EventIcon } from '../ui/EventIcon.tsx';
import { eventKind } from '../ui/event-kind.ts';
import { formatCount } from '../ui/format-count.ts';
import { sessionState } from '../ui/session-state.ts';
import { visibleLine } from '../../shared/visible-text.ts';
import { newSpecIn, pickProject, runDemo } from './new-spec.ts';

export type PaletteGroup = 'Link' | 'Do' | 'Go to' | 'Sessions' | 'Specs' | 'Events' | 'Search';

export interface PaletteEntry {
  id: string;
  group: PaletteGroup;
  label: string;
  detail?: string;
  icon: ReactNode;
  act: () => void;
}

/** Everything that has a name, the newest session first. */
export function namedEntries(
  drover: Drover,
  summaries: AppState['summaries'],
  projects: AppState['projects'],
  theme: 'system' | 'light' | 'dark',
): PaletteEntry[] {
  const nextTheme = theme === 'system' ? 'dark' : theme === 'dark' ? 'light' : 'system';
  return [
    { id: 'new-spec', group: 'Do', label: 'New spec', icon: <FilePlus />, act: () => void newSpecIn(drover) },
    { id: 'open-repository', group: 'Do', label: 'Open a repository', icon: <FolderOpen />, act: () => void pickProject(drover) },
    { id: 'run-demo', group: 'Do', label: 'Run the demo', icon: <Play />, act: () => void runDemo(drover) },
    {
      id: 'theme',
      group: 'Do',
      label: `Switch to the ${nextTheme} theme`,
      icon: <SunMoon />,
      act: () => void drover.call('settings.theme', { theme: nextTheme }),
    },
    { id: 'import', group: 'Do', label: 'Import sessions', icon: <Import />, act: () => drover.store.setState({ overlay: 'import' }) },
    {
      id: 'import-specs',
      group: 'Do',
      label: 'Import specs of spec-kit, Kiro or OpenSpec',
      icon: <FileInput />,
      act: () => drover.store.setState({ overlay: 'specs' }),
    },
    { id: 'keys', group: 'Do', label: 'Show all keys', icon: <Keyboard />, act: () => drover.store.setState({ overlay: 'keys' }) },
    { id: 'board', group: 'Go to', label: 'Board', icon: <LayoutDashboard />, act: () => drover.go({ screen: 'board' }) },
    { id: 'sessions', group: 'Go to', label: 'Sessions', icon: <History />, act: () => drover.go({ screen: 'sessions' }) },
    {
      id: 'coaching',
      group: 'Go to',
      label: 'Coaching',
      icon: <ListChecks />,
      act: () => drover.go({ screen: 'coaching', project: null }),
    },
    { id: 'search', group: 'Go to', label: 'Search', icon: <Search />, act: () => drover.go({ screen: 'search', query: '' }) },
    ...(['providers', 'targets', 'budget', 'repositories', 'appearance', 'about'] as const).map((section): PaletteEntry => ({
      id: `settings-${section}`,
      group: 'Go to',
      label: `Settings: ${section}`,
      icon: <Cog />,
      act: () => drover.go({ screen: 'settings', section }),
    })),
    ...Object.values(summaries)
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      .map((summary): PaletteEntry => ({
        id: summary.id,
        group: 'Sessions',
        label: visibleLine(summary.dispatch.title),
        detail: sessionState(summary).word,
        icon: <CircleDot />,
        act: () => drover.go({ screen: 'session', id: summary.id, tab: summary.column === 'judged' ? 'verdict' : 'timeline' }),
      })),
    ...projects.flatMap((project) =>
      project.specs.map((spec): PaletteEntry => ({
        id: `${project.path}/${spec.slug}`,
        group: 'Specs',
        label: visibleLine(spec.title),
        detail: visibleLine(project.name),
        icon: <FileText />,
        act: () => drover.go({ screen: 'spec', project: project.path, slug: spec.slug }),
      })),
    ),
  ];
}

/** A pasted link opens what it names. */
export function linkEntry(drover: Drover, typed: string): PaletteEntry | null {
  const link = parseEventLink(typed);
  if (link === null) return null;
  const label = link.event === null ? 'Open this session' : 'Open this event';
  return {
    id: 'link',
    group: 'Link',
    label,
    detail: link.event ?? link.session,
    icon: <ArrowRight />,
    act: () => void drover.openLink(link),
  };
}

export function searchEntry(drover: Drover, typed: string): PaletteEntry {
  const query = typed.trim();
  const label = `Search for ${visibleLine(query)}`;
  return {
    id: 'search-for',
    group: 'Search',
    label,
    detail: 'in all sessions',
    icon: <Search />,
    act: () => drover.go({ screen: 'search', query }),
  };
}

export function hitEntry(drover: Drover, hit: SearchHit): PaletteEntry {
  return {
    id: `hit ${hit.session} ${hit.seq}`,
    group: 'Events',
    label: visibleLine(hit.excerpt),
    detail: `${visibleLine(hit.title)} #${formatCount(hit.seq)}`,
    icon: <EventIcon name={eventKind(hit.type).icon} />,
    act: () => drover.go({ screen: 'session', id: hit.session, tab: 'timeline', at: hit.seq }),
  };
}
