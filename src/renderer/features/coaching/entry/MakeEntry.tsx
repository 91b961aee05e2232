import { Lightbulb } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { SessionSummary } from '../../../../shared/summary.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';

// It brings an editor, which a verdict is read without.
const DraftDialog = lazy(async () => ({ default: (await import('./DraftDialog.tsx')).DraftDialog }));

interface MakeEntryProps {
  summary: Pick<SessionSummary, 'id' | 'dispatch'>;
  /** As a sign beside something that has failed; else in words. */
  small?: boolean;
}

/** What went wrong becomes a line that workers are told, with a probe that shows the fault. Not for trials: they are that probe. */
export function MakeEntry({ summary, small = false }: MakeEntryProps) {
  const [open, setOpen] = useState(false);
  if (summary.dispatch.trial !== undefined) return null;
  return (
    <>
      {small ? (
        <IconButton label="Make this a coaching entry" icon={<Lightbulb />} onClick={() => setOpen(true)} />
      ) : (
        <Button icon={<Lightbulb />} onClick={() => setOpen(true)}>
          Make this a coaching entry
        </Button>
      )}
      {open ? <OpenDraft summary={summary} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** For who opens it from elsewhere. */
export function OpenDraft({ summary, onClose }: { summary: MakeEntryProps['summary']; onClose: () => void }) {
  return (
    <Suspense>
      <DraftDialog summary={summary} onClose={onClose} />
    </Suspense>
  );
}
