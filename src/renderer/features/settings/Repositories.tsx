import { FolderOpen } from 'lucide-react';
import { pickProject } from '../../app/new-spec.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { visibleLine } from '../../../shared/visible-text.ts';
import { SettingsHead } from './SettingsHead.tsx';
import { SettingsRow } from './SettingsRow.tsx';

/** The repositories whose specs stand on the board. */
export function Repositories() {
  const drover = useDrover();
  const projects = useApp((state) => state.projects);
  async function forget(path: string): Promise<void> {
    await drover.call('project.forget', { path });
    await drover.reloadProjects();
  }
  return (
    <>
      <SettingsHead
        title="Repositories"
        action={
          <Button icon={<FolderOpen />} onClick={() => void pickProject(drover)}>
            Open a repository
          </Button>
        }
      >
        Their specs stand on the board. Forgetting one touches no file and no session.
      </SettingsHead>
      <div className="flex flex-col gap-2">
        {projects.length === 0 ? (
          <p className="rounded-md border border-dashed border-line p-3 text-ink-3">No repository is open.</p>
        ) : null}
        {projects.map((project) => (
          <SettingsRow
            key={project.path}
            name={visibleLine(project.name)}
            aside={<span className="text-sm font-normal text-ink-3">{visibleLine(project.branch ?? 'no branch')}</span>}
            detail={<span className="machine">{visibleLine(project.path)}</span>}
            actions={<Button onClick={() => void forget(project.path)}>Forget</Button>}
          />
        ))}
      </div>
    </>
  );
}
