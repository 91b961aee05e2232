/** Calls from the window about repositories and the specs in them. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

type Channels =
  'project.pick' | 'project.open' | 'project.forget' | 'projects.list' | 'spec.read' | 'spec.check' | 'spec.save' | 'spec.importForeign';

export function projectHandlers({ projects }: Pick<Drover, 'projects'>, shell: Pick<Shell, 'pickFolder'>): Pick<Handlers, Channels> {
  return {
    'project.pick': async () => {
      const path = await shell.pickFolder('Open a repository');
      return path === null ? null : projects.open(path);
    },
    'project.open': ({ path }) => projects.open(path),
    'projects.list': () => projects.list(),
    'project.forget': ({ path }) => projects.forget(path),
    'spec.read': ({ project, slug }) => projects.readSpec(project, slug),
    'spec.check': ({ text, project }) => projects.checkSpec(text, project ?? null),
    'spec.importForeign': async ({ project, pick }) => {
      const folder = pick ? await shell.pickFolder('Import specs of spec-kit, Kiro or OpenSpec') : project;
      return folder === null ? null : projects.importSpecs(project, folder);
    },
    'spec.save': ({ project, slug, text, expected }) => projects.saveSpec(project, slug, text, expected),
  };
}
