import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ProviderView, SettingsView } from '../../../shared/settings-view.ts';
import { Button } from '../../ui/Button.tsx';
import { ProviderDialog } from './ProviderDialog.tsx';
import { ProviderRow } from './ProviderRow.tsx';
import { SettingsHead } from './SettingsHead.tsx';

export function Providers({ settings }: { settings: SettingsView }) {
  const [editing, setEditing] = useState<ProviderView | 'new' | null>(null);
  return (
    <>
      <SettingsHead
        title="Providers"
        action={
          <Button icon={<Plus />} onClick={() => setEditing('new')}>
            Add provider
          </Button>
        }
      >
        Anything that speaks the Messages API: Anthropic, a gateway, a server of your own.
      </SettingsHead>
      {settings.keyring.available ? null : (
        <p className="mb-3 rounded-md bg-waiting-soft px-3 py-2">
          <span className="font-semibold text-waiting">Keys last for this run only.</span> {settings.keyring.reason}
        </p>
      )}
      <div className="flex flex-col gap-2">
        {settings.providers.map((provider) => (
          <ProviderRow key={provider.id} provider={provider} onEdit={() => setEditing(provider)} />
        ))}
      </div>
      {editing === null ? null : (
        <ProviderDialog provider={editing === 'new' ? null : editing} settings={settings} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
