import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { formatEventLink } from '../../../shared/event-link.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { copyText } from '../../bridge.ts';
import { useDrover } from '../../store/use-drover.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { OpenDraft } from '../coaching/entry/MakeEntry.tsx';
import { RewindDialog } from '../fork/RewindDialog.tsx';
import { useLineage } from '../fork/use-lineage.ts';
import { VerifyDialog } from './VerifyDialog.tsx';

/** What can be done with a session as a whole, beside stopping it and going on. */
export function SessionMenu({ summary }: { summary: SessionSummary }) {
  const drover = useDrover();
  const from = useLineage()[summary.id];
  // The position is taken when the dialog opens: a running session grows meanwhile.
  const [forkAt, setForkAt] = useState<number | null>(null);
  const [drafting, setDrafting] = useState(false);
  const [verifying, setVerifying] = useState(false);
  async function exportAs(format: 'jsonl' | 'html'): Promise<void> {
    const written = await drover.call('session.export', { session: summary.id, format });
    if (written != null) drover.note(`Written to ${written.path}`);
  }
  async function copyLink(): Promise<void> {
    if (await copyText(formatEventLink({ session: summary.id, event: null }))) drover.note('The link is on the clipboard.');
  }
  return (
    <>
      <Menu
        trigger={<IconButton label="More about this session" icon={<Ellipsis />} />}
        items={[
          { label: 'Go on in a new session…', onChoose: () => setForkAt(summary.head) },
          ...(from === undefined
            ? []
            : [
                {
                  label: 'Compare with where it came from',
                  onChoose: () => drover.go({ screen: 'compare' as const, a: from.parent, b: summary.id }),
                },
              ]),
          ...(summary.imported !== null || summary.dispatch.trial !== undefined
            ? []
            : [{ label: 'Make a coaching entry of it…', onChoose: () => setDrafting(true) }]),
          { label: 'Copy link', onChoose: () => void copyLink() },
          { label: 'Export as JSONL…', detail: 'imports again', onChoose: () => void exportAs('jsonl') },
          { label: 'Export as HTML…', detail: 'one page, no server', onChoose: () => void exportAs('html') },
          { label: 'Verify', detail: 'against the hash chain', onChoose: () => setVerifying(true) },
        ]}
      />
      <RewindDialog session={summary.id} seq={forkAt ?? 1} open={forkAt !== null} onClose={() => setForkAt(null)} />
      {drafting ? <OpenDraft summary={summary} onClose={() => setDrafting(false)} /> : null}
      <VerifyDialog summary={summary} open={verifying} onClose={() => setVerifying(false)} />
    </>
  );
}
