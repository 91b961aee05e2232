import { useState } from 'react';
import type { CriterionDraft } from '../../../../shared/ipc-judgment.ts';
import { useAnswer } from '../../../store/use-answer.ts';
import { Button } from '../../../ui/Button.tsx';
import { focusCard } from '../cards/focus-card.ts';
import type { SpecDraft } from '../spec-draft.ts';
import type { SpecEdits } from '../use-spec-edits.ts';
import { ProposalCard } from './ProposalCard.tsx';

interface ProposalsProps {
  proposals: readonly CriterionDraft[];
  /** How many criteria the spec has. */
  count: number;
  edits: SpecEdits;
  change: (next: (draft: SpecDraft) => SpecDraft) => void;
}

/** What is proposed and nobody has decided on. */
export function Proposals({ proposals, count, edits, change }: ProposalsProps) {
  if (proposals.length === 0) return null;
  const drop = (one: CriterionDraft): void =>
    change((draft) => ({ ...draft, proposals: draft.proposals.filter((other) => other !== one) }));
  const accept = (one: CriterionDraft): boolean => {
    const done = edits.edit({ do: 'add', criterion: one.criterion });
    if (done) drop(one);
    return done;
  };
  return (
    <section aria-label="Proposed criteria" className="flex flex-col gap-2">
      <h2 className="text-sm text-ink-2">
        Proposed <span className="text-ink-3">{proposals.length}</span>
      </h2>
      {proposals.map((one, index) => (
        <ProposalCard
          key={index}
          proposal={one}
          onAccept={() => accept(one)}
          onEdit={() => accept(one) && focusCard(count)}
          onDrop={() => drop(one)}
        />
      ))}
    </section>
  );
}

interface MissesProps {
  project: string;
  slug: string;
  onShow: (misses: readonly CriterionDraft[]) => void;
}

/** What past verdicts on this spec missed, offered once. Nothing where it cannot be said. */
export function Misses({ project, slug, onShow }: MissesProps) {
  const answer = useAnswer('spec.misses', { project, slug });
  const [shown, setShown] = useState(false);
  if (shown || answer?.ok !== true || answer.value.length === 0) return null;
  const { value } = answer;
  return (
    <p className="flex flex-wrap items-center gap-2 text-ink-2">
      {value.length === 1 ? 'A past verdict missed something.' : `Past verdicts missed ${value.length} things.`}
      <Button
        onClick={() => {
          setShown(true);
          onShow(value);
        }}
      >
        {value.length === 1 ? 'Show it as a criterion' : 'Show them as criteria'}
      </Button>
    </p>
  );
}
