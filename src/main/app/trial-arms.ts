/** Makes the sessions of a trial: alike in everything but what they are told. */
import type { Trial, TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import type { AppliedEntry, BodyOf, Dispatch, NewEvent, SessionEvent } from '../../shared/events.ts';
import type { Spec } from '../../shared/spec.ts';
import { newOutcomeId } from '../log/ids.ts';
import type { Log } from '../log/log.ts';
import { dispatchEvents } from '../sessions/dispatch.ts';
import { coachingOf } from './project-coaching.ts';
import type { Planned } from './trial-plans.ts';

/** What both arms have in common, and the file. */
interface Shared {
  dispatch: Omit<Dispatch, 'trial'>;
  text: string;
  spec: Spec;
  path: string;
}

/**
 * Repeatable, and by several processes at once: whoever is first makes an arm, and the second is made of the first, so that a pair
 * shares what was read once. @returns null, or why they cannot be made any more
 * @param plan what the file and the probe say now
 */
export async function makeArms(
  log: Pick<Log, 'head' | 'append' | 'getEvents'>,
  run: TrialsRun,
  trial: Trial,
  plan: () => Promise<Planned>,
): Promise<string | null> {
  const { sessions } = trial;
  const first = sessions.with ?? sessions.without;
  if (log.head(first) === 0) {
    const planned = await plan();
    if (!('plan' in planned)) return planned.subject.explanation;
    if (!isOf(planned, trial)) return 'The entry or its probe was changed before it began.';
    const now = planned.plan;
    const shared = { dispatch: dispatchOf(run, trial, now), text: now.text, spec: now.spec, path: now.path };
    await make(log, first, eventsOf(shared, run, trial, sessions.with === null ? 'without' : 'with', now));
  }
  if (sessions.with !== null && log.head(sessions.without) === 0) {
    const made = readArm(log.getEvents(sessions.with, { from: 1, to: 4 }));
    const without = run.begun.guard?.after ?? made.told.filter(({ id }) => id !== trial.item.entry);
    const shared = { ...made.shared, path: run.begun.guard?.path ?? made.shared.path };
    await make(log, sessions.without, eventsOf(shared, run, trial, 'without', { with: made.told, without }));
  }
  return null;
}

/** Whether it is what the trial was started for. */
export function isOf({ subject }: Planned, { version, probe }: Trial): boolean {
  return subject.ok && subject.version === version && subject.probe === probe;
}

function dispatchOf({ begun }: TrialsRun, { item }: Trial, { title, base }: { title: string; base: { root: string; commit: string } }) {
  const { provider, model, target } = item;
  return {
    title,
    project: { path: base.root, name: begun.project.name },
    base: { commit: base.commit, branch: null, uncommittedChanges: false },
    specPath: null,
    ...{ provider, model, target },
  };
}

function eventsOf(
  { dispatch, text, spec, path }: Shared,
  { id: run, begun }: TrialsRun,
  { id: trial, item }: Trial,
  arm: 'with' | 'without',
  told: { with: AppliedEntry[]; without: AppliedEntry[] },
): NewEvent[] {
  const marked = { ...dispatch, trial: { project: begun.project.path, run, trial, entry: item.entry, arm } };
  return dispatchEvents(marked, spec, text, newOutcomeId(), null, coachingOf(path, told[arm]));
}

function readArm(events: readonly SessionEvent[]): { shared: Shared; told: AppliedEntry[] } {
  const [created] = events;
  const coaching = events.find((event): event is SessionEvent & BodyOf<'coaching.applied'> => event.type === 'coaching.applied');
  const task = events.find((event): event is SessionEvent & BodyOf<'user.define_outcome'> => event.type === 'user.define_outcome');
  if (created?.type !== 'session.created' || task === undefined) throw new Error('an arm of a trial begins otherwise than it was made');
  const { trial: _trial, ...dispatch } = created.dispatch;
  const shared = { dispatch, text: task.rubric.content, spec: task.spec, path: coaching?.path ?? '' };
  return { shared, told: coaching?.entries ?? [] };
}

async function make(log: Pick<Log, 'append'>, session: string, events: NewEvent[]): Promise<void> {
  try {
    await log.append(session, 0, events);
  } catch (error) {
    // Another process was first.
    if (!(error instanceof Error && error.name === 'LogConflict')) throw error;
  }
}
