import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../../shared/ipc.ts';
import { layoutStorage } from '../../bridge.ts';
import type { Watched } from '../../store/watched.ts';
import { Composer } from './Composer.tsx';
import { Inspector } from './Inspector.tsx';
import { Timeline } from './Timeline.tsx';
import { WaitingBar } from './WaitingBar.tsx';
import { canContinue } from './can-continue.ts';

/** The timeline and, beside it, what holds for the whole session; the inspector can be closed and resized. */
export function TimelinePane({ summary, watched, inspector }: { summary: SessionSummary; watched: Watched | null; inspector: boolean }) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'session',
    panelIds: inspector ? ['timeline', 'inspector'] : ['timeline'],
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
      <Panel id="timeline" minSize="420px" className="relative flex min-w-0 flex-col">
        <Timeline watched={watched} running={summary.status !== 'idle' && summary.status !== 'terminated'} />
        {summary.column === 'waiting' ? <WaitingBar summary={summary} /> : null}
        {canContinue(summary) ? <Composer session={summary.id} /> : null}
      </Panel>
      {inspector ? (
        <>
          <Separator
            aria-label="Resize the panels"
            className="w-px bg-line outline-offset-0 data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong"
          />
          <Panel id="inspector" defaultSize="300px" minSize="240px" maxSize="480px" className="flex min-w-0 flex-col">
            <Inspector summary={summary} watched={watched} />
          </Panel>
        </>
      ) : null}
    </Group>
  );
}
