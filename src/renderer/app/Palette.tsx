import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { CircleDot, Cog, FilePlus, FileText, FolderOpen, History, Keyboard, LayoutDashboard, Play, SunMoon } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { Drover } from '../store/drover.ts';
import type { AppState } from '../store/app-state.ts';
import { useApp, useDrover } from '../store/use-drover.ts';
import { sessionState } from '../ui/session-state.ts';
import { visibleLine } from '../ui/visible-text.ts';
import { newSpecIn, pickProject, runDemo } from './new-spec.ts';

interface Entry {
  id: string;
  group: 'Do' | 'Go to' | 'Sessions' | 'Specs';
  label: string;
  detail?: string;
  icon: ReactNode;
  act: () => void;
}

/** Everything by name: screens, actions, sessions, specs. */
export function Palette() {
  const drover = useDrover();
  const open = useApp((state) => state.overlay === 'palette');
  const close = (): void => drover.store.setState({ overlay: null });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup
          aria-label="Find anything"
          className="fixed top-[14vh] left-1/2 z-40 w-[600px] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface-1 shadow-pop outline-none"
        >
          {open ? <Entries close={close} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Entries({ close }: { close: () => void }) {
  const drover = useDrover();
  const summaries = useApp((state) => state.summaries);
  const projects = useApp((state) => state.projects);
  const theme = useApp((state) => state.settings?.theme ?? 'system');
  const entries = useMemo(() => allEntries(drover, summaries, projects, theme), [drover, summaries, projects, theme]);
  const groups = ['Do', 'Go to', 'Sessions', 'Specs'] as const;
  return (
    <Command label="Find anything" loop>
      <Command.Input
        autoFocus
        placeholder="Find a session, a spec, a screen, an action"
        className="copyable h-11 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-auto p-1.5">
        <Command.Empty className="p-4 text-center text-ink-3">Nothing has this name.</Command.Empty>
        {groups.map((group) => {
          const of = entries.filter((entry) => entry.group === group);
          return of.length === 0 ? null : (
            <Command.Group
              key={group}
              heading={group}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3"
            >
              {of.map((entry) => (
                <Command.Item
                  key={entry.id}
                  value={`${entry.label} ${entry.detail ?? ''} ${entry.id}`}
                  onSelect={() => {
                    close();
                    entry.act();
                  }}
                  className="flex h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-surface-3 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
                >
                  {entry.icon}
                  <span className="truncate">{entry.label}</span>
                  <span className="ml-auto shrink-0 pl-4 text-sm text-ink-3">{entry.detail}</span>
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
      </Command.List>
    </Command>
  );
}

function allEntries(
  drover: Drover,
  summaries: AppState['summaries'],
  projects: AppState['projects'],
  theme: 'system' | 'light' | 'dark',
): Entry[] {
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
    { id: 'keys', group: 'Do', label: 'Show all keys', icon: <Keyboard />, act: () => drover.store.setState({ overlay: 'keys' }) },
    { id: 'board', group: 'Go to', label: 'Board', icon: <LayoutDashboard />, act: () => drover.go({ screen: 'board' }) },
    { id: 'sessions', group: 'Go to', label: 'Sessions', icon: <History />, act: () => drover.go({ screen: 'sessions' }) },
    ...(['providers', 'targets', 'repositories', 'appearance', 'about'] as const).map((section): Entry => ({
      id: `settings-${section}`,
      group: 'Go to',
      label: `Settings: ${section}`,
      icon: <Cog />,
      act: () => drover.go({ screen: 'settings', section }),
    })),
    ...Object.values(summaries)
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      .map((summary): Entry => ({
        id: summary.id,
        group: 'Sessions',
        label: visibleLine(summary.dispatch.title),
        detail: sessionState(summary).word,
        icon: <CircleDot />,
        act: () => drover.go({ screen: 'session', id: summary.id, tab: summary.column === 'judged' ? 'verdict' : 'timeline' }),
      })),
    ...projects.flatMap((project) =>
      project.specs.map((spec): Entry => ({
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
