import { useEffect, useState } from 'react';
import type { FieldValue } from '../../../../shared/spec-edit.ts';
import { isList, type YamlValue } from '../../../../shared/yaml-words.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextArea, TextInput } from '../../../ui/TextInput.tsx';
import { emptyWords, type CardField } from './card-fields.ts';

interface FieldControlProps {
  field: CardField;
  /** As it stands in the text; undefined: it is left out. */
  value: YamlValue | undefined;
  mistake: string | undefined;
  /** Empty fields say that they must not be. */
  asked: boolean;
  /** While it is typed; undefined takes the field out. */
  onType: (value: FieldValue | undefined) => void;
  autoFocus?: boolean;
  /** At once. */
  onChoose: (value: FieldValue | undefined) => void;
}

const spans = { 3: 'col-span-3', 4: 'col-span-4', 6: 'col-span-6', 8: 'col-span-8', 12: 'col-span-12' };

/** One field of a criterion, its mistake beside it. What is typed is shown at once and read when the typing pauses. */
export function FieldControl({ field, value, mistake, asked, autoFocus = false, onType, onChoose }: FieldControlProps) {
  const written = wordsOf(value);
  const [typed, setTyped] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);
  // The text has caught up, or says something else by now.
  useEffect(() => setTyped(null), [written]);
  const shown = typed ?? written;
  const isEmpty = shown.trim() === '';
  const error =
    mistake === undefined || (isEmpty && !asked && !touched) ? undefined : isEmpty ? (emptyWords[field.name] ?? mistake) : mistake;
  const onValue = (text: string): void => {
    setTyped(text);
    // Not when it is left: a line that appears under the mouse takes the next click away.
    setTouched(true);
    onType(valueOf(field, text));
  };
  const common = { value: shown, onValue, placeholder: placeholderOf(field) };
  return (
    <Field label={field.label} error={error} className={spans[field.span]}>
      {field.type === 'choice' ? (
        <Select
          label={field.label}
          value={written === '' ? String(field.options[0]?.value) : written}
          options={field.options.map((option) => ({ ...option, value: String(option.value) }))}
          onValue={(chosen) => {
            const option = field.options.find((one) => String(one.value) === chosen);
            // What it is anyway need not be written.
            onChoose(option === field.options[0] ? undefined : option?.value);
          }}
        />
      ) : field.type === 'globs' ? (
        <TextArea mono rows={Math.min(6, Math.max(1, shown.split('\n').length))} {...common} />
      ) : field.type === 'long' ? (
        <TextArea rows={Math.min(6, Math.max(2, Math.ceil(shown.length / 60)))} {...common} />
      ) : (
        <TextInput
          autoFocus={autoFocus}
          mono={field.type === 'machine'}
          inputMode={field.type === 'number' ? 'decimal' : 'text'}
          {...common}
        />
      )}
    </Field>
  );
}

function wordsOf(value: YamlValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return isList(value) ? value.map(wordsOf).join('\n') : JSON.stringify(value);
  return String(value);
}

/** What is no number stays as it is typed: its mistake is then said beside it. */
function valueOf(field: CardField, text: string): FieldValue | undefined {
  if (field.type === 'globs') {
    const globs = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    return globs.length === 0 ? undefined : globs;
  }
  if (text === '') return emptyWords[field.name] === undefined || field.name === 'title' ? undefined : '';
  if (field.type !== 'number') return text;
  const number = Number(text.trim().replace(',', '.'));
  return Number.isFinite(number) && text.trim() !== '' ? number : text;
}

function placeholderOf(field: CardField): string {
  if (field.type === 'globs') return `${field.placeholder ?? ''}, one a line`;
  if (field.type === 'number' && field.otherwise !== undefined) return String(field.otherwise);
  return field.placeholder ?? '';
}
