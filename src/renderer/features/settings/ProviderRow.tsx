import { CircleCheck, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Outputs } from '../../../shared/ipc.ts';
import type { ProviderView } from '../../../shared/settings-view.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { SettingsRow } from './SettingsRow.tsx';

const keys = { stored: 'key in the keyring', memory: 'key for this run', none: 'no key' };

export function ProviderRow({ provider, onEdit }: { provider: ProviderView; onEdit: () => void }) {
  const drover = useDrover();
  const [test, setTest] = useState<Outputs['provider.test'] | 'running' | null>(null);
  const [removing, setRemoving] = useState(false);
  const model = provider.models[0]?.id;
  async function run(): Promise<void> {
    if (model === undefined) return;
    setTest('running');
    setTest((await drover.call('provider.test', { id: provider.id, model })) ?? null);
  }
  return (
    <SettingsRow
      name={provider.name}
      aside={
        <span className={`text-sm font-normal ${provider.key === 'none' && !provider.builtIn ? 'text-waiting' : 'text-ink-3'}`}>
          {provider.builtIn ? 'built in, needs no key' : keys[provider.key]}
        </span>
      }
      detail={
        <>
          <span className="machine">{provider.baseURL}</span> · {provider.models.map((entry) => entry.id).join(', ')}
        </>
      }
      actions={
        <>
          <Button busy={test === 'running'} disabled={model === undefined} onClick={() => void run()}>
            Test
          </Button>
          {provider.builtIn ? null : (
            <>
              <IconButton label={`Edit ${provider.name}`} icon={<Pencil />} onClick={onEdit} />
              <IconButton label={`Remove ${provider.name}`} icon={<Trash2 />} onClick={() => setRemoving(true)} />
            </>
          )}
        </>
      }
    >
      {test === null || test === 'running' ? null : test.ok ? (
        <p role="status" className="mt-2 flex items-center gap-2 text-passed">
          <CircleCheck aria-hidden="true" className="size-4" /> {model} answered in {Math.round(test.latencyMs)} ms
        </p>
      ) : (
        <div className="mt-2">
          <ProblemView problem={test.problem} action={provider.builtIn ? undefined : <Button onClick={onEdit}>Edit the provider</Button>} />
        </div>
      )}
      <RemoveDialog
        open={removing}
        what={provider.name}
        description="Its key is removed too. Sessions that used it stay; they cannot go on without it."
        onClose={() => setRemoving(false)}
        onRemove={() => drover.call('provider.remove', { id: provider.id })}
      />
    </SettingsRow>
  );
}
