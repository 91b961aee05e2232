import { FileText, SlidersHorizontal, Terminal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { subjectOf, type Criterion } from '../../../shared/criteria.ts';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

interface CriterionCardProps {
  criterion: Criterion;
  mistake: (field: string) => string | undefined;
  onChange: (criterion: Criterion) => void;
  onRemove: () => void;
}

/** One criterion: what is checked, who sees it, and whether it must hold. */
export function CriterionCard({ criterion, mistake, onChange, onRemove }: CriterionCardProps) {
  const [more, setMore] = useState(false);
  const hidden = criterion.visibility === 'held_out';
  const Icon = criterion.kind === 'command' ? Terminal : FileText;
  return (
    <article
      aria-label={`Criterion ${criterion.id}`}
      className={`flex flex-col gap-2 rounded-md border bg-surface-1 p-3 ${hidden ? 'border-held/50' : 'border-line'}`}
    >
      <header className="flex items-center gap-2">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        <span className="min-w-0 truncate font-semibold">{criterion.title ?? criterion.id}</span>
        <Select
          label="Who sees it"
          value={criterion.visibility}
          options={[
            { value: 'shown', label: 'Shown', detail: 'the worker sees and runs it' },
            { value: 'held_out', label: 'Held out', detail: 'only the gate knows it' },
          ]}
          onValue={(visibility) => onChange({ ...criterion, visibility })}
          className={`ml-auto shrink-0 ${hidden ? 'font-semibold text-held' : ''}`}
        />
        <Select
          label="How much it counts"
          value={criterion.weight}
          options={[
            { value: 'must', label: 'Must', detail: 'decides the verdict' },
            { value: 'should', label: 'Should', detail: 'reported only' },
          ]}
          onValue={(weight) => onChange({ ...criterion, weight })}
          className="shrink-0"
        />
        <IconButton label="More about this criterion" icon={<SlidersHorizontal />} aria-expanded={more} onClick={() => setMore(!more)} />
        <IconButton label="Remove this criterion" icon={<Trash2 />} onClick={onRemove} />
      </header>
      {criterion.kind === 'command' ? (
        <Field label="Command" error={mistake('run')}>
          <TextInput mono value={criterion.run} placeholder="npm test -- upload" onValue={(run) => onChange({ ...criterion, run })} />
        </Field>
      ) : criterion.kind !== 'file' ? (
        <p className="text-ink-2">{subjectOf(criterion)}</p>
      ) : (
        <div className="flex gap-2">
          <Field label="Path" error={mistake('path')} className="flex-1">
            <TextInput mono value={criterion.path} placeholder="docs/uploads.md" onValue={(path) => onChange({ ...criterion, path })} />
          </Field>
          <Field label="The file">
            <Select
              label="The file"
              value={criterion.exists ? 'yes' : 'no'}
              options={[
                { value: 'yes', label: 'exists' },
                { value: 'no', label: 'is not there' },
              ]}
              onValue={(exists) => onChange({ ...criterion, exists: exists === 'yes' })}
            />
          </Field>
        </div>
      )}
      {more ? <Details criterion={criterion} mistake={mistake} onChange={onChange} /> : <Summary criterion={criterion} />}
    </article>
  );
}

/** What the closed card does not show, in words, where it is not the default. */
function Summary({ criterion }: { criterion: Criterion }) {
  const said =
    criterion.kind === 'command'
      ? [
          `exit ${criterion.exitCode}`,
          pattern('output', criterion.output),
          criterion.timeoutSeconds === 300 ? '' : `within ${criterion.timeoutSeconds} s`,
        ]
      : criterion.kind === 'file'
        ? [pattern('text', criterion.matches)]
        : [];
  const words = said.filter((part) => part !== '').join(' · ');
  return words === '' ? null : <p className="truncate text-sm text-ink-3">{words}</p>;
}

function pattern(what: string, source: string | undefined): string {
  return source === undefined || source === '' ? '' : `${what} matches /${source}/`;
}

function Details({ criterion, mistake, onChange }: Omit<CriterionCardProps, 'onRemove'>) {
  // An emptied field is a field that is not there, in the file too.
  const optional = (text: string): string | undefined => (text === '' ? undefined : text);
  return (
    <div className="grid grid-cols-2 gap-2 border-t border-line pt-2">
      <Field label="Title" error={mistake('title')}>
        <TextInput
          value={criterion.title ?? ''}
          placeholder="What a person calls it"
          onValue={(title) => onChange({ ...criterion, title: optional(title) })}
        />
      </Field>
      <Field label="Id" error={mistake('id')}>
        <TextInput mono value={criterion.id} onValue={(id) => onChange({ ...criterion, id })} />
      </Field>
      {criterion.kind === 'command' ? (
        <>
          <Field label="Output matches" error={mistake('output')}>
            <TextInput
              mono
              value={criterion.output ?? ''}
              placeholder="regular expression"
              onValue={(output) => onChange({ ...criterion, output: optional(output) })}
            />
          </Field>
          <div className="grid grid-cols-2 gap-2">
            <Field label="Exit code" error={mistake('exitCode')}>
              <NumberInput value={criterion.exitCode} onValue={(exitCode) => onChange({ ...criterion, exitCode: exitCode ?? 0 })} />
            </Field>
            <Field label="Time limit, s" error={mistake('timeoutSeconds')}>
              <NumberInput
                value={criterion.timeoutSeconds}
                onValue={(timeoutSeconds) => onChange({ ...criterion, timeoutSeconds: timeoutSeconds ?? 300 })}
              />
            </Field>
          </div>
        </>
      ) : criterion.kind !== 'file' ? null : (
        <Field label="Text matches" error={mistake('matches')} className="col-span-2">
          <TextInput
            mono
            value={criterion.matches ?? ''}
            placeholder="regular expression"
            onValue={(matches) => onChange({ ...criterion, matches: optional(matches) })}
          />
        </Field>
      )}
    </div>
  );
}
