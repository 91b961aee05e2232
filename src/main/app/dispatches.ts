/** How a session begins: a spec, a commit, a model and a target, written down before anything runs. */
import { join } from 'node:path';
import type { CriterionResult } from '../../shared/criteria.ts';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import type { DispatchChoice } from '../../shared/ipc.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Budget, Spec } from '../../shared/spec.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { newGroupId, newOutcomeId, newSessionId } from '../log/ids.ts';
import type { Log } from '../log/log.ts';
import { dispatchEvents } from '../sessions/dispatch.ts';
import { specPath } from '../specs/spec-files.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { readProjectCoaching } from './project-coaching.ts';
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
  /** What the criteria said of the base, where all of it is known. */
  knownOnBase(key: { base: string; target: string; spec: Spec }): CriterionResult[] | null;
}

/** Attempts at one spec. One is a plain dispatch. */
export interface Attempts {
  project: string;
  slug: string;
  workers: readonly WorkerChoice[];
  /** As soon as one passes its verdict, the others are stopped. */
  stopLosers: boolean;
  /** In place of what the spec says. */
  budget?: Partial<Budget>;
}

export interface Dispatches {
  /** @returns the session's id */
  dispatch(choice: DispatchChoice): Promise<string>;
  /** All of them on one base and one text, or none. @returns the sessions' ids, in the order of the workers */
  dispatchAll(attempts: Attempts): Promise<string[]>;
  runDemo(target: string): Promise<string>;
}

/** Each rejects with a `ProblemError`, and has made nothing, where what was asked for is not there. */
export function createDispatches(ports: DispatchPorts): Dispatches {
  const { projects, providers, targets, workspaces, log } = ports;

  const dispatchAll = async ({ workers, stopLosers, budget, ...place }: Attempts): Promise<string[]> => {
    const { text, spec: written } = await readSpec(projects, place);
    const spec = { ...written, budget: { ...written.budget, ...budget } };
    for (const { provider, model, target } of workers) {
      providers.require(provider, model);
      targets.require(target);
    }
    const repository = await workspaces.describeRepository(place.project);
    const common = {
      title: spec.title,
      project: { path: repository.root, name: repository.name },
      base: { commit: repository.head, branch: repository.branch, uncommittedChanges: repository.uncommittedChanges > 0 },
      specPath: specPath(place.slug),
    };
    const coaching = await readProjectCoaching(repository.root);
    const group = newGroupId();
    const sessions = workers.map(() => newSessionId());
    for (const session of sessions) await workspaces.hold({ session, root: repository.root, commit: repository.head });
    const begun = workers.map(({ provider, model, target }, i) => {
      const attempt = { group, index: i + 1, of: workers.length, stop_losers: stopLosers };
      const dispatch = { ...common, provider, model, target, ...(workers.length > 1 && { attempt }) };
      const onBase = ports.knownOnBase({ base: repository.head, target, spec });
      return log.append(sessions[i] ?? '', 0, dispatchEvents(dispatch, spec, text, newOutcomeId(), onBase, coaching(model)));
    });
    await Promise.all(begun);
    // In the order of the attempts: who comes first has the first place.
    sessions.forEach((session) => ports.wake(session));
    return sessions;
  };

  const dispatch = async ({ project, slug, ...worker }: DispatchChoice): Promise<string> => {
    const [session = ''] = await dispatchAll({ project, slug, workers: [worker], stopLosers: false });
    return session;
  };

  return {
    dispatch,
    dispatchAll,
    async runDemo(target) {
      const project = await makeDemoProject(join(ports.resources, 'demo', 'project'), join(ports.dataDir, 'demo-project'));
      await projects.open(project);
      return dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model: 'demo', target });
    },
  };
}

async function readSpec(projects: Projects, { project, slug }: { project: string; slug: string }): Promise<{ text: string; spec: Spec }> {
  const { text, spec, mistakes } = await projects.readSpec(project, slug);
  if (spec !== null) return { text, spec };
  const [mistake] = mistakes;
  throw new ProblemError({
    what: mistake?.message ?? 'The spec cannot be read',
    where: `${specPath(slug)}, line ${mistake?.line ?? 1}`,
    todo: 'Correct the spec and dispatch it again.',
  });
}
