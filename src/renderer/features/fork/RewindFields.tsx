import { useState } from 'react';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextInput.tsx';
import { modelOptions, targetOptions } from '../spec/dispatch/dispatch-options.ts';
import type { SpecCheck } from '../spec/use-spec-check.ts';
import type { RewindChoice, RewindStart } from './rewind-plan.ts';

interface RewindFieldsProps {
  start: RewindStart;
  choice: RewindChoice;
  settings: SettingsView;
  /** What is known of a changed spec; null while it is looked at. */
  checked: SpecCheck | null;
  onChange: (change: Partial<RewindChoice>) => void;
}

const messages: Record<RewindStart['said'], { label: string; hint: string }> = {
  here: { label: 'Your message at this event', hint: 'Changed, it takes the place of what you said there.' },
  next: { label: 'Your message that came next', hint: 'It is said again, as it stands here. Empty: it is left out.' },
  nothing: { label: 'A message to go on with', hint: 'Optional. Without one the worker goes on from where it was.' },
};

/** What may be different from here on. */
export function RewindFields({ start, choice, settings, checked, onChange }: RewindFieldsProps) {
  const [specOpen, setSpecOpen] = useState(start.spec === '');
  const message = messages[start.said];
  const [mistake] = checked?.mistakes ?? [];
  const [warning] = checked?.warnings ?? [];
  return (
    <>
      <Field label={message.label} hint={message.hint}>
        <TextArea autoFocus rows={3} value={choice.message} onValue={(text) => onChange({ message: text })} />
      </Field>
      {specOpen ? (
        <Field
          label="Spec"
          hint={
            mistake === undefined && warning !== undefined ? (
              <span className="text-waiting">
                Line {warning.line}: {warning.message}
              </span>
            ) : start.spec === '' ? (
              'This session has none. Write what is to be done and the criteria that prove it.'
            ) : undefined
          }
          error={mistake === undefined ? undefined : `Line ${mistake.line}: ${mistake.message}`}
        >
          <TextArea mono autoFocus rows={10} wrap="off" value={choice.spec} onValue={(spec) => onChange({ spec })} />
        </Field>
      ) : (
        <div className="flex items-center gap-3">
          <p className="text-ink-2">
            Spec: {choice.spec === start.spec ? 'as it was at this event' : 'changed'}, {choice.spec.split('\n').length} lines
          </p>
          <Button onClick={() => setSpecOpen(true)}>Change the spec</Button>
        </div>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <Field label="Model">
          <Select
            label="Model"
            className="w-64"
            placeholder={choice.model === '' ? 'Choose…' : `${choice.model} (not in settings)`}
            value={`${choice.provider}\n${choice.model}`}
            options={modelOptions(settings)}
            onValue={(value) => {
              const [provider = '', model = ''] = value.split('\n');
              onChange({ provider, model });
            }}
          />
        </Field>
        <Field label="Target">
          <Select
            label="Target"
            className="w-48"
            placeholder={choice.target === '' ? 'Choose…' : `${choice.target} (not in settings)`}
            value={choice.target}
            options={targetOptions(settings)}
            onValue={(target) => onChange({ target })}
          />
        </Field>
        <Field label="Coaching">
          <Select
            label="Coaching"
            className="w-56"
            value={choice.coaching}
            options={[
              {
                value: 'keep',
                label: start.told === 0 ? 'As it was: none' : `As it was: ${start.told === 1 ? '1 entry' : `${start.told} entries`}`,
              },
              { value: 'now', label: 'The file as it is now' },
              ...(start.told === 0 ? [] : [{ value: 'none' as const, label: 'None' }]),
            ]}
            onValue={(coaching) => onChange({ coaching })}
          />
        </Field>
      </div>
    </>
  );
}
