/** What can be made of what is known: which trials come next, an entry of what went wrong, and how things went over time. */
import { draftOf } from '../../shared/coaching/draft.ts';
import { faultIn, faultOf, faultTypes } from '../../shared/coaching/fault-of.ts';
import { historyOf } from '../../shared/coaching/history.ts';
import { proposeTrials } from '../../shared/coaching/plan.ts';
import type { CoachingDraft, HistoryPoint, TrialPlan } from '../../shared/ipc-coaching.ts';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import { ProblemError } from '../../shared/problem.ts';
import { PLACES } from '../../shared/settings.ts';
import type { TrialLogs } from '../coaching/trial-log.ts';
import type { Log } from '../log/log.ts';
import type { Board } from '../sessions/board.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import type { Coaching } from './coaching.ts';
import { dispatched } from './dispatched.ts';

interface AdvicePorts {
  log: Pick<Log, 'getEvents'>;
  board: Pick<Board, 'list' | 'state'>;
  settings: Pick<SettingsStore, 'get'>;
  workspaces: Pick<Workspaces, 'rootOf'>;
  trialLogs: TrialLogs;
  readCoaching: Coaching['readCoaching'];
}

export interface CoachingAdvice {
  /** What is due for a worker, cheapest information first; of `entries`, these alone, due or not. */
  planCoaching(asked: { project: string; worker: WorkerChoice; entries?: readonly string[] | undefined }): Promise<TrialPlan>;
  /** `ProblemError` where nothing went wrong in the session. @param criterion of what failed, this one alone */
  draftCoaching(session: string, criterion?: string): CoachingDraft;
  coachingHistory(project: string): Promise<HistoryPoint[]>;
}

export function createCoachingAdvice(ports: AdvicePorts): CoachingAdvice {
  const { log, board, settings, workspaces, trialLogs, readCoaching } = ports;
  return {
    async planCoaching({ project, worker, entries }) {
      const { provider, model, target } = worker;
      const view = await readCoaching(project);
      const { trials } = await trialLogs.of(view.project).read();
      const places = settings.get().targets.find(({ id }) => id === target)?.places ?? PLACES;
      return proposeTrials({ view, trials: trials.values(), provider, model, places, entries });
    },
    draftCoaching(session, criterion) {
      const { state, dispatch } = dispatched(board, session);
      const fault = faultOf(log.getEvents(session, { types: faultTypes }));
      if (state.outcome === null || fault === null)
        throw new ProblemError({
          what: state.outcome === null ? 'This session had no spec here to make a probe of' : 'Nothing went wrong here that is in the log',
          where: dispatch.title,
          todo: 'Draft from a session that failed, or whose work you rejected or sent back with a word on why; or write the entry by hand.',
        });
      return draftOf({
        title: dispatch.title,
        base: dispatch.base.commit,
        spec: state.outcome.spec,
        fault: criterion === undefined ? fault : faultIn(fault, criterion),
      });
    },
    async coachingHistory(project) {
      const root = await workspaces.rootOf(project);
      return historyOf(
        board
          .list()
          .filter(({ dispatch, imported }) => dispatch.project.path === root && dispatch.trial === undefined && imported === null),
      );
    },
  };
}
