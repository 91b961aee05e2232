import { Plus } from 'lucide-react';
import { useCallback, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { Proof } from '../../../../shared/ears.ts';
import type { DraftCriterion, DraftSpec } from '../../../../shared/spec-draft.ts';
import { newCriterion } from '../../../../shared/spec-edit.ts';
import type { SpecMistake } from '../../../../shared/spec.ts';
import { KINDS } from '../../../../shared/spec-fields.ts';
import { Button } from '../../../ui/Button.tsx';
import { baseOf } from '../base/card-base.ts';
import type { Base } from '../base/use-base.ts';
import { idleAt } from '../idle-warnings.ts';
import { provenLines } from '../links.ts';
import type { SpecEdits } from '../use-spec-edits.ts';
import { kindLooks } from './card-fields.ts';
import { keepKeys, type CardKey } from './card-keys.ts';
import { CardToCome } from './CardToCome.tsx';
import { CriterionCard, type CardActions } from './CriterionCard.tsx';
import { KindIcon } from './KindIcon.tsx';
import { useCardDrag } from './use-card-drag.ts';
import { useCardsInTurn } from './use-cards-in-turn.ts';

interface CriteriaPaneProps {
  spec: DraftSpec;
  /** Globs that match no file of the project. */
  idle: readonly SpecMistake[];
  edits: SpecEdits;
  asked: boolean;
  /** What the newest edit took out, while nothing else was edited. */
  removed: string | null;
  /** Behind the heading. */
  heading: ReactNode;
  bases: Base['bases'];
  proofs: readonly Proof[];
  cardActions: CardActions;
  /** Beside the buttons that add. */
  actions: ReactNode;
  /** Below the cards. */
  children: ReactNode;
}

/** The criteria as cards, in the order of the text. */
export function CriteriaPane(props: CriteriaPaneProps) {
  const { spec, idle, edits, asked, removed, heading, bases, proofs, cardActions, actions, children } = props;
  const list = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  const refocus = useRef<Element | null>(null);
  const wanted = useRef<number | null>(null);
  const keys = useCardKeys(spec.criteria);
  const count = spec.criteria.length;
  const isDrawn = useCardsInTurn(count);
  const move = useCallback(
    (from: number, to: number): void => {
      if (to < 0 || to >= count) return;
      // What is moved in the page loses the focus.
      refocus.current = document.activeElement;
      if (edits.edit({ do: 'move', from, to })) setSaid(`Now ${to + 1} of ${count}.`);
    },
    [edits, count],
  );
  const { drag, hold } = useCardDrag(list, move);
  const holdNow = useRef(hold);
  holdNow.current = hold;
  const onHold = useCallback<typeof hold>((from, event) => holdNow.current(from, event), []);
  const moveBy = useCallback((index: number, by: -1 | 1) => move(index, index + by), [move]);
  useLayoutEffect(() => {
    const { current } = refocus;
    refocus.current = null;
    if (current instanceof HTMLElement && current.isConnected && current !== document.activeElement) current.focus();
    const index = wanted.current;
    wanted.current = null;
    if (index === null) return;
    const card = list.current?.querySelector(`[data-card="${index}"]`);
    card?.scrollIntoView({ block: 'nearest' });
    const field = card?.querySelector('input,textarea');
    if (field instanceof HTMLElement) field.focus();
  }, [spec]);
  const line = <div aria-hidden="true" className="-my-1.5 h-0.5 rounded-sm bg-accent" />;
  return (
    <section ref={list} aria-label="Criteria" data-cards className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto px-4 py-3">
      <div className="flex min-h-7 items-center gap-2">
        <h2 className="text-sm text-ink-2">
          Criteria <span className="text-ink-3">{count}</span>
        </h2>
        {heading}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      {spec.criteria.map((criterion, index) => (
        <div key={keys[index]?.key} className="contents">
          {drag?.gap === index ? line : null}
          {isDrawn(keys[index]?.key ?? 0) ? (
            <CriterionCard
              criterion={criterion}
              edits={edits}
              asked={asked}
              base={baseOf(criterion, bases)}
              lines={proofs.length === 0 && criterion.proves.length === 0 ? null : provenLines(proofs, criterion.index)}
              idle={idleAt(idle, `criteria.${criterion.index}.`, criterion.values)}
              actions={cardActions}
              held={drag?.from === index}
              onHold={onHold}
              onMove={moveBy}
            />
          ) : (
            <CardToCome criterion={criterion} />
          )}
        </div>
      ))}
      {drag?.gap === count ? line : null}
      {removed === null ? null : (
        <p role="status" className="flex items-center gap-2 text-ink-2">
          Removed <span className="machine">{removed}</span>
          <Button keys="mod+z" onClick={edits.undo}>
            Undo
          </Button>
        </p>
      )}
      {count === 0 && asked ? <p className="text-sm text-failed">Add at least one criterion.</p> : null}
      <div role="group" aria-label="Add a criterion" className="flex flex-wrap items-center gap-1.5">
        <Plus aria-hidden="true" className="size-3.5 text-ink-3" />
        {KINDS.map((kind) => (
          <Button
            key={kind}
            title={kindLooks[kind].what}
            icon={<KindIcon kind={kind} />}
            onClick={() => {
              wanted.current = count;
              edits.edit({ do: 'add', criterion: newCriterion(kind) });
            }}
          >
            {kindLooks[kind].name}
          </Button>
        ))}
        {actions}
      </div>
      {children}
    </section>
  );
}

function useCardKeys(criteria: readonly DraftCriterion[]): readonly CardKey[] {
  const known = useRef<readonly CardKey[]>([]);
  const seen = useRef<readonly DraftCriterion[] | null>(null);
  if (seen.current !== criteria) {
    known.current = keepKeys(
      known.current,
      criteria.map(({ id }) => id),
    );
    seen.current = criteria;
  }
  return known.current;
}
