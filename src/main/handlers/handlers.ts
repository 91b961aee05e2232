/** What each call from the window does. One line a call where it can be; the work is in the rooms. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import { coachingHandlers } from './coaching.ts';
import { comparisonHandlers } from './comparison.ts';
import { dailyBudgetHandlers } from './daily-budget.ts';
import { exportHandlers } from './exports.ts';
import { forkHandlers } from './forks.ts';
import { importHandlers } from './imports.ts';
import { instantHandlers } from './instants.ts';
import { judgingHandlers } from './judging.ts';
import { logHandlers } from './log.ts';
import { windowHandlers } from './model-window.ts';
import { projectHandlers } from './projects.ts';
import { pullRequestHandlers } from './pull-requests.ts';
import { queryHandlers } from './queries.ts';
import { settingsHandlers } from './settings.ts';
import type { Shell } from './shell.ts';
import { verdictHandlers } from './verdicts.ts';
import { watchHandlers } from './watches.ts';

export function createHandlers(drover: Drover, shell: Shell): Handlers {
  drover.board.onChange((summary) => shell.push({ kind: 'summary', summary }));
  drover.onProblem((problem) => shell.push({ kind: 'problem', problem }));

  return {
    ...logHandlers(drover),
    ...queryHandlers(drover),
    ...comparisonHandlers(drover),
    ...forkHandlers(drover),
    ...instantHandlers(drover),
    ...importHandlers(drover, shell),
    ...exportHandlers(drover, shell),
    ...windowHandlers(drover),
    ...watchHandlers(drover, shell),
    ...projectHandlers(drover, shell),
    ...settingsHandlers(drover, shell),
    ...pullRequestHandlers(drover),
    ...verdictHandlers(drover),
    ...dailyBudgetHandlers(drover, shell),
    ...judgingHandlers(drover, shell),
    ...coachingHandlers(drover, shell),
    'link.take': () => shell.takeLink(),
    'about.get': () => ({
      ...shell.about,
      notes: [...shell.about.notes, ...drover.notes],
      dataDir: drover.dataDir,
      readOnly: drover.log.readOnly,
    }),
    'demo.run': async () => ({ session: await drover.runDemo('local') }),
    'sessions.list': () => drover.board.list(),
    'session.summary': ({ session }) => drover.board.summary(session),
    'session.events': ({ session, from, to, types, order, limit }) =>
      drover.log.getEvents(session, { from, limit, ...(to && { to }), ...(types && { types }), ...(order && { order }) }),
    'session.stop': ({ session }) => drover.stop(session),
    'session.continue': ({ session, message, budget }) => drover.continue(session, message, budget),
    'spec.dispatch': async ({ project, slug, attempts, stopLosers }) => ({
      sessions: await drover.dispatchAll({ project, slug, workers: attempts, stopLosers }),
    }),
  };
}
