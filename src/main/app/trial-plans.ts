/** What a trial of an item would be, by the coaching file and the probe as they stand: what both arms share, and what each is told. */
import { toldEntries } from '../../shared/coaching/told-entries.ts';
import type { CoachingEntry } from '../../shared/coaching/place-entry.ts';
import type { TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import type { AppliedEntry, TrialItem } from '../../shared/events.ts';
import { ProblemError, toProblem } from '../../shared/problem.ts';
import type { Spec } from '../../shared/spec.ts';
import type { Subject } from '../coaching/facts.ts';
import { findProbe, type ReadProbe } from '../specs/probe-files.ts';
import { isObjectId } from '../workspace/object-id.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { applied, readEntries } from './project-coaching.ts';

export interface TrialPlan {
  title: string;
  /** The probe's. */
  text: string;
  spec: Spec;
  base: { root: string; commit: string };
  /** Of the coaching file. */
  path: string;
  with: AppliedEntry[];
  without: AppliedEntry[];
}

export type Planned = { subject: Extract<Subject, { ok: true }>; plan: TrialPlan } | { subject: Extract<Subject, { ok: false }> };

/** What a reading of the file says of an item. */
export type PlanItem = (item: TrialItem, signal: AbortSignal) => Promise<Planned>;

type Bases = (probe: ReadProbe, run: TrialsRun, signal: AbortSignal) => Promise<TrialPlan['base']>;

/** Reads the coaching file once, and the probe of each item that it is asked for. Never rejects for what a person wrote. */
export async function planTrials(run: TrialsRun, bases: Bases): Promise<PlanItem> {
  const root = run.begun.project.path;
  const file = await readEntries(root).catch((error: unknown) => inWords(error, root));
  return async (item, signal) => {
    if (typeof file === 'string') return refused('not_testable', file);
    const told = sidesOf(run, item, file);
    if ('ok' in told) return { subject: told };
    const probe = await findProbe(root, item.entry);
    if (probe === null) return refused('not_testable', 'It has no probe.');
    if (probe.spec === null || probe.problem !== null) return refused('not_testable', inWords(problemOf(probe), probe.path));
    try {
      const base = await bases(probe, run, signal);
      const { mode, version } = told;
      const plan = {
        title: probe.title,
        text: probe.text,
        spec: probe.spec,
        base,
        path: told.path,
        with: told.with,
        without: told.without,
      };
      return { subject: { ok: true, mode, version, probe: probe.version }, plan };
    } catch (error) {
      signal.throwIfAborted();
      return refused('not_testable', inWords(error, probe.path));
    }
  };
}

type Sides = Pick<TrialPlan, 'path' | 'with' | 'without'> & Pick<Extract<Subject, { ok: true }>, 'mode' | 'version'>;

function sidesOf(
  { begun }: TrialsRun,
  { entry: id, model }: TrialItem,
  file: { path: string; entries: readonly CoachingEntry[] },
): Sides | Extract<Subject, { ok: false }> {
  if (begun.guard !== undefined) {
    const { path, before, after } = begun.guard;
    const version = [...before, ...after].find((entry) => entry.id === id)?.version ?? '';
    return { mode: 'guard', version, path, with: before, without: after };
  }
  const found = file.entries.filter((entry) => entry.id === id);
  const [entry] = found;
  if (entry === undefined) return { ok: false, reason: 'gone', explanation: `${file.path} has no entry "${id}" any more.` };
  if (found.length > 1) return notTestable(`${found.length} entries of ${file.path} have the id "${id}".`);
  if (toldEntries([{ ...entry, archived: false }], model).length === 0)
    return notTestable(`It is not told to ${model}: it is for ${entry.scope.models.join(', ')}.`);
  const told = toldEntries(file.entries, model);
  const without = told.filter((one) => one !== entry);
  const withIt = entry.archived ? [...told, entry] : told;
  const mode = begun.kind === 'confirm' ? 'confirm' : entry.archived ? 'addition' : 'ablation';
  return { mode, version: applied(entry).version, path: file.path, with: withIt.map(applied), without: without.map(applied) };
}

/** Makes sure that what probes begin from is there, and stays: the user's repository is asked once, the files are copied once. */
export function createBases(workspaces: Pick<Workspaces, 'hold' | 'smallRepository'>): Bases {
  const known = new Map<string, TrialPlan['base']>();
  return async (probe, run, signal) => {
    const root = run.begun.project.path;
    const name = JSON.stringify([run.id, root, probe.entry, probe.version]);
    const found = known.get(name) ?? (await make());
    known.set(name, found);
    return found;

    async function make(): Promise<TrialPlan['base']> {
      if (probe.files !== null) return workspaces.smallRepository(probe.files, signal);
      const commit = probe.base.kind === 'commit' ? probe.base.commit.toLowerCase() : '';
      if (!isObjectId(commit)) throw shortCommit(commit, probe.path);
      await workspaces.hold({ session: run.id, root, commit, signal });
      return { root, commit };
    }
  };
}

function shortCommit(commit: string, where: string): ProblemError {
  const todo = 'Write the whole id of a commit of this repository, 40 digits: git rev-parse HEAD.';
  return new ProblemError({ what: `The probe begins from "${commit}", which is not the whole id of a commit`, where, todo });
}

function problemOf({ problem, path }: ReadProbe): ProblemError {
  return new ProblemError(problem ?? { what: 'The probe cannot be read', where: path, todo: 'Correct it.' });
}

function notTestable(explanation: string): Extract<Subject, { ok: false }> {
  return { ok: false, reason: 'not_testable', explanation };
}

function refused(reason: 'gone' | 'not_testable', explanation: string): Planned {
  return { subject: { ok: false, reason, explanation } };
}

function inWords(error: unknown, where: string): string {
  const problem = toProblem(error, where);
  return `${problem.what} (${problem.where}). ${problem.todo}`;
}
