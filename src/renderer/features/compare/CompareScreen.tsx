import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { useDrover } from '../../store/use-drover.ts';
import { useSummary } from '../../store/use-summary.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { TabPanel, Tabs } from '../../ui/Tabs.tsx';
import { useThrottled } from '../../ui/use-throttled.ts';
import { CompareDiff } from './CompareDiff.tsx';
import { CompareEvents } from './CompareEvents.tsx';
import { CompareHeader } from './CompareHeader.tsx';
import { FactsTable } from './FactsTable.tsx';

type Part = 'events' | 'files' | 'a' | 'b';

/** Numbers of sessions that run are counted again this often at most. */
const COUNT_EVERY_MS = 500;

/** Two sessions side by side, from where they part. */
export function CompareScreen({ a, b }: { a: string; b: string }) {
  const drover = useDrover();
  const left = useSummary(a);
  const right = useSummary(b);
  if (left === undefined || right === undefined) return <Screen label="Compare" title="Compare" children={null} />;
  if (left === null || right === null) {
    return (
      <Screen label="Compare" title="Compare">
        <EmptyState
          title={left === null && right === null ? 'These sessions are not in the log' : 'One of these sessions is not in the log'}
          action={<Button onClick={() => drover.go({ screen: 'sessions' })}>Show all sessions</Button>}
        >
          It may belong to another data folder.
        </EmptyState>
      </Screen>
    );
  }
  return <Compared a={left} b={right} />;
}

function Compared({ a, b }: { a: SessionSummary; b: SessionSummary }) {
  const [part, setPart] = useState<Part>('events');
  const version = useThrottled(`${a.head} ${b.head}`, COUNT_EVERY_MS);
  const answer = useAnswer('session.compare', { a: a.id, b: b.id }, version);
  const comparison = answer?.ok === true ? answer.value : null;
  const files = `${comparison?.a.commit ?? ''} ${comparison?.b.commit ?? ''}`;
  return (
    <Screen label="Compare">
      <CompareHeader a={a} b={b} sharedSeq={comparison?.sharedSeq ?? null} />
      {answer?.ok === false ? (
        <div className="p-4">
          <ProblemView problem={answer.problem} />
        </div>
      ) : (
        <Tabs
          label="What is compared"
          value={part}
          onValue={setPart}
          tabs={[
            { value: 'events', label: 'Events and numbers' },
            { value: 'files', label: 'Files, A to B' },
            { value: 'a', label: 'A against its base' },
            { value: 'b', label: 'B against its base' },
          ]}
        >
          <TabPanel value="events">
            {comparison === null ? (
              <p className="p-4 text-ink-3">Counting…</p>
            ) : (
              <div className="flex min-h-0 flex-1">
                <CompareEvents key={`${a.id} ${b.id} ${comparison.sharedSeq}`} comparison={comparison} />
                <FactsTable comparison={comparison} />
              </div>
            )}
          </TabPanel>
          <TabPanel value="files">
            <CompareDiff
              channel="compare.diff"
              input={{ a: a.id, b: b.id }}
              session={a.id}
              version={files}
              same="Both have the same files."
            >
              The sessions are of two projects, or one of them has no files here yet.
            </CompareDiff>
          </TabPanel>
          <TabPanel value="a">
            <CompareDiff channel="session.diff" input={{ session: a.id }} session={a.id} version={files} same="A changed nothing.">
              The files of A are not here yet.
            </CompareDiff>
          </TabPanel>
          <TabPanel value="b">
            <CompareDiff channel="session.diff" input={{ session: b.id }} session={b.id} version={files} same="B changed nothing.">
              The files of B are not here yet.
            </CompareDiff>
          </TabPanel>
        </Tabs>
      )}
    </Screen>
  );
}
