import type { Drover } from '../store/drover.ts';

/** Opens the editor on a spec without a file, in `project` or the one that was opened last; without one, asks for a repository. */
export async function newSpecIn(drover: Drover, project?: string): Promise<void> {
  const path = project ?? drover.store.getState().projects[0]?.path ?? (await pickProject(drover));
  if (path !== undefined) drover.go({ screen: 'spec', project: path, slug: null });
}

/** The system's folder dialog; the path of the repository that was opened. */
export async function pickProject(drover: Drover): Promise<string | undefined> {
  const project = await drover.call('project.pick', undefined);
  if (project === undefined || project === null) return undefined;
  await drover.reloadProjects();
  return project.path;
}

/** Dispatches the demo's spec to the rehearsal model and opens its session. */
export async function runDemo(drover: Drover): Promise<void> {
  const started = await drover.call('demo.run', undefined);
  if (started === undefined) return;
  void drover.reloadProjects();
  drover.go({ screen: 'session', id: started.session, tab: 'timeline' });
}
