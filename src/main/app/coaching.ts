/** What is known of a project's coaching: its file and its probes as they stand, and what its trials have said. */
import { defaultRule, type TrialRule } from '../../shared/coaching/judge-entry.ts';
import { createRecordKeeper, type EntryRecord } from '../../shared/coaching/entry-record.ts';
import { readCoaching } from '../../shared/coaching/read-file.ts';
import type { Trial, TrialLedger } from '../../shared/coaching/trial-ledger.ts';
import type { CoachingView } from '../../shared/ipc-coaching.ts';
import { toProblem, type Problem } from '../../shared/problem.ts';
import { isCoachingLog, type TrialLogs } from '../coaching/trial-log.ts';
import type { Log } from '../log/log.ts';
import type { Board } from '../sessions/board.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { COACHING_PATH, coachingPlaces, findCoaching } from '../specs/coaching-file.ts';
import { findNewRules, type RuleFile } from '../specs/rule-files.ts';
import { beginCoaching, saveCoaching } from '../specs/edit-coaching.ts';
import { listProbes, saveProbe } from '../specs/probe-files.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { dispatchFacts, newestWorker } from './dispatch-facts.ts';
import { versionOf } from './project-coaching.ts';
import type { Providers } from './providers.ts';
import { runViews } from './run-views.ts';

interface CoachingPorts {
  log: Pick<Log, 'onGrowth'>;
  board: Pick<Board, 'list' | 'state'>;
  settings: Pick<SettingsStore, 'get'>;
  providers: Pick<Providers, 'access'>;
  workspaces: Pick<Workspaces, 'rootOf'>;
  trialLogs: TrialLogs;
}

export interface Coaching {
  readCoaching(project: string): Promise<CoachingView>;
  saveCoaching(project: string, text: string, expected: string | null): Promise<null>;
  /** `ProblemError` where the project has coaching already, or cannot have it there. */
  beginCoaching(project: string, place: string): Promise<null>;
  /** Rules for other tools whose words are not in the coaching file. */
  rulesOf(project: string): Promise<RuleFile[]>;
  saveProbe(project: string, entry: string, text: string, expected: string | null): Promise<null>;
  /** Newest first. */
  trialsOf(project: string, entry: string): Promise<Trial[]>;
  /** Told of each project of which trials say more than before, or whose file was written here. Returns what ends it. */
  onCoaching(listener: (project: string) => void): () => void;
}

export function createCoaching(ports: CoachingPorts): Coaching {
  const { log, board, settings, providers, workspaces, trialLogs } = ports;
  const listeners = new Set<(project: string) => void>();
  const tell = (project: string): void => listeners.forEach((listener) => listener(project));
  let endGrowth = (): void => {};

  const { rootOf } = workspaces;
  const keepers = new Map<string, { rule: TrialRule; records: (ledger: TrialLedger) => EntryRecord[] }>();
  const recordsFor = (root: string, wanted: TrialRule): ((ledger: TrialLedger) => EntryRecord[]) => {
    const kept = keepers.get(root);
    if (kept?.rule.smallest === wanted.smallest && kept.rule.maxPairs === wanted.maxPairs) return kept.records;
    const records = createRecordKeeper(wanted);
    keepers.set(root, { rule: wanted, records });
    return records;
  };
  const rule = () => settings.get().trials ?? defaultRule;

  return {
    async readCoaching(project) {
      const root = await rootOf(project);
      const [file, probes] = await Promise.all([readCoachingFile(root), listProbes(root)]);
      const ledger = await trialLogs.of(root).read();
      const sessions = board.list().filter(({ dispatch }) => dispatch.project.path === root && dispatch.trial === undefined);
      return {
        project: root,
        ...file,
        probes,
        records: recordsFor(root, rule())(ledger),
        runs: runViews(ledger),
        dispatches: dispatchFacts(sessions, (session) => board.state(session), providers),
        newest: newestWorker(sessions),
        trials: rule(),
      };
    },
    async saveCoaching(project, text, expected) {
      const root = await rootOf(project);
      await saveCoaching(root, text, expected);
      tell(root);
      return null;
    },
    async beginCoaching(project, place) {
      const root = await rootOf(project);
      await beginCoaching(root, place);
      tell(root);
      return null;
    },
    async rulesOf(project) {
      return findNewRules(await rootOf(project));
    },
    async saveProbe(project, entry, text, expected) {
      const root = await rootOf(project);
      await saveProbe(root, entry, text, expected);
      tell(root);
      return null;
    },
    async trialsOf(project, entry) {
      const { trials } = trialLogs.of(await rootOf(project)).ledger();
      return [...trials.values()].filter(({ item }) => item.entry === entry).toReversed();
    },
    onCoaching(listener) {
      if (listeners.size === 0) {
        endGrowth = log.onGrowth((sessions) => {
          for (const { session, ledger } of sessions.some(isCoachingLog) ? trialLogs.all() : []) {
            if (!sessions.includes(session)) continue;
            const [run] = ledger().runs.values();
            if (run !== undefined) tell(run.begun.project.path);
          }
        });
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) endGrowth();
      };
    },
  };
}

/** The file as it stands, and the versions of its entries' words. Never rejects: `problem` says why it could not be read. */
export async function readCoachingFile(
  root: string,
): Promise<Pick<CoachingView, 'path' | 'section' | 'text' | 'places' | 'versions' | 'problem'>> {
  const nothing = { path: COACHING_PATH, section: false, text: null, places: [], versions: {} };
  try {
    const found = await findCoaching(root);
    if (found === null) return { ...nothing, places: await coachingPlaces(root), problem: null };
    const { path, section, text } = found;
    const { entries } = readCoaching(text, { section });
    const versions = Object.fromEntries(entries.flatMap((entry) => (entry.id === null ? [] : [[entry.id, versionOf(entry.text)]])));
    return { path, section, text, places: [], versions, problem: null };
  } catch (error) {
    const problem: Problem = toProblem(error, COACHING_PATH);
    return { ...nothing, problem };
  }
}
