import { CircleDashed } from 'lucide-react';
import { criterionTitle } from '../../../../shared/criteria.ts';
import type { SessionState } from '../../../../shared/fold.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Evidence } from '../../../ui/Evidence.tsx';
import { HeldOutBadge } from '../../../ui/HeldOutBadge.tsx';
import { visibleLine } from '../../../../shared/visible-text.ts';
import type { InstantProps } from './InstantPane.tsx';
import { AnswerView, Pane } from './Pane.tsx';
import { useStateAt } from './use-state-at.ts';

/** The criteria as they stood: the newest result of each at that instant, and those that nobody had checked yet. */
export function CriteriaTab({ watched, seq }: InstantProps) {
  const asked = useStateAt(watched, seq);
  return (
    <Pane label="Criteria at this instant">
      <AnswerView asked={asked} waiting="Reading the state…">
        {(state) => <Criteria state={state} />}
      </AnswerView>
    </Pane>
  );
}

function Criteria({ state }: { state: SessionState }) {
  const known = new Set(state.criteria.map((result) => result.id));
  const unknown = (state.outcome?.spec.criteria ?? []).filter((criterion) => !known.has(criterion.id));
  if (known.size + unknown.length === 0) return <EmptyState title="No criteria">This session has none at this instant.</EmptyState>;
  const held = state.criteria.filter((result) => result.passed).length;
  return (
    <div className="p-2">
      <p className="px-2 py-1 text-ink-2">
        {held} of {known.size + unknown.length} held
        {state.iterations === 0 ? '' : `, after ${state.iterations} ${state.iterations === 1 ? 'try' : 'tries'}`}
      </p>
      <ul>
        {state.criteria.map((result) => (
          <li key={result.id}>
            <Evidence result={result} preview />
          </li>
        ))}
        {unknown.map((criterion) => (
          <li key={criterion.id} className="flex items-start gap-2 px-2 py-1">
            <CircleDashed aria-label="not checked yet" className="mt-0.5 size-4 shrink-0 text-ink-3" />
            <span className="copyable min-w-0 wrap-anywhere text-ink-2">
              {visibleLine(criterionTitle(criterion))} {criterion.visibility === 'held_out' ? <HeldOutBadge /> : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
