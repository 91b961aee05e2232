import { useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../../shared/summary.ts';
import { layoutStorage } from '../../bridge.ts';
import type { Watched } from '../../store/watched.ts';
import { Composer } from './Composer.tsx';
import { InstantPane } from './instant/InstantPane.tsx';
import { EventList } from './list/EventList.tsx';
import { FilterBar } from './list/FilterBar.tsx';
import { LoopBar } from './loop/LoopBar.tsx';
import { useSessionView } from './session-view.ts';
import { Strip } from './strip/Strip.tsx';
import { useSessionKeys } from './use-session-keys.ts';
import { WaitingBar } from './WaitingBar.tsx';
import { canContinue } from './can-continue.ts';

interface TimelinePaneProps {
  summary: SessionSummary;
  watched: Watched;
  inspector: boolean;
}

/** The strip, the events and the instant under the cursor; below, what the session waits for and a word to the worker. */
export function TimelinePane({ summary, watched, inspector }: TimelinePaneProps) {
  const view = useSessionView();
  const filter = useRef<HTMLInputElement>(null);
  useSessionKeys(view, filter, watched.outline === null);
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'session-events',
    panelIds: inspector ? ['events', 'instant'] : ['events'],
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  });
  const imported = summary.imported !== null;
  return (
    <>
      <Strip watched={watched} />
      <LoopBar watched={watched} />
      <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
        <Panel id="events" defaultSize="46%" minSize="320px" className="flex min-w-0 flex-col">
          <FilterBar watched={watched} field={filter} />
          <EventList watched={watched} running={summary.status === 'running' || summary.status === 'rescheduling'} />
        </Panel>
        {inspector ? (
          <>
            <Separator
              aria-label="Resize the panels"
              className="w-px bg-line outline-offset-0 data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong"
            />
            <Panel id="instant" minSize="320px" className="flex min-w-0 flex-col">
              <InstantPane summary={summary} watched={watched} />
            </Panel>
          </>
        ) : null}
      </Group>
      {summary.column === 'waiting' && !imported ? <WaitingBar summary={summary} /> : null}
      {canContinue(summary) && !imported ? <Composer session={summary.id} budgetReached={summary.stopReason === 'budget_reached'} /> : null}
    </>
  );
}
