import { PanelRight } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { visibleLine } from '../../../shared/visible-text.ts';
import { layoutStorage } from '../../bridge.ts';
import { useApp } from '../../store/use-drover.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Select } from '../../ui/Select.tsx';
import { Button } from '../../ui/Button.tsx';
import { ImportRules } from './ImportRules.tsx';
import { AddEntry } from './AddEntry.tsx';
import { coachedModels, firstModel, modelKey, modelOfKey, type ModelChoice } from './model-choice.ts';
import { OpenFile } from './OpenFile.tsx';
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
  const model = picked ?? (settings === null || view === null ? null : firstModel(settings, view));
  function showPane(open: boolean): void {
    layoutStorage.setItem(PANE, open ? 'open' : 'closed');
    setPane(open);
  }
  const options = projects.map(({ path, name }) => ({ value: path, label: visibleLine(name), detail: visibleLine(path) }));
  return (
    <Screen
      label="Coaching"
      title="Coaching"
      actions={
        <>
          {options.length < 2 ? null : <Select label="Project" className="w-40" value={project} options={options} onValue={onProject} />}
          {settings === null || view === null ? null : (
            <Select
              label="Model"
              className="w-44"
              value={model === null ? null : modelKey(model)}
              options={coachedModels(settings, view)}
              onValue={(key) => setPicked(modelOfKey(key))}
            />
          )}
          {view === null || view.text === null ? null : <ImportRules view={view} desk={desk} />}
          {view === null ? null : <AddEntry project={project} />}
          <IconButton
            label={pane ? 'Close the entry' : 'Show the entry'}
            icon={<PanelRight />}
            aria-pressed={pane}
            onClick={() => showPane(!pane)}
          />
        </>
      }
    >
      {view === null || model === null ? (
        problem === null ? (
          <p className="p-4 text-ink-3">Reading the coaching…</p>
        ) : (
          <div className="p-4">
            <ProblemView problem={problem} action={<Button onClick={desk.read}>Read it again</Button>} />
          </div>
        )
      ) : (
        <OpenFile project={project} desk={desk} view={view} problem={problem} model={model} entry={entry} pane={pane} onPane={showPane} />
      )}
    </Screen>
  );
}
