import { useState } from 'react';
import { visibleLine, visibleText } from '../../../../shared/visible-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { TextArea } from '../../../ui/TextInput.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { ProbeEditor } from './ProbeEditor.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { useEntryForm, type EntryForm, type EntryStart } from './use-entry-form.ts';

interface EntryDialogProps {
  project: string;
  start: EntryStart;
  onClose: () => void;
  /** It is in the file; a new one with a probe then offers to confirm that. */
  onSaved?: (id: string) => void;
}

/** An entry's words, to whom it is told, and the probe that shows its fault. */
export function EntryDialog({ project, start, onClose, onSaved }: EntryDialogProps) {
  const form = useEntryForm(project, start);
  const [confirming, setConfirming] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const isNew = start.kind === 'new';
  const isTested = form.parsed !== null;
  async function save(told: boolean): Promise<void> {
    if (form.lacks !== null) return;
    const id = await form.save(told);
    if (id === null) return;
    onSaved?.(id);
    if (isNew && isTested) setConfirming(id);
    else onClose();
  }
  if (confirming !== null) return <ConfirmDialog project={project} entry={confirming} isNew onClose={onClose} />;
  return (
    <Dialog
      open
      // What was written is not lost to one key.
      onClose={() => (form.dirty && !leaving ? setLeaving(true) : onClose())}
      wide
      title={isNew ? 'New coaching entry' : `Edit ${visibleLine(start.entry.id)}`}
      description={descriptionOf(start)}
      onSubmit={() => void save(!isTested)}
      buttons={
        <>
          <p role="status" className="mr-auto min-w-0 self-center wrap-anywhere text-ink-2">
            {leaving ? 'Once more to throw away what you wrote.' : form.dirty ? form.lacks : ''}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          {isNew ? <NewButtons form={form} onTell={() => void save(true)} /> : <SaveButton form={form} />}
        </>
      }
    >
      {isNew && start.source !== null ? (
        <p className="copyable line-clamp-4 shrink-0 rounded-md bg-surface-3 px-2.5 py-1.5 wrap-anywhere text-ink-2">
          {visibleText(start.source)}
        </p>
      ) : null}
      <Field label="What a worker is told">
        <TextArea autoFocus rows={3} value={form.text} onValue={(text) => form.change({ text })} />
      </Field>
      <ScopeFields scope={form.scope} onScope={form.changeScope} />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-sm text-ink-2">Probe</p>
        <ProbeEditor
          text={form.probe}
          probe={form.parsed}
          folder={`.drover/probes/${form.id}`}
          onText={(probe) => form.change({ probe })}
        />
      </div>
      {form.problem === null ? null : <ProblemView problem={form.problem} />}
    </Dialog>
  );
}

/** Tried first where it can be tried: nobody is told before it has shown what it is worth. */
function NewButtons({ form, onTell }: { form: EntryForm; onTell: () => void }) {
  const disabled = form.lacks !== null;
  if (form.parsed === null) {
    return (
      <Button look="primary" type="submit" busy={form.busy} disabled={disabled}>
        Tell it from now on
      </Button>
    );
  }
  return (
    <>
      <Button busy={form.busy} disabled={disabled} onClick={onTell}>
        Tell it from now on
      </Button>
      <Button look="primary" type="submit" busy={form.busy} disabled={disabled} title="Nobody is told before it has been tried">
        Try it first
      </Button>
    </>
  );
}

function SaveButton({ form }: { form: EntryForm }) {
  return (
    <Button look="primary" type="submit" busy={form.busy} disabled={form.lacks !== null || !form.dirty}>
      Save
    </Button>
  );
}

function descriptionOf(start: EntryStart): string {
  if (start.kind === 'edit') return 'Other words or another probe are tried anew: what trials said was said of the old ones.';
  return 'One line that makes up for what the model did not do. With a probe it can be tried before anybody is told.';
}
