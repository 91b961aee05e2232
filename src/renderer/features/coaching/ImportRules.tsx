import { useState } from 'react';
import type { CoachingView } from '../../../shared/ipc-coaching.ts';
import { Button } from '../../ui/Button.tsx';
import type { CoachingDesk } from './coaching-desk.ts';
import { RulesDialog } from './RulesDialog.tsx';

/** Rules that are in the repository already, as entries. */
export function ImportRules({ view, desk }: { view: CoachingView; desk: Pick<CoachingDesk, 'edit'> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Import rules…</Button>
      {open ? <RulesDialog view={view} desk={desk} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
