/**
 * The application without its window, as a process that a test kills: begins the session or goes on with it, and tells
 * each event that the log acknowledged before it goes on itself.
 */
import { writeSync } from 'node:fs';
import { openDrover } from '../../src/main/app/drover.ts';
import { REHEARSAL } from '../../src/main/app/providers.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import type { TargetSettings } from '../../src/shared/settings.ts';
import type { Death, Told } from './life.ts';

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
const { dataDir, resources, death, target } = job;

/** One line, in the parent's hands before this returns. */
function tell(line: Told): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function passing(kind: 'point' | 'batch', at: string): void {
  if (death?.kind !== kind || death.past.includes(at)) return;
  tell({ t: 'dies', at });
  process.kill(process.pid, 'SIGKILL');
}

/** A request for a summary is another place than a turn. */
function placeOf(event: NewEvent): string {
  const isSummary =
    (event.type === 'span.model_request_start' || event.type === 'span.model_request_end') && event.purpose === 'compaction';
  return isSummary ? `${event.type} of a summary` : event.type;
}

const drover = await openDrover({
  dataDir,
  resources,
  cipher: null,
  logWorker: new URL(job.worker),
  retry: { attempts: 4, baseMs: 10, maxMs: 100 },
  hurry: true,
  onPoint: (name) => passing('point', name),
});
drover.onProblem((problem) => tell({ t: 'problem', problem }));

const { append, fork } = drover.log;
drover.log.append = async (session, expectedHead, events) => {
  const batch = events.map(placeOf).join('+');
  passing('batch', `before ${batch}`);
  const stored = await append(session, expectedHead, events);
  for (const { id, seq, type } of stored) tell({ t: 'stored', id, seq, type });
  passing('batch', `after ${batch}`);
  return stored;
};
drover.log.fork = async (parent, atSeq, events) => {
  const made = await fork(parent, atSeq, events);
  for (const { id, seq, type } of made.events) tell({ t: 'stored', id, seq, type });
  return made;
};

drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets.filter(({ id }) => id !== target.id), target] }));
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
for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(120_000))) {
  if (event.type === 'session.status_idle' && event.seq === drover.log.head(session)) break;
}
const { stopReason, verdict, problem } = drover.board.state(session);
tell({ t: 'rested', stopReason: stopReason?.type ?? null, passed: verdict?.passed ?? null, problem });
await drover.close();
