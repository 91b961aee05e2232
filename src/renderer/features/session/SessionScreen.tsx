import { PanelRight } from 'lucide-react';
import { useState } from 'react';
import { layoutStorage } from '../../bridge.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import type { SessionTab } from '../../store/route.ts';
import { useDrover } from '../../store/use-drover.ts';
import { useSummary } from '../../store/use-summary.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { TabPanel, Tabs } from '../../ui/Tabs.tsx';
import { Button } from '../../ui/Button.tsx';
import { ImpossiblePane } from '../verdict/ImpossiblePane.tsx';
import { RemarksWait } from '../verdict/RemarksWait.tsx';
import { VerdictPane } from '../verdict/VerdictPane.tsx';
import { ChangesPane } from '../diff/ChangesPane.tsx';
import { SessionHeader } from './SessionHeader.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import { SessionViewContext } from './session-view.ts';
import { useOpenedView } from './use-opened-view.ts';
import { useWatched } from './use-watched.ts';

const INSPECTOR = 'session.inspector';

interface SessionScreenProps {
  id: string;
  tab: SessionTab;
  at: number | undefined;
}

/** One session: what happens, what it changed, and what the gate said. */
export function SessionScreen(props: SessionScreenProps) {
  const drover = useDrover();
  const summary = useSummary(props.id);
  if (summary === undefined) return <Screen label="Session" title="Session" children={null} />;
  if (summary === null) {
    return (
      <Screen label="Session" title="Session">
        <EmptyState
          title="This session is not in the log"
          action={<Button onClick={() => drover.go({ screen: 'sessions' })}>Show all sessions</Button>}
        >
          It may belong to another data folder.
        </EmptyState>
      </Screen>
    );
  }
  return summary.readTo === null ? <OpenSession {...props} summary={summary} /> : <BeingRead summary={summary} readTo={summary.readTo} />;
}

/** Long, and read for the first time: it opens by itself when it is. */
function BeingRead({ summary, readTo }: { summary: SessionSummary; readTo: number }) {
  return (
    <Screen label="Session" title={visibleLine(summary.dispatch.title)}>
      <EmptyState title="This session is being read">
        <progress aria-label="Events read" value={readTo} max={summary.head} className="progress-bar mx-auto my-2 block w-72" />
        {formatCount(readTo)} of {formatCount(summary.head)} events. It is done once; the session opens by itself.
      </EmptyState>
    </Screen>
  );
}

function OpenSession({ id, tab, at, summary }: SessionScreenProps & { summary: SessionSummary }) {
  const drover = useDrover();
  const watched = useWatched(id);
  const view = useOpenedView(watched, at);
  const [inspector, setInspector] = useState(() => layoutStorage.getItem(INSPECTOR) !== 'closed');
  function toggleInspector(): void {
    layoutStorage.setItem(INSPECTOR, inspector ? 'closed' : 'open');
    setInspector(!inspector);
  }
  // Nothing is judged that cannot be done; it is decided in the same place.
  const impossible = summary.verdict === null && summary.status === 'idle' ? summary.impossible : null;
  const judged = summary.verdict !== null || impossible !== null;
  const shown = tab === 'verdict' && !judged ? 'timeline' : tab;
  const tabs = [
    { value: 'timeline' as const, label: 'Timeline', count: formatCount(summary.head) },
    { value: 'changes' as const, label: 'Changes' },
    ...(judged ? [{ value: 'verdict' as const, label: 'Verdict' }] : []),
  ];
  return (
    <Screen label={shown === 'verdict' ? 'Verdict' : 'Session'}>
      <SessionHeader summary={summary} watched={watched} />
      <Tabs
        label="Parts of the session"
        value={shown}
        tabs={tabs}
        onValue={(next) => drover.go({ screen: 'session', id, tab: next })}
        end={
          shown === 'timeline' ? (
            <IconButton
              label={inspector ? 'Close the inspector' : 'Open the inspector'}
              icon={<PanelRight />}
              aria-pressed={inspector}
              onClick={toggleInspector}
            />
          ) : null
        }
      >
        <TabPanel value="timeline">
          {watched === null || view === null || (watched.outline !== null && at !== undefined) ? (
            <p className="p-4 text-ink-3">Reading the session…</p>
          ) : (
            <SessionViewContext value={view}>
              <TimelinePane summary={summary} watched={watched} inspector={inspector} />
            </SessionViewContext>
          )}
        </TabPanel>
        <TabPanel value="changes">
          <ChangesPane
            summary={summary}
            snapshot={watched?.state?.snapshot?.commit ?? null}
            actions={judged ? <RemarksWait session={id} /> : null}
          />
        </TabPanel>
        {judged ? (
          <TabPanel value="verdict">
            {impossible === null ? (
              <VerdictPane summary={summary} watched={watched} />
            ) : (
              <ImpossiblePane summary={summary} reason={impossible} />
            )}
          </TabPanel>
        ) : null}
      </Tabs>
    </Screen>
  );
}
