import type { Proof } from '../../../shared/ears.ts';
import type { DraftSpec } from '../../../shared/spec-draft.ts';
import { newCriterion } from '../../../shared/spec-edit.ts';
import { KINDS } from '../../../shared/spec-fields.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { kindLooks } from './cards/card-fields.ts';
import { KindIcon } from './cards/KindIcon.tsx';
import { proofAt } from './links.ts';
import type { SpecEdits } from './use-spec-edits.ts';

/** A line of the goal, or a criterion by its place. */
export type Linking = { line: number } | { criterion: number };

interface LinkDialogProps {
  linking: Linking;
  spec: DraftSpec;
  proofs: readonly Proof[];
  edits: SpecEdits;
  onClose: () => void;
}

/** What proves a line of the goal, or which lines a criterion proves. Each choice is an edit of the text. */
export function LinkDialog({ linking, spec, proofs, edits, onClose }: LinkDialogProps) {
  const byLine = 'line' in linking;
  const proof = byLine ? proofAt(proofs, linking.line) : undefined;
  const text = byLine
    ? (proof?.requirement.text ?? spec.goal.split('\n')[linking.line - 1] ?? '')
    : (spec.criteria[linking.criterion]?.id ?? '');
  function toggle(criterion: number, line: number, found: Proof | undefined): void {
    const id = found?.requirement.id ?? null;
    if (found?.criteria.includes(criterion) === true && id !== null) edits.edit({ do: 'unlink', criterion, requirement: id });
    else edits.edit({ do: 'link', criterion, line });
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={byLine ? `What proves line ${linking.line}?` : `What does ${visibleLine(text)} prove?`}
      description={byLine ? visibleLine(text) : undefined}
      onSubmit={onClose}
      buttons={
        <Button look="primary" type="submit">
          Done
        </Button>
      }
    >
      {byLine ? (
        <>
          {spec.criteria.map(({ index, id, kind, values }) => (
            <Choice
              key={index}
              checked={proof?.criteria.includes(index) === true}
              label={id ?? `criterion ${index + 1}`}
              detail={saidBy(values)}
              onToggle={() => toggle(index, linking.line, proof)}
            >
              <KindIcon kind={kind} className="size-3.5 text-ink-3" />
            </Choice>
          ))}
          <div role="group" aria-label="Add a criterion that proves it" className="flex flex-wrap items-center gap-1.5 pt-1">
            <span className="text-ink-2">Add one that does:</span>
            {KINDS.map((kind) => (
              <Button
                key={kind}
                icon={<KindIcon kind={kind} />}
                onClick={() => {
                  if (edits.edit({ do: 'add', criterion: newCriterion(kind) }))
                    edits.edit({ do: 'link', criterion: spec.criteria.length, line: linking.line });
                }}
              >
                {kindLooks[kind].name}
              </Button>
            ))}
          </div>
        </>
      ) : (
        proofs.map((one) => (
          <Choice
            key={one.requirement.line}
            checked={one.criteria.includes(linking.criterion)}
            label={`Line ${one.requirement.line}`}
            detail={one.requirement.text}
            onToggle={() => toggle(linking.criterion, one.requirement.line, one)}
          />
        ))
      )}
    </Dialog>
  );
}

function Choice(props: { checked: boolean; label: string; detail: string; onToggle: () => void; children?: React.ReactNode }) {
  const { checked, label, detail, onToggle, children } = props;
  return (
    <label className="flex min-h-6 min-w-0 items-center gap-2">
      <input type="checkbox" checked={checked} onChange={onToggle} className="size-3.5 shrink-0 accent-(--accent)" />
      {children}
      <span className="shrink-0 font-semibold">{visibleLine(label)}</span>
      <span className="min-w-0 truncate text-ink-2">{visibleLine(detail)}</span>
    </label>
  );
}

/** What a criterion runs, reads or asks, as far as it is written. */
function saidBy(values: DraftSpec['criteria'][number]['values']): string {
  return [values['title'], values['run'], values['path'], values['question']].find((value) => typeof value === 'string')?.toString() ?? '';
}
