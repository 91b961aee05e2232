import { useMemo, useState } from 'react';
import type { HistoryPoint } from '../../../../shared/ipc-coaching.ts';
import { useAnswer } from '../../../store/use-answer.ts';
import { useApp } from '../../../store/use-drover.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { useThrottled } from '../../../ui/use-throttled.ts';
import { HistoryChart } from './HistoryChart.tsx';
import { historyCharts, spanOf } from './history-charts.ts';
import { HistoryTable } from './HistoryTable.tsx';

const READ_EVERY_MS = 1000;
const nothing: readonly HistoryPoint[] = [];

/** What this project's dispatches were told over time, and how many of them passed, model by model. */
export function HistoryPlot({ project }: { project: string }) {
  const changes = useThrottled(
    useApp((state) => state.coachingChanges[project] ?? 0),
    READ_EVERY_MS,
  );
  const answer = useAnswer('coaching.history', { project }, String(changes));
  const [asTable, setAsTable] = useState(false);
  const history = answer?.ok === true ? answer.value : nothing;
  const charts = useMemo(() => historyCharts(history), [history]);
  const span = useMemo(() => spanOf(charts), [charts]);
  if (answer === null) return <p className="p-4 text-ink-3">Reading the history…</p>;
  if (!answer.ok) {
    return (
      <div className="p-4">
        <ProblemView problem={answer.problem} />
      </div>
    );
  }
  if (charts.length === 0) {
    return (
      <EmptyState title="No history yet">
        Each dispatch of this project is a point here: how many entries it was told, and whether it passed.
      </EmptyState>
    );
  }
  return (
    <section aria-label="History" tabIndex={0} className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-4 outline-offset-[-2px]">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 text-ink-2">By day of dispatch; trials are left out.</p>
        <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as charts' : 'Show as a table'}
        </Button>
      </div>
      {asTable ? (
        <HistoryTable history={history} />
      ) : (
        <div className="flex flex-wrap gap-3">
          {charts.map((chart) => (
            <HistoryChart key={chart.key} chart={chart} span={span} />
          ))}
        </div>
      )}
    </section>
  );
}
