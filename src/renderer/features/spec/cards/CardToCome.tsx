import type { DraftCriterion } from '../../../../shared/spec-draft.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { CARD } from './CriterionCard.tsx';
import { KindIcon } from './KindIcon.tsx';

/** Where a card will be in a moment, as high as most are. */
export function CardToCome({ criterion: { index, id, kind } }: { criterion: DraftCriterion }) {
  const name = id ?? `${index + 1}`;
  return (
    <article data-card={index} aria-label={`Criterion ${name}`} aria-busy="true" className={`${CARD} h-30 shrink-0 border-line`}>
      <header className="flex h-7 items-center gap-1.5">
        <KindIcon kind={kind} className="ml-4.5 size-4 shrink-0 text-ink-3" />
        <h3 className="truncate font-semibold">{visibleLine(name)}</h3>
      </header>
    </article>
  );
}
