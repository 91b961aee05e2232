/** How a session begins: a spec, a commit, a model and a target, written down before anything runs. */
import { join } from 'node:path';
import type { DispatchChoice } from '../../shared/ipc.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Spec } from '../../shared/spec.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { newOutcomeId, newSessionId } from '../log/ids.ts';
import type { Log } from '../log/log.ts';
import { dispatchEvents } from '../sessions/dispatch.ts';
import { specPath } from '../specs/spec-files.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import type { Projects } from './projects.ts';
import { REHEARSAL, type Providers } from './providers.ts';
import type { Targets } from './targets.ts';

interface DispatchPorts {
  dataDir: string;
  resources: string;
  log: Pick<Log, 'append'>;
  projects: Projects;
  providers: Pick<Providers, 'require'>;
  targets: Pick<Targets, 'require'>;
  workspaces: Pick<Workspaces, 'describeRepository' | 'hold'>;
  wake(session: string): void;
}

export interface Dispatches {
  /** @returns the session's id */
  dispatch(choice: DispatchChoice): Promise<string>;
  runDemo(target: string): Promise<string>;
}

/** Each rejects with a `ProblemError`, and has made nothing, where what was asked for is not there. */
export function createDispatches(ports: DispatchPorts): Dispatches {
  const { projects, providers, targets, workspaces, log } = ports;

  const dispatch = async (choice: DispatchChoice): Promise<string> => {
    const { text, spec } = await readSpec(projects, choice);
    providers.require(choice.provider, choice.model);
    targets.require(choice.target);
    const repository = await workspaces.describeRepository(choice.project);
    const session = newSessionId();
    await workspaces.hold({ session, root: repository.root, commit: repository.head });
    const events = dispatchEvents(
      {
        title: spec.title,
        project: { path: repository.root, name: repository.name },
        base: { commit: repository.head, branch: repository.branch, uncommittedChanges: repository.uncommittedChanges > 0 },
        specPath: specPath(choice.slug),
        provider: choice.provider,
        model: choice.model,
        target: choice.target,
      },
      spec,
      text,
      newOutcomeId(),
    );
    await log.append(session, 0, events);
    ports.wake(session);
    return session;
  };

  return {
    dispatch,
    async runDemo(target) {
      const project = await makeDemoProject(join(ports.resources, 'demo', 'project'), join(ports.dataDir, 'demo-project'));
      await projects.open(project);
      return dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model: 'demo', target });
    },
  };
}

async function readSpec(projects: Projects, { project, slug }: DispatchChoice): Promise<{ text: string; spec: Spec }> {
  const { text, spec, mistakes } = await projects.readSpec(project, slug);
  if (spec !== null) return { text, spec };
  const [mistake] = mistakes;
  throw new ProblemError({
    what: mistake?.message ?? 'The spec cannot be read',
    where: `${specPath(slug)}, line ${mistake?.line ?? 1}`,
    todo: 'Correct the spec and dispatch it again.',
  });
}
