/** Calls from the window about coaching. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

type Channels = Extract<keyof Handlers, `coaching.${string}`>;

export function coachingHandlers(drover: Drover, shell: Pick<Shell, 'push'>): Pick<Handlers, Channels> {
  drover.onCoaching((project) => shell.push({ kind: 'coaching', project }));
  return {
    'coaching.read': ({ project }) => drover.readCoaching(project),
    'coaching.save': ({ project, text, expected }) => drover.saveCoaching(project, text, expected),
    'coaching.begin': ({ project, place }) => drover.beginCoaching(project, place),
    'coaching.rules': ({ project }) => drover.rulesOf(project),
    'coaching.saveProbe': ({ project, entry, text, expected }) => drover.saveProbe(project, entry, text, expected),
    'coaching.trials': ({ project, entry }) => drover.trialsOf(project, entry),
    'coaching.draft': ({ session, criterion }) => drover.draftCoaching(session, criterion),
    'coaching.plan': (asked) => drover.planCoaching(asked),
    'coaching.test': (job) => drover.testCoaching(job),
    'coaching.guard': (job) => drover.guardCoaching(job),
    'coaching.stop': ({ project, run }) => drover.stopTrials(project, run),
    'coaching.history': ({ project }) => drover.coachingHistory(project),
  };
}
