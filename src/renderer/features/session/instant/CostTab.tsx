import type { ReactNode } from 'react';
import type { SessionState } from '../../../../shared/fold.ts';
import { formatClock } from '../../../ui/format-duration.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useAsked } from '../use-asked.ts';
import { modelCosts, type ModelCost } from './model-costs.ts';
import type { InstantProps } from './InstantPane.tsx';
import { AnswerView, Pane } from './Pane.tsx';
import { useStateAt } from './use-state-at.ts';

/** Events that choose a model. */
const CHOOSING: ('session.created' | 'session.forked')[] = ['session.created', 'session.forked'];

/** What it had cost by then: money, tokens, time. */
export function CostTab({ summary, watched, seq }: InstantProps) {
  const asked = useStateAt(watched, seq);
  // An imported session names its models request by request; these events say nothing of them.
  const ours = seq > 0 && summary.imported === null;
  const choosing = useAsked('session.events', ours ? { session: summary.id, from: 1, to: seq, types: CHOOSING, limit: 200 } : null);
  const models = choosing.answer?.ok === true && !choosing.stale ? modelCosts(watched.index, choosing.answer.value, seq) : [];
  return (
    <Pane label="Cost at this instant">
      <AnswerView asked={asked} waiting="Reading the state…">
        {(state) => <Cost state={state} turns={turnsBefore(watched.index.rows, seq)} models={models} />}
      </AnswerView>
    </Pane>
  );
}

function Cost({ state, turns, models }: { state: SessionState; turns: number; models: ModelCost[] }) {
  const { usage, budget } = state;
  const all = usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens;
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] gap-x-4 gap-y-1 p-4">
      <Line name="Money" value={formatMoney(state.costUsd)}>
        {budget?.usd === undefined ? 'no limit' : `of ${formatMoney(budget.usd)}`}
      </Line>
      {models.map(({ model, costUsd }) => (
        <Line key={model} name="" value={formatMoney(costUsd)}>
          {visibleLine(model)}
        </Line>
      ))}
      <Line name="Time running" value={formatClock(state.activeMs)}>
        {budget === null ? '' : `of ${budget.minutes} min`}
      </Line>
      <Line name="Tries" value={String(state.iterations)}>
        {budget === null ? '' : `of ${budget.iterations}`}
      </Line>
      <Line name="Turns" value={turns.toLocaleString('en')}>
        {turns === 0 ? '' : `${formatMoney(state.costUsd / turns)} each`}
      </Line>
      <Line name="Tokens read" value={all.toLocaleString('en')}>
        {all === 0 ? '' : `${Math.round((usage.cache_read_input_tokens / all) * 100)} % from cache`}
      </Line>
      <Line name="Tokens written" value={usage.output_tokens.toLocaleString('en')} />
    </dl>
  );
}

function turnsBefore({ of, turns }: InstantProps['watched']['index']['rows'], seq: number): number {
  for (let row = of.at(seq - 1); row >= 0; row -= 1) if (turns.at(row) > 0) return turns.at(row);
  return 0;
}

function Line({ name, value, children }: { name: string; value: string; children?: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="copyable text-right">{value}</dd>
      <dd className="text-ink-3">{children}</dd>
    </>
  );
}
