import type { DraftSpec } from '../../../../shared/spec-draft.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { baseOf } from './card-base.ts';
import type { Base } from './use-base.ts';

interface ProvesNothingDialogProps {
  ids: readonly string[];
  spec: DraftSpec;
  bases: Base['bases'];
  onAnyway: () => void;
  onBack: () => void;
}

/** Criteria that must hold and hold already: whoever dispatches them learns nothing from their passing. */
export function ProvesNothingDialog({ ids, spec, bases, onAnyway, onBack }: ProvesNothingDialogProps) {
  const many = ids.length > 1;
  return (
    <Dialog
      open
      onClose={onBack}
      title={many ? `${ids.length} criteria already pass on the base` : 'A criterion already passes on the base'}
      description={
        many
          ? 'They prove nothing about the work. Change them, or say on their cards that they are regression guards.'
          : 'It proves nothing about the work. Change it, or say on its card that it is a regression guard.'
      }
      onSubmit={onAnyway}
      buttons={
        <>
          <Button onClick={onBack}>Back</Button>
          <Button look="primary" type="submit">
            Dispatch anyway
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-1">
        {spec.criteria
          .filter(({ id }) => id !== undefined && ids.includes(id))
          .map((criterion) => {
            const base = baseOf(criterion, bases);
            return (
              <li key={criterion.index} className="min-w-0">
                <span className="machine font-semibold">{criterion.id}</span>
                <span className="block wrap-anywhere text-ink-2">
                  {base.state === 'known' ? visibleLine(`${base.result.evidence.subject}: ${base.result.reason}`) : ''}
                </span>
              </li>
            );
          })}
      </ul>
    </Dialog>
  );
}
