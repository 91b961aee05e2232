import { useState } from 'react';
import type { ForeignSpec } from '../../../../shared/ipc-judgment.ts';
import type { Problem } from '../../../../shared/problem.ts';
import { useApp, useDrover } from '../../../store/use-drover.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { Select } from '../../../ui/Select.tsx';
import { ForeignList } from './ForeignList.tsx';
import { saveForeign } from './save-foreign.ts';

/** Takes in specs of spec-kit, Kiro or OpenSpec as new specs of a project. */
export function ForeignDialog() {
  const drover = useDrover();
  const projects = useApp((state) => state.projects);
  const route = useApp((state) => state.route);
  const [project, setProject] = useState(route.screen === 'spec' ? route.project : (projects[0]?.path ?? null));
  const [found, setFound] = useState<readonly ForeignSpec[] | null>(null);
  const [wanted, setWanted] = useState<ReadonlySet<ForeignSpec>>(new Set());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const close = (): void => drover.store.setState({ overlay: null });
  async function read(pick: boolean): Promise<void> {
    if (project === null) return;
    setBusy(true);
    const answer = await drover.ask('spec.importForeign', { project, pick });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok || answer.value === null) return;
    setFound(answer.value);
    setWanted(new Set(answer.value));
  }
  async function save(): Promise<void> {
    if (project === null || found === null) return;
    setBusy(true);
    const { slugs, problem: failed } = await saveForeign(
      drover,
      project,
      found.filter((one) => wanted.has(one)),
    );
    setBusy(false);
    setProblem(failed);
    if (failed !== null) return;
    close();
    drover.note(slugs.length === 1 ? '1 spec saved.' : `${slugs.length} specs saved.`);
    const [only] = slugs;
    if (only !== undefined && slugs.length === 1) drover.go({ screen: 'spec', project, slug: only });
    else drover.go({ screen: 'board' });
  }
  return (
    <Dialog
      open
      onClose={close}
      wide
      title="Import specs"
      description="Of spec-kit, Kiro or OpenSpec. Their requirements become the goal, their acceptance criteria lines to be proved. Nothing of theirs is changed."
      onSubmit={() => void (found === null ? read(false) : save())}
      buttons={
        found === null ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button disabled={project === null || busy} onClick={() => void read(true)}>
              Choose a folder…
            </Button>
            <Button look="primary" type="submit" busy={busy} disabled={project === null}>
              Look in this repository
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => setFound(null)}>Back</Button>
            <Button look="primary" type="submit" busy={busy} disabled={wanted.size === 0}>
              {wanted.size === 1 ? 'Save 1 spec' : `Save ${wanted.size} specs`}
            </Button>
          </>
        )
      }
    >
      {found !== null ? (
        <ForeignList
          found={found}
          wanted={wanted}
          onToggle={(one) =>
            setWanted((before) => (before.has(one) ? new Set([...before].filter((other) => other !== one)) : new Set([...before, one])))
          }
        />
      ) : projects.length === 0 ? (
        <p className="text-ink-2">Open a repository first: the specs are saved in it.</p>
      ) : (
        <Field label="Into">
          <Select
            label="Into"
            value={project}
            options={projects.map(({ path, name }) => ({ value: path, label: name, detail: path }))}
            onValue={setProject}
          />
        </Field>
      )}
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
