import { useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { CriterionResult } from '../../../shared/criteria.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useKeys } from '../../app/use-keys.ts';
import { layoutStorage } from '../../bridge.ts';
import { useReview } from '../../store/use-review.ts';
import type { Watched } from '../../store/watched.ts';
import { Evidence } from '../../ui/Evidence.tsx';
import { MakeEntry } from '../coaching/entry/MakeEntry.tsx';
import { ChangesPane } from '../diff/ChangesPane.tsx';
import { AcceptDialog } from './AcceptDialog.tsx';
import { FindingsList } from './FindingsList.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { SendBackDialog } from './SendBackDialog.tsx';
import { VerdictHeadline } from './VerdictHeadline.tsx';
import { useVerdictFacts } from './use-verdict-facts.ts';

/** What the gate said, criterion by criterion, what it noticed, and the diff it judged; and what you make of it. */
export function VerdictPane({ summary, watched }: { summary: SessionSummary; watched: Watched | null }) {
  const [dialog, setDialog] = useState<'accept' | 'send' | 'reject' | null>(null);
  const [target, setTarget] = useState<{ path: string } | null>(null);
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'verdict',
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  });
  // A trial's verdict is evidence: there is nothing to decide.
  const isTrial = summary.dispatch.trial !== undefined;
  const open = summary.decision === null && !isTrial;
  const facts = useVerdictFacts(watched);
  const remarks = useReview(summary.id, (review) => review.remarks.length);
  useKeys({
    a: () => open && facts?.ended.passed === true && setDialog('accept'),
    // What was rejected can be given another try; what was accepted is a branch.
    s: () => !isTrial && summary.decision?.kind !== 'accepted' && setDialog('send'),
    r: () => open && setDialog('reject'),
  });
  if (facts === null || watched === null) return <p className="p-4 text-ink-3">Reading the verdict…</p>;
  const spec = watched.state?.outcome?.spec;
  const goal = spec?.goal ?? '';
  return (
    <>
      <VerdictHeadline
        summary={summary}
        facts={facts}
        goal={goal}
        remarks={remarks}
        onAccept={() => setDialog('accept')}
        onSendBack={() => setDialog('send')}
        onReject={() => setDialog('reject')}
      />
      <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
        <Panel id="criteria" defaultSize="40%" minSize="320px" className="flex min-w-0 flex-col">
          <div role="region" aria-label="Criteria" tabIndex={0} className="min-h-0 flex-1 overflow-auto p-2 outline-offset-[-2px]">
            <ul className="flex flex-col gap-1">
              {facts.ended.criteria
                .toSorted((a, b) => urgency(a) - urgency(b))
                .map((result) => (
                  <li
                    key={result.id}
                    className={`flex items-start rounded-md border bg-surface-1 ${result.visibility === 'held_out' ? 'border-held/40' : 'border-line'}`}
                  >
                    <div className="min-w-0 flex-1">
                      <Evidence result={result} preview criterion={spec?.criteria.find(({ id }) => id === result.id)} />
                    </div>
                    {result.passed || result.weight === 'should' ? null : <MakeEntry summary={summary} criterion={result.id} />}
                  </li>
                ))}
            </ul>
            <FindingsList findings={facts.ended.findings ?? []} onShow={(path) => setTarget({ path })} />
          </div>
        </Panel>
        <Separator
          aria-label="Resize the panels"
          className="w-px bg-line data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong"
        />
        <Panel id="diff" minSize="360px" className="flex min-w-0 flex-col">
          <ChangesPane summary={summary} snapshot={facts.commit} target={target} />
        </Panel>
      </Group>
      {dialog === 'accept' ? <AcceptDialog onClose={() => setDialog(null)} summary={summary} goal={goal} /> : null}
      <SendBackDialog open={dialog === 'send'} onClose={() => setDialog(null)} summary={summary} />
      <RejectDialog open={dialog === 'reject'} onClose={() => setDialog(null)} summary={summary} />
    </>
  );
}

/** What failed first, then what is in doubt, then what holds. */
function urgency(result: CriterionResult): number {
  return result.passed ? 2 : result.doubt === undefined ? 0 : 1;
}
