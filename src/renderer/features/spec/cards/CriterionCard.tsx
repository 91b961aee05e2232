import { Link2, ShieldCheck } from 'lucide-react';
import { memo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { DraftCriterion } from '../../../../shared/spec-draft.ts';
import { KINDS } from '../../../../shared/spec-fields.ts';
import { visibleText } from '../../../../shared/visible-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { BaseChip } from '../base/BaseChip.tsx';
import { BaseDetail } from '../base/BaseDetail.tsx';
import type { CardBase } from '../base/card-base.ts';
import type { SpecEdits } from '../use-spec-edits.ts';
import { CardHeader } from './CardHeader.tsx';
import { kindLooks, type CardField, type JudgeField } from './card-fields.ts';
import { FieldControl } from './FieldControl.tsx';
import { JudgeChoice } from './JudgeChoice.tsx';
import { UnknownFields } from './UnknownFields.tsx';

interface CriterionCardProps {
  criterion: DraftCriterion;
  edits: SpecEdits;
  asked: boolean;
  base: CardBase;
  /** The lines of the goal that it proves, in words; null: there is none to prove. */
  lines: string | null;
  /** Which of its globs match no file of the project, a line each. */
  idle: string;
  actions: CardActions;
  held: boolean;
  onHold: (index: number, event: PointerEvent) => void;
  onMove: (index: number, by: -1 | 1) => void;
}

/** Functions that stay the same: a card is drawn again only when its criterion changes. */
export interface CardActions {
  onTry: (id: string) => void;
  onCancel: (job: string) => void;
  onLink: (criterion: number) => void;
}

/** The frame of a card. */
export const CARD = 'flex flex-col gap-2 rounded-md border bg-surface-1 px-3 pt-1.5 pb-2.5';

/** One criterion, every field of it an edit of the text. */
export const CriterionCard = memo(function CriterionCard(props: CriterionCardProps) {
  const { criterion, edits, asked, base, lines, idle, actions, held, onHold, onMove } = props;
  const [more, setMore] = useState(false);
  const { index, id, kind, values, mistakes } = criterion;
  const guard = values['guard'] === true;
  const look = kind === undefined ? null : kindLooks[kind];
  // A mistake that stands in a folded field unfolds it.
  const isWrong = look?.more.some(({ name }) => mistakes.has(name) && values[name] !== undefined) === true;
  const open = more || isWrong;
  const shown = new Set(
    [...(look?.main ?? []), ...(open ? (look?.more ?? []) : [])].flatMap(({ name, type }) =>
      type === 'judge' ? [name, 'provider'] : [name],
    ),
  );
  const elsewhere = [...mistakes].filter(
    ([field]) => !shown.has(field) && !criterion.unknown.some(({ name }) => name === field) && (field !== 'id' || asked),
  );
  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && by !== 0) onMove(index, by);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') edits.edit({ do: 'duplicate', criterion: index });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const setGuard = (on: boolean): void => void edits.edit({ do: 'field', criterion: index, field: 'guard', value: on ? true : undefined });
  const control = (field: CardField | JudgeField): ReactNode =>
    field.type === 'judge' ? (
      <JudgeChoice
        key={field.name}
        label={field.label}
        values={values}
        mistake={(mistakes.get('provider') ?? mistakes.get('model'))?.[0]?.message}
        onChoose={(judge) => edits.edit({ do: 'judge', criterion: index, judge })}
      />
    ) : (
      <FieldControl
        key={field.name}
        field={field}
        value={values[field.name]}
        mistake={mistakes.get(field.name)?.[0]?.message}
        asked={asked}
        onType={(value) => edits.type({ do: 'field', criterion: index, field: field.name, value }, `${index} ${field.name}`)}
        onChoose={(value) => edits.edit({ do: 'field', criterion: index, field: field.name, value })}
      />
    );
  return (
    <article
      data-card={index}
      tabIndex={-1}
      aria-label={`Criterion ${id ?? index + 1}`}
      onKeyDown={onKeyDown}
      className={`${CARD} [contain-intrinsic-size:auto_120px] [content-visibility:auto] ${values['visibility'] === 'held_out' ? 'border-held/50' : 'border-line'} ${held ? 'opacity-50' : ''}`}
    >
      <CardHeader
        criterion={criterion}
        edits={edits}
        state={<BaseChip base={base} guard={guard} />}
        more={open}
        onMore={() => setMore(!open)}
        onHold={onHold}
        onMove={onMove}
      />
      {look === null ? (
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="text-ink-2">Choose its kind:</span>
          {KINDS.map((one) => (
            <Button key={one} onClick={() => edits.edit({ do: 'kind', criterion: index, kind: one })}>
              {kindLooks[one].name}
            </Button>
          ))}
        </div>
      ) : (
        <div className="grid grid-cols-12 gap-2">{look.main.map(control)}</div>
      )}
      {open && look !== null ? <div className="grid grid-cols-12 gap-2 border-t border-line pt-2">{look.more.map(control)}</div> : null}
      {open || look === null ? null : <Summary fields={look.more} values={values} />}
      {elsewhere.map(([field, found]) => (
        <p key={field} className="text-sm text-failed">
          {found[0]?.message}
        </p>
      ))}
      {idle === '' ? null : <p className="text-sm wrap-anywhere whitespace-pre-line text-waiting">{visibleText(idle)}</p>}
      <UnknownFields criterion={criterion} onRemove={(field) => edits.edit({ do: 'field', criterion: index, field, value: undefined })} />
      <footer className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {lines === null ? null : (
          <Button look="quiet" icon={<Link2 />} className="-ml-2" onClick={() => actions.onLink(index)}>
            {lines === '' ? 'proves no line' : `proves line ${lines}`}
          </Button>
        )}
        {guard ? (
          <Button look="quiet" icon={<ShieldCheck />} onClick={() => setGuard(false)}>
            a regression guard: undo
          </Button>
        ) : null}
        {id === undefined ? null : base.state === 'waiting' ? (
          <Button className="ml-auto" onClick={() => actions.onCancel(base.job)}>
            Cancel the try
          </Button>
        ) : (
          <Button
            className="ml-auto"
            disabled={mistakes.size > 0}
            title={mistakes.size > 0 ? 'First correct what is marked' : 'Checks it on the base, in a sandbox that is thrown away'}
            onClick={() => actions.onTry(id)}
          >
            Try now
          </Button>
        )}
        <BaseDetail base={base} guard={guard} onGuard={setGuard} />
      </footer>
    </article>
  );
});

/** What the folded fields say, where they say anything. */
function Summary({ fields, values }: { fields: readonly { name: string; label: string }[]; values: DraftCriterion['values'] }) {
  const said = fields.flatMap(({ name, label }) => {
    const value = values[name];
    if (name === 'id' || name === 'title' || value === undefined) return [];
    return [`${label.toLowerCase()} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`];
  });
  return said.length === 0 ? null : <p className="truncate text-sm text-ink-3">{said.join(' · ')}</p>;
}
