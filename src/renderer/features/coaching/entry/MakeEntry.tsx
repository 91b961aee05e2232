import { Lightbulb } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { SessionSummary } from '../../../../shared/summary.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';

// It brings an editor, which a verdict is read without.
const DraftDialog = lazy(async () => ({ default: (await import('./DraftDialog.tsx')).DraftDialog }));

interface MakeEntryProps {
  summary: Pick<SessionSummary, 'id' | 'dispatch'>;
  /** The criterion that failed, which it is a sign beside; without it in words, of all that went wrong. */
  criterion?: string;
}

/** What went wrong becomes a line that workers are told, with a probe that shows the fault. Not for trials: they are that probe. */
export function MakeEntry({ summary, criterion }: MakeEntryProps) {
  const [open, setOpen] = useState(false);
  if (summary.dispatch.trial !== undefined) return null;
  return (
    <>
      {criterion !== undefined ? (
        <IconButton label="Make this a coaching entry" icon={<Lightbulb />} onClick={() => setOpen(true)} />
      ) : (
        <Button icon={<Lightbulb />} onClick={() => setOpen(true)}>
          Make this a coaching entry
        </Button>
      )}
      {open ? <OpenDraft summary={summary} criterion={criterion} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** For who opens it from elsewhere. */
export function OpenDraft(props: { summary: MakeEntryProps['summary']; criterion?: string | undefined; onClose: () => void }) {
  return (
    <Suspense>
      <DraftDialog {...props} />
    </Suspense>
  );
}
