/**
 * The application without its window, as a process that a test kills: begins the session or goes on with it, and tells
 * each event that the log acknowledged before it goes on itself.
 */
import { REHEARSAL } from '../../src/main/app/providers.ts';
import type { TargetSettings } from '../../src/shared/settings.ts';
import { openDying, rested, tell } from './dying.ts';
import type { Death } from './life.ts';

export interface ChildJob {
  dataDir: string;
  resources: string;
  worker: string;
  project: string;
  slug: string;
  model: string;
  target: TargetSettings;
  /** The session to go on with is one that is rewound from here, `another` one whoever made some; null: one that is dispatched. */
  fork: { parent: string; seq: number; another: boolean } | null;
  death: Death | null;
}

const job = JSON.parse(process.argv[2] ?? '') as ChildJob; // what life.ts writes
const { target } = job;
const drover = await openDying(job);
let session = job.fork?.another === true ? undefined : drover.log.sessions().find(({ id }) => id !== job.fork?.parent)?.id;
if (session === undefined && job.fork !== null) {
  session = await drover.fork(job.fork.parent, job.fork.seq, {});
} else if (session === undefined) {
  const { project, slug, model } = job;
  session = await drover.dispatch({ project, slug, provider: REHEARSAL, model, target: target.id });
} else {
  await drover.resume();
}
tell({ t: 'session', session });
await rested(drover, session);
const { stopReason, verdict, problem } = drover.board.state(session);
tell({ t: 'rested', stopReason: stopReason?.type ?? null, passed: verdict?.passed ?? null, problem });
await drover.close();
