import { pickProject } from '../../app/new-spec.ts';
import { layoutStorage } from '../../bridge.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { ProjectCoaching } from './ProjectCoaching.tsx';

const LAST = 'coaching.project';

/** What a project's workers are told, and what trials say of each line of it. */
export function CoachingScreen({ project, entry }: { project: string | null; entry: string | null }) {
  const drover = useDrover();
  const projects = useApp((state) => state.projects);
  const last = layoutStorage.getItem(LAST);
  const shown = project ?? projects.find(({ path }) => path === last)?.path ?? projects[0]?.path ?? null;
  if (shown === null) {
    return (
      <Screen label="Coaching" title="Coaching">
        <EmptyState title="No repository is open" action={<Button onClick={() => void pickProject(drover)}>Open a repository</Button>}>
          Coaching is a file in a repository: what its workers are told, tried with and without.
        </EmptyState>
      </Screen>
    );
  }
  return (
    <ProjectCoaching
      key={shown}
      project={shown}
      entry={entry}
      onProject={(path) => {
        layoutStorage.setItem(LAST, path);
        drover.replace({ screen: 'coaching', project: path });
      }}
    />
  );
}
