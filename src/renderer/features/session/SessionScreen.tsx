import type { SessionTab } from '../../store/route.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { TabPanel, Tabs } from '../../ui/Tabs.tsx';
import { Button } from '../../ui/Button.tsx';
import { VerdictPane } from '../verdict/VerdictPane.tsx';
import { ChangesPane } from '../diff/ChangesPane.tsx';
import { SessionHeader } from './SessionHeader.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import { useWatched } from './use-watched.ts';

/** One session: what happens, what it changed, and what the gate said. */
export function SessionScreen({ id, tab }: { id: string; tab: SessionTab }) {
  const drover = useDrover();
  const summary = useApp((state) => state.summaries[id]);
  const watched = useWatched(id);
  if (summary === undefined) {
    return (
      <Screen label="Session" title="Session">
        <EmptyState title="This session is not in the log" action={<Button onClick={() => drover.go({ screen: 'sessions' })}>Show all sessions</Button>}>
          It may belong to another data folder.
        </EmptyState>
      </Screen>
    );
  }
  const judged = summary.verdict !== null;
  const shown = tab === 'verdict' && !judged ? 'timeline' : tab;
  const tabs = [
    { value: 'timeline' as const, label: 'Timeline', count: summary.head },
    { value: 'changes' as const, label: 'Changes' },
    ...(judged ? [{ value: 'verdict' as const, label: 'Verdict' }] : []),
  ];
  return (
    <Screen label={shown === 'verdict' ? 'Verdict' : 'Session'}>
      <SessionHeader summary={summary} watched={watched} />
      <Tabs label="Parts of the session" value={shown} tabs={tabs} onValue={(next) => drover.go({ screen: 'session', id, tab: next })}>
        <TabPanel value="timeline">
          <TimelinePane key={id} summary={summary} watched={watched} />
        </TabPanel>
        <TabPanel value="changes">
          <ChangesPane summary={summary} snapshot={watched?.state.snapshot?.commit ?? null} />
        </TabPanel>
        {judged ? (
          <TabPanel value="verdict">
            <VerdictPane summary={summary} watched={watched} />
          </TabPanel>
        ) : null}
      </Tabs>
    </Screen>
  );
}
