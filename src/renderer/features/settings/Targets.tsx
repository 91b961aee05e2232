import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { Button } from '../../ui/Button.tsx';
import { SettingsHead } from './SettingsHead.tsx';
import { TargetDialog } from './TargetDialog.tsx';
import { TargetRow } from './TargetRow.tsx';

export function Targets({ settings }: { settings: SettingsView }) {
  const [editing, setEditing] = useState<SettingsView['targets'][number] | 'new' | null>(null);
  return (
    <>
      <SettingsHead
        title="Targets"
        action={
          <Button icon={<Plus />} onClick={() => setEditing('new')}>
            Add target
          </Button>
        }
      >
        The machines on which sandboxes are made. Nothing is installed there but one small file.
      </SettingsHead>
      <div className="flex flex-col gap-2">
        {settings.targets.map((target) => (
          <TargetRow key={target.id} target={target} onEdit={() => setEditing(target)} />
        ))}
      </div>
      {editing === null ? null : (
        <TargetDialog target={editing === 'new' ? null : editing} settings={settings} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
