import { useState } from 'react';
import { attemptNumber, rankAttempts } from '../../../shared/rank-attempts.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useKeys } from '../../app/use-keys.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { AcceptBest } from './AcceptBest.tsx';
import { attemptGroups, bestOf } from './attempt-groups.ts';
import { AttemptsTable } from './AttemptsTable.tsx';

/** Attempts at one spec, the best first; live while they run. */
export function AttemptsScreen({ group: id }: { group: string }) {
  const drover = useDrover();
  const summaries = useApp((state) => state.summaries);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [accepting, setAccepting] = useState<SessionSummary | null>(null);
  const group = attemptGroups(Object.values(summaries)).get(id);
  const attempts = group === undefined ? [] : rankAttempts(group.attempts);
  const best = bestOf(attempts);
  const running = attempts.filter(({ column }) => column === 'running');
  const [a, b] = chosen;
  const compare = (): void => {
    if (a !== undefined && b !== undefined) drover.go({ screen: 'compare', a, b });
  };
  useKeys({ c: compare, a: () => best !== null && setAccepting(best) });
  const [first] = attempts;
  if (group === undefined || first === undefined) {
    return (
      <Screen label="Attempts" title="Attempts">
        <EmptyState
          title="These attempts are not in the log"
          action={<Button onClick={() => drover.go({ screen: 'board' })}>Show the board</Button>}
        />
      </Screen>
    );
  }
  const stopsLosers = first.dispatch.attempt?.stop_losers === true;
  return (
    <Screen
      label="Attempts"
      title={
        <>
          {visibleLine(first.dispatch.title)} <span className="text-base font-normal text-ink-3">{group.of} attempts</span>
        </>
      }
      actions={
        <>
          <Button keys="C" disabled={b === undefined} onClick={compare}>
            {chosen.length === 1 ? 'Choose one more' : 'Compare'}
          </Button>
          <Button look="primary" keys="A" disabled={best === null} onClick={() => setAccepting(best)}>
            {best === null ? 'Accept the best' : `Accept attempt ${attemptNumber(best)}`}
          </Button>
        </>
      }
    >
      <p className="shrink-0 border-b border-line bg-surface-1 px-4 py-1.5 text-ink-2">
        {sumOf(attempts)}
        {stopsLosers && running.length > 0 ? ' The others are stopped as soon as one passes.' : ''}
      </p>
      <AttemptsTable
        attempts={attempts}
        best={best?.id ?? null}
        chosen={chosen}
        onChoose={(session) => setChosen(chosenWith(chosen, session))}
      />
      {accepting === null ? null : <AcceptBest summary={accepting} onClose={() => setAccepting(null)} />}
    </Screen>
  );
}

function sumOf(attempts: readonly SessionSummary[]): string {
  const count = (what: string, fits: (summary: SessionSummary) => boolean): string => {
    const { length } = attempts.filter(fits);
    return length === 0 ? '' : `${length} ${what}`;
  };
  const parts = [
    count('passed', ({ verdict }) => verdict === 'passed'),
    count('failed', ({ verdict }) => verdict === 'failed'),
    count(attempts.filter(({ column }) => column === 'running').length === 1 ? 'runs' : 'run', ({ column }) => column === 'running'),
    count('stopped or waiting', ({ column, verdict }) => column === 'waiting' && verdict === null),
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

/** Two at most: a third takes the place of the first. */
function chosenWith(chosen: readonly string[], id: string): readonly string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-2);
}
