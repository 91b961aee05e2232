import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { EntryDialog } from './entry/EntryDialog.tsx';
import { emptyEntry } from './entry/use-entry-form.ts';

/** An entry by hand. @param look `primary` where there is nothing else to do */
export function AddEntry({ project, look = 'plain' }: { project: string; look?: 'plain' | 'primary' }) {
  const drover = useDrover();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} icon={<Plus />} onClick={() => setOpen(true)}>
        Add entry
      </Button>
      {open ? (
        <EntryDialog
          project={project}
          start={emptyEntry}
          onClose={() => setOpen(false)}
          onSaved={(id) => drover.replace({ screen: 'coaching', project, entry: id })}
        />
      ) : null}
    </>
  );
}
