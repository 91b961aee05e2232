import { ChartLine, FlaskConical, PanelRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { entryRows } from '../../../shared/coaching/entry-rows.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { layoutStorage } from '../../bridge.ts';
import { useApp } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Select } from '../../ui/Select.tsx';
import { AddEntry } from './AddEntry.tsx';
import { CoachingContext, type OpenCoaching } from './coaching-context.ts';
import { HistoryPlot } from './history/HistoryPlot.tsx';
import { coachedModels, firstModel, modelKey, modelOfKey, workerFor, type ModelChoice } from './model-choice.ts';
import { MoreMenu } from './MoreMenu.tsx';
import { OpenFile } from './OpenFile.tsx';
import { PlanDialog } from './PlanDialog.tsx';
import { useCoachingDesk } from './use-coaching-desk.ts';

const PANE = 'coaching.entry';

interface ProjectCoachingProps {
  project: string;
  entry: string | null;
  onProject: (path: string) => void;
}

/** The coaching of one repository, for one model at a time. */
export function ProjectCoaching({ project, entry, onProject }: ProjectCoachingProps) {
  const projects = useApp((state) => state.projects);
  const settings = useApp((state) => state.settings);
  const desk = useCoachingDesk(project);
  const { view, problem } = useStore(desk.store);
  const [picked, setPicked] = useState<ModelChoice | null>(null);
  const [pane, setPane] = useState(() => layoutStorage.getItem(PANE) !== 'closed');
  const [history, setHistory] = useState(false);
  /** Entries to make a plan for; `entries` null: those that are due. */
  const [planned, setPlanned] = useState<{ entries: readonly string[] | null } | null>(null);
  const first = settings === null || view === null ? null : firstModel(settings, view);
  const [provider, model] = [picked?.provider ?? first?.provider, picked?.model ?? first?.model];
  const open = useMemo((): OpenCoaching | null => {
    if (view === null || provider === undefined || model === undefined) return null;
    return { project, view, rows: entryRows(view, { provider, model }), model: { provider, model }, desk };
  }, [project, view, provider, model, desk]);
  function showPane(shown: boolean): void {
    layoutStorage.setItem(PANE, shown ? 'open' : 'closed');
    setPane(shown);
  }
  const due = open?.rows.filter((row) => row.due !== null).length ?? 0;
  const options = projects.map(({ path, name }) => ({ value: path, label: visibleLine(name), detail: visibleLine(path) }));
  if (settings === null || open === null) {
    return (
      <Screen label="Coaching" title="Coaching">
        {problem === null ? (
          <p className="p-4 text-ink-3">Reading the coaching…</p>
        ) : (
          <div className="p-4">
            <ProblemView problem={problem} action={<Button onClick={desk.read}>Read it again</Button>} />
          </div>
        )}
      </Screen>
    );
  }
  return (
    <CoachingContext value={open}>
      <Screen
        label="Coaching"
        title="Coaching"
        actions={
          <>
            {options.length < 2 ? null : <Select label="Project" className="w-40" value={project} options={options} onValue={onProject} />}
            <Select
              label="Model"
              className="w-44"
              value={modelKey(open.model)}
              options={coachedModels(settings, open.view)}
              onValue={(key) => setPicked(modelOfKey(key))}
            />
            {open.rows.length === 0 ? null : <AddEntry project={project} />}
            <Button look="primary" icon={<FlaskConical />} disabled={due === 0} onClick={() => setPlanned({ entries: null })}>
              {due === 0 ? 'Nothing is due' : `Test what is due (${formatCount(due)})`}
            </Button>
            <MoreMenu />
            <IconButton
              label={history ? 'Show the entries' : 'Show the history'}
              icon={<ChartLine />}
              aria-pressed={history}
              onClick={() => setHistory(!history)}
            />
            <IconButton
              label={pane ? 'Close the entry' : 'Show the entry'}
              icon={<PanelRight />}
              aria-pressed={pane}
              onClick={() => showPane(!pane)}
            />
          </>
        }
      >
        {history ? (
          <HistoryPlot project={open.view.project} />
        ) : (
          <OpenFile
            desk={desk}
            problem={problem}
            entry={entry}
            pane={pane}
            onPane={showPane}
            onTest={(entries) => setPlanned({ entries })}
          />
        )}
        {planned === null ? null : (
          <PlanDialog
            project={project}
            settings={settings}
            worker={workerFor(settings, open.model, open.view.newest)}
            entries={planned.entries}
            onClose={() => setPlanned(null)}
            onRun={setPicked}
          />
        )}
      </Screen>
    </CoachingContext>
  );
}
