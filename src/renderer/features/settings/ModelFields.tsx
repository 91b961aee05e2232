import { Trash2 } from 'lucide-react';
import type { ProviderModel } from '../../../shared/settings.ts';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

interface ModelFieldsProps {
  model: ProviderModel;
  mistake: string | undefined;
  /** The first row has the labels for all. */
  first: boolean;
  onChange: (model: ProviderModel) => void;
  onRemove: (() => void) | undefined;
}

const prices = [
  ['input', 'Input'],
  ['output', 'Output'],
  ['cacheRead', 'Cache read'],
  ['cacheWrite', 'Cache write'],
] as const;

export function ModelFields({ model, mistake, first, onChange, onRemove }: ModelFieldsProps) {
  return (
    <div className="grid grid-cols-[1fr_repeat(4,4.5rem)_5.25rem_5.5rem_1.75rem] items-start gap-2">
      <Field label={first ? 'Model id' : undefined} error={mistake}>
        <TextInput aria-label="Model id" mono value={model.id} onValue={(id) => onChange({ ...model, id })} />
      </Field>
      {prices.map(([field, label]) => (
        <Field key={field} label={first ? label : undefined}>
          <NumberInput
            aria-label={`${label}, dollars per million tokens`}
            value={model.prices[field]}
            onValue={(price) => onChange({ ...model, prices: { ...model.prices, [field]: price ?? 0 } })}
          />
        </Field>
      ))}
      <Field label={first ? 'Most output' : undefined}>
        <NumberInput
          aria-label="Most output tokens"
          value={model.maxOutputTokens}
          onValue={(tokens) => onChange({ ...model, maxOutputTokens: tokens ?? 16_000 })}
        />
      </Field>
      <Field label={first ? 'Window' : undefined}>
        <NumberInput
          aria-label="Tokens that the window holds"
          value={model.contextTokens}
          onValue={(tokens) => onChange({ ...model, contextTokens: tokens ?? 200_000 })}
        />
      </Field>
      {onRemove === undefined ? (
        <span />
      ) : (
        <IconButton className={first ? 'mt-5' : ''} label={`Remove model ${model.id}`} icon={<Trash2 />} onClick={onRemove} />
      )}
    </div>
  );
}
