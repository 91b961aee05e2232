/** What is known of a project's coaching without anything that works: its files, the log where there is one, and the settings. */
import { join, resolve } from 'node:path';
import { recordsOf } from '../../shared/coaching/entry-record.ts';
import { entryRows, type EntryRow } from '../../shared/coaching/entry-rows.ts';
import { historyOf } from '../../shared/coaching/history.ts';
import { defaultRule } from '../../shared/coaching/judge-entry.ts';
import { newLedger } from '../../shared/coaching/trial-ledger.ts';
import type { CoachingView, HistoryPoint, RunView } from '../../shared/ipc-coaching.ts';
import { ProblemError } from '../../shared/problem.ts';
import { newestWorker } from '../app/dispatch-facts.ts';
import { readCoachingFile } from '../app/coaching.ts';
import { runViews } from '../app/run-views.ts';
import { summariesOf } from '../app/summaries.ts';
import { createTrialLogs } from '../coaching/trial-log.ts';
import { coachedModel } from '../cli/coaching-worker.ts';
import type { Output } from '../cli/output.ts';
import type { Log } from '../log/log.ts';
import { openSettings } from '../settings/settings.ts';
import { listProbes } from '../specs/probe-files.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import type { CommonOptions } from './command.ts';
import { withLog } from './reading.ts';

export type ProjectOptions = CommonOptions & { project: string };

export interface KnownCoaching {
  root: string;
  file: Pick<CoachingView, 'path' | 'section' | 'text' | 'versions'>;
  /** The model that is asked for, or the one that is most likely meant; null: nobody knows of any. */
  model(asked: { provider?: string; model?: string }): { provider: string; model: string } | null;
  /** In the order of the file. */
  rows(model: { provider: string; model: string } | null): EntryRow[];
  days(): HistoryPoint[];
  /** Newest first. */
  runs(): RunView[];
}

/** The same without a log, with nothing known of any model. Rejects with a `ProblemError` where the file cannot be read. */
export function withCoaching(options: ProjectOptions, output: Output, use: (known: KnownCoaching) => Promise<number>): Promise<void> {
  return withLog(options, output, async (log) => use(await readKnown(options, log)));
}

async function readKnown(options: ProjectOptions, log: Log | null): Promise<KnownCoaching> {
  const root = await rootOf(options);
  const [file, probes] = await Promise.all([readCoachingFile(root), listProbes(root)]);
  if (file.problem !== null) throw new ProblemError(file.problem);
  const settings = openSettings(join(options.dataDir, 'settings.json')).get();
  const trials = settings.trials ?? defaultRule;
  // Whoever only edits the file waits for neither.
  const ledger = once(() => (log === null ? newLedger() : createTrialLogs(log).of(root).ledger()));
  const records = once(() => recordsOf(ledger(), trials));
  const dispatches = once(() => (log === null ? [] : summariesOf(log)).filter(({ dispatch }) => dispatch.project.path === root));
  return {
    root,
    file,
    model: (asked) => coachedModel(asked, { newest: newestWorker(dispatches()), records: records(), providers: settings.providers }),
    rows: (model) => entryRows({ ...file, probes, records: records(), dispatches: [], trials }, model ?? { provider: '', model: '' }),
    days: () => historyOf(dispatches().filter(({ imported }) => imported === null)),
    runs: () => runViews(ledger()),
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

export async function rootOf({ dataDir, project }: ProjectOptions): Promise<string> {
  const workspaces = createWorkspaces({ dataDir });
  try {
    return (await workspaces.describeRepository(resolve(project))).root;
  } finally {
    workspaces.close();
  }
}
