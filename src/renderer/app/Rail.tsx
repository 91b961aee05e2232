import { Command, History, LayoutDashboard, ListChecks, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionSummary } from '../../shared/summary.ts';
import type { Route } from '../store/route.ts';
import { useApp, useDrover } from '../store/use-drover.ts';
import { isSettledByAnother } from '../ui/session-state.ts';
import { Tip } from '../ui/Tip.tsx';

const waitsForUser = (summary: SessionSummary): boolean => summary.column === 'waiting' && !isSettledByAnother(summary);

/** The narrow bar of screens; the number on the board is how many sessions wait for you. */
export function Rail({ route }: { route: Route }) {
  const drover = useDrover();
  const waiting = useApp((state) => Object.values(state.summaries).filter(waitsForUser).length);
  return (
    <nav aria-label="Screens" className="flex w-16 shrink-0 flex-col items-center gap-1 border-r border-line bg-surface-1 py-2">
      <RailButton
        label="Board"
        icon={<LayoutDashboard />}
        on={route.screen === 'board' || route.screen === 'spec'}
        badge={waiting}
        onClick={() => drover.go({ screen: 'board' })}
      />
      <RailButton
        label="Sessions"
        icon={<History />}
        on={route.screen === 'sessions' || route.screen === 'session' || route.screen === 'compare'}
        onClick={() => drover.go({ screen: 'sessions' })}
      />
      <RailButton
        label="Coaching"
        icon={<ListChecks />}
        on={route.screen === 'coaching'}
        onClick={() => drover.go({ screen: 'coaching', project: null })}
      />
      <RailButton
        label="Search"
        icon={<Search />}
        on={route.screen === 'search'}
        onClick={() => drover.go({ screen: 'search', query: '' })}
      />
      <div className="flex-1" />
      <Tip text="Everything, by name" keys="mod+k" side="right">
        <RailButton label="Find" icon={<Command />} on={false} onClick={() => drover.store.setState({ overlay: 'palette' })} />
      </Tip>
      <RailButton
        label="Settings"
        icon={<Settings />}
        on={route.screen === 'settings'}
        onClick={() => drover.go({ screen: 'settings', section: 'providers' })}
      />
    </nav>
  );
}

interface RailButtonProps {
  label: string;
  icon: ReactNode;
  on: boolean;
  badge?: number;
  onClick: () => void;
}

function RailButton({ label, icon, on, badge = 0, ...rest }: RailButtonProps) {
  return (
    <button
      type="button"
      aria-current={on ? 'page' : undefined}
      {...rest}
      className={`relative flex h-12 w-14 flex-col items-center justify-center gap-0.5 rounded-md text-xs [&_svg]:size-[18px] ${on ? 'bg-surface-3 text-ink' : 'text-ink-2 hover:bg-surface-3 hover:text-ink'}`}
    >
      {icon}
      {label}
      {badge === 0 ? null : (
        <span className="absolute top-0.5 right-1.5 min-w-4 rounded-full bg-waiting px-1 text-center text-[10px] leading-4 font-semibold text-surface-1">
          {badge > 99 ? '99+' : badge}
          <span className="sr-only"> waiting for you</span>
        </span>
      )}
    </button>
  );
}
