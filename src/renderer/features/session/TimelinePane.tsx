import { PanelRight } from 'lucide-react';
import { useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../../shared/ipc.ts';
import { layoutStorage } from '../../bridge.ts';
import type { Watched } from '../../store/watched.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Composer } from './Composer.tsx';
import { Inspector } from './Inspector.tsx';
import { Timeline } from './Timeline.tsx';
import { WaitingBar } from './WaitingBar.tsx';
import { canContinue } from './can-continue.ts';

const INSPECTOR = 'session.inspector';

/** The timeline and, beside it, what holds for the whole session; the inspector can be closed and resized. */
export function TimelinePane({ summary, watched }: { summary: SessionSummary; watched: Watched | null }) {
  const [inspector, setInspector] = useState(() => layoutStorage.getItem(INSPECTOR) !== 'closed');
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'session',
    panelIds: inspector ? ['timeline', 'inspector'] : ['timeline'],
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  });
  function toggle(): void {
    layoutStorage.setItem(INSPECTOR, inspector ? 'closed' : 'open');
    setInspector(!inspector);
  }
  return (
    <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
      <Panel id="timeline" minSize="420px" className="relative flex min-w-0 flex-col">
        <Timeline
          watched={watched}
          running={summary.status !== 'idle' && summary.status !== 'terminated'}
          corner={<IconButton label={inspector ? 'Close the inspector' : 'Open the inspector'} icon={<PanelRight />} aria-pressed={inspector} onClick={toggle} />}
        />
        {summary.column === 'waiting' ? <WaitingBar summary={summary} /> : null}
        {canContinue(summary) ? <Composer session={summary.id} /> : null}
      </Panel>
      {inspector ? (
        <>
          <Separator aria-label="Width of the inspector" className="w-px bg-line outline-offset-0 data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong" />
          <Panel id="inspector" defaultSize="300px" minSize="240px" maxSize="480px" className="flex min-w-0 flex-col">
            <Inspector summary={summary} watched={watched} />
          </Panel>
        </>
      ) : null}
    </Group>
  );
}
