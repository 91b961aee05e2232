import { Link2, Rewind } from 'lucide-react';
import { useState, type ComponentType } from 'react';
import { formatEventLink } from '../../../../shared/event-link.ts';
import type { SessionSummary } from '../../../../shared/summary.ts';
import { copyText } from '../../../bridge.ts';
import { useDrover } from '../../../store/use-drover.ts';
import type { Watched } from '../../../store/watched.ts';
import { Button } from '../../../ui/Button.tsx';
import { TabPanel, Tabs } from '../../../ui/Tabs.tsx';
import { formatMoney } from '../../../ui/format-money.ts';
import { formatExact } from '../../../ui/format-time.ts';
import { RewindDialog } from '../../fork/RewindDialog.tsx';
import { useSessionView, useViewState } from '../session-view.ts';
import { clock } from '../strip/axis.ts';
import { useRestingCursor } from '../use-resting-cursor.ts';
import { CostTab } from './CostTab.tsx';
import { CriteriaTab } from './CriteriaTab.tsx';
import { EventTab } from './EventTab.tsx';
import { FilesTab } from './FilesTab.tsx';
import { SessionTab } from './SessionTab.tsx';
import { SawTab } from './SawTab.tsx';

export interface InstantProps {
  summary: SessionSummary;
  watched: Watched;
  /** The event under the cursor, once it rests there; 0: there is none. */
  seq: number;
}

const tabs = [
  { value: 'event', label: 'Event' },
  { value: 'saw', label: 'Saw' },
  { value: 'files', label: 'Files' },
  { value: 'criteria', label: 'Criteria' },
  { value: 'cost', label: 'Cost' },
  { value: 'session', label: 'Session' },
] as const;
type InstantTab = (typeof tabs)[number]['value'];

const panels: Record<InstantTab, ComponentType<InstantProps>> = {
  event: EventTab,
  saw: SawTab,
  files: FilesTab,
  criteria: CriteriaTab,
  cost: CostTab,
  session: SessionTab,
};

/** The session as it stood at the event under the cursor. */
export function InstantPane({ summary, watched }: { summary: SessionSummary; watched: Watched }) {
  const seq = useRestingCursor();
  const [tab, setTab] = useState<InstantTab>('event');
  const Panel = panels[tab];
  return (
    <section aria-label="At this instant" className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1">
      <InstantHead summary={summary} watched={watched} />
      <Tabs label="At this instant" value={tab} tabs={tabs} onValue={setTab}>
        <TabPanel value={tab}>
          <Panel summary={summary} watched={watched} seq={seq} />
        </TabPanel>
      </Tabs>
    </section>
  );
}

function InstantHead({ summary, watched }: { summary: SessionSummary; watched: Watched }) {
  const drover = useDrover();
  const { store } = useSessionView();
  const empty = useViewState((state) => state.cursor === 0);
  const [rewinding, setRewinding] = useState<number | null>(null);
  async function copyLink(): Promise<void> {
    const { cursor } = store.getState();
    const answer = await drover.call('session.events', { session: summary.id, from: cursor, limit: 1 });
    const event = answer?.[0];
    if (event === undefined) return;
    if (await copyText(formatEventLink({ session: summary.id, event: event.id })))
      drover.note(`The link to event ${cursor} is on the clipboard`);
  }
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 px-3">
      <h2 className="copyable min-w-0 flex-1 truncate">
        {empty ? <span className="text-ink-3">Nothing happened yet</span> : <Where watched={watched} />}
      </h2>
      <Button icon={<Rewind />} disabled={empty} onClick={() => setRewinding(store.getState().cursor)}>
        Rewind here
      </Button>
      <Button icon={<Link2 />} disabled={empty} onClick={() => void copyLink()}>
        Copy link
      </Button>
      <RewindDialog session={summary.id} seq={rewinding ?? 1} open={rewinding !== null} onClose={() => setRewinding(null)} />
    </header>
  );
}

/** The one part of the pane that is another at each step of the cursor. */
function Where({ watched }: { watched: Watched }) {
  const cursor = useViewState((state) => state.cursor);
  const { columns, density } = watched.index;
  const at = columns.at[cursor - 1] ?? 0;
  return (
    <>
      <span className="font-semibold">#{cursor.toLocaleString('en')}</span>
      <span className="text-ink-3"> · </span>
      <span title={formatExact(at)}>{clock(at - (columns.at[0] ?? 0))}</span>
      <span className="text-ink-3"> · </span>
      <span title="Spent up to here">{formatMoney(density.costBefore(columns, cursor))}</span>
    </>
  );
}
