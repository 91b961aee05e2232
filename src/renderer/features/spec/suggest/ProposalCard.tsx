import { Check, Pencil, X } from 'lucide-react';
import { Criterion, criterionTitle, subjectOf } from '../../../../shared/criteria.ts';
import type { CriterionDraft } from '../../../../shared/ipc-judgment.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { HeldOutBadge } from '../../../ui/HeldOutBadge.tsx';
import { KindIcon } from '../cards/KindIcon.tsx';

interface ProposalCardProps {
  proposal: CriterionDraft;
  onAccept: () => void;
  onEdit: () => void;
  onDrop: () => void;
}

/** A criterion that somebody else proposes, with why and from where. It is in no file until it is accepted. */
export function ProposalCard({ proposal, onAccept, onEdit, onDrop }: ProposalCardProps) {
  const { criterion, why, source } = proposal;
  const read = Criterion.safeParse(criterion);
  const title = read.success ? criterionTitle(read.data) : criterion.id;
  const subject = read.success ? subjectOf(read.data) : '';
  return (
    <article
      aria-label={`Proposed ${criterion.id}`}
      className="flex flex-col gap-1.5 rounded-md border border-dashed border-line-strong bg-surface-1 px-3 py-2"
    >
      <header className="flex min-w-0 items-center gap-2">
        <KindIcon kind={criterion.kind} className="size-4 shrink-0 text-ink-3" />
        <h3 className="min-w-0 truncate font-semibold">{visibleLine(title)}</h3>
        {criterion.visibility === 'held_out' ? <HeldOutBadge /> : null}
        {criterion.weight === 'should' ? <span className="text-sm text-ink-3">should</span> : null}
        {criterion.guard === true ? <span className="text-sm text-ink-3">guard</span> : null}
        <span className="ml-auto flex shrink-0 gap-1">
          <Button icon={<Check />} onClick={onAccept}>
            Accept
          </Button>
          <Button icon={<Pencil />} onClick={onEdit}>
            Edit
          </Button>
          <Button icon={<X />} onClick={onDrop}>
            Drop
          </Button>
        </span>
      </header>
      {subject === title ? null : <p className="machine copyable wrap-anywhere">{visibleLine(subject)}</p>}
      <p className="copyable text-ink-2">{visibleLine(why)}</p>
      <p className="text-sm text-ink-3">from {visibleLine(source)}</p>
    </article>
  );
}
