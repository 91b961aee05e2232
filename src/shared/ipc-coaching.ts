/** The part of the contract that is about coaching: its file, its probes, and what trials say of its entries. */
import { z } from 'zod';
import type { ImportableEntry } from './coaching/importable.ts';
import type { EntryRecord } from './coaching/entry-record.ts';
import type { Trial, TrialsRun } from './coaching/trial-ledger.ts';
import { WorkerChoice } from './ipc-judgment.ts';
import type { Problem } from './problem.ts';
import { TrialSettings } from './settings.ts';

const SessionId = z.string().regex(/^sesn_[0-9a-zA-Z]{10,40}$/);
const ProjectPath = z.string().min(1).max(4096);
const EntryId = z.string().min(1).max(64);
const RunId = z.string().min(1).max(60);
const Text = z.string().max(1_000_000);
const Of = z.strictObject({ project: ProjectPath });

export const coachingInputs = {
  /** All that the screen shows. Asked for again after each push `coaching` of the project. */
  'coaching.read': Of,
  /** Writes the file whole. `expected` is the text that was read, null: there was none; a file changed since is a problem, not a loss. */
  'coaching.save': Of.extend({ text: Text, expected: Text.nullable() }),
  /** Makes the place where coaching is kept, where the project has none: a file of its own, or a section of one that is there. */
  'coaching.begin': Of.extend({ place: z.string().max(100) }),
  /** Rules that other tools read here and that are no entries yet. */
  'coaching.rules': Of,
  /** Writes an entry's probe, in the same way. An empty text removes it. */
  'coaching.saveProbe': Of.extend({ entry: EntryId, text: Text, expected: Text.nullable() }),
  /** An entry and its probe, made of what went wrong in a session, or of one criterion that failed. Nothing is written. */
  'coaching.draft': z.strictObject({ session: SessionId, criterion: z.string().max(200).optional() }),
  /** What is due for a worker, cheapest information first, and what it would cost; with `entries`, these alone, due or not. */
  'coaching.plan': Of.extend({ worker: WorkerChoice, entries: z.array(EntryId).max(2000).optional() }),
  /** Begins trials of entries of the file (told or archived), or runs their probes once without them (`confirm`). */
  'coaching.test': Of.extend({
    kind: z.enum(['entries', 'confirm']),
    worker: WorkerChoice,
    entries: z.array(EntryId).min(1).max(2000),
    /** US dollars; null: no limit but those of the day. */
    budgetUsd: z.number().positive().nullable(),
  }),
  /** One trial of each probe: a file as it was against the file as it is now. */
  'coaching.guard': Of.extend({ worker: WorkerChoice, before: Text, budgetUsd: z.number().positive().nullable() }),
  /** What runs is interrupted and says nothing; what has ended counts. */
  'coaching.stop': Of.extend({ run: RunId }),
  /** Every trial of an entry, newest first. */
  'coaching.trials': Of.extend({ entry: EntryId }),
  'coaching.history': Of,
  'settings.trials': z.strictObject({ trials: TrialSettings }),
} satisfies Record<string, z.ZodType>;

/** The small spec that shows an entry's fault. */
export interface ProbeView {
  entry: string;
  /** In the project, with `/`. */
  path: string;
  text: string;
  title: string;
  version: string;
  /** Where it begins: a commit of the project, or `files`: a small repository of its own beside it. */
  base: { kind: 'commit'; commit: string } | { kind: 'files'; path: string };
  /** Why nothing can be tested with it; null: it can. */
  problem: Problem | null;
}

/** What this project's dispatches to a model were like, trials left out: by this it is known what an entry costs each of them. */
export interface DispatchFacts {
  provider: string;
  model: string;
  /** How many of them, the newest hundred at most. */
  dispatches: number;
  /** Means of a dispatch: answered requests, and US dollars for a token of input, cached or not. */
  requests: number;
  usdPerInputToken: number;
}

export interface RunView extends TrialsRun {
  /** Trials by item, in the order of `begun.items`. */
  progress: { ended: number; running: number }[];
  spentUsd: number;
}

export interface CoachingView {
  /** The repository's folder. */
  project: string;
  /** Of the coaching file, in the project. */
  path: string;
  section: boolean;
  /** Null: there is no file yet. */
  text: string | null;
  /** Where coaching could be kept, as long as it is nowhere: paths in the project. */
  places: string[];
  /** Versions of the entries' words by id, as trials know them. */
  versions: Record<string, string>;
  probes: ProbeView[];
  /** A folder or a file that cannot be read; null: all could be. */
  problem: Problem | null;
  records: EntryRecord[];
  /** Newest first: those under way, and the last twenty that have ended. */
  runs: RunView[];
  dispatches: DispatchFacts[];
  /** The model that this project's newest dispatch had, null without any. */
  newest: { provider: string; model: string; target: string } | null;
  trials: TrialSettings;
}

export const dueReasons = ['never_tested', 'new_model', 'new_text', 'new_probe', 'unclear'] as const;
export type DueReason = (typeof dueReasons)[number];

export interface PlannedItem {
  entry: string;
  /** Null: it is not due, and was asked for. */
  due: DueReason | null;
  /** Pairs that it will take, as far as one can know now. */
  pairs: number;
  /** Of all of them; null: nobody knows before the first run. */
  usd: number | null;
  /** By the clock, with so many runs at a time as the target holds. */
  minutes: number | null;
}

export interface TrialPlan {
  items: PlannedItem[];
  /** Entries that the model is told and cannot be tested, and why, as a sentence; of `entries`, those that are asked for and cannot be. */
  untestable: { entry: string; why: string }[];
  /** Of the items whose price is known. */
  usd: number;
  /** With so many runs at a time as the target holds. */
  minutes: number;
}

export interface CoachingDraft {
  entry: string;
  /** A probe's text. */
  probe: string;
  /** What it was made of, in words. */
  source: string;
}

/** A day's dispatches of a project to a model. */
export interface HistoryPoint {
  /** Midnight of this computer, ISO 8601. */
  day: string;
  provider: string;
  model: string;
  dispatches: number;
  /** Means of what they were told. */
  entries: number;
  tokens: number;
  /** Of those with a verdict. */
  passed: number;
  judged: number;
}

export interface CoachingOutputs {
  'coaching.read': CoachingView;
  'coaching.save': null;
  'coaching.begin': null;
  'coaching.rules': { path: string; entries: ImportableEntry[] }[];
  'coaching.saveProbe': null;
  'coaching.draft': CoachingDraft;
  'coaching.plan': TrialPlan;
  'coaching.test': { run: string };
  'coaching.guard': { run: string };
  'coaching.stop': null;
  'coaching.trials': Trial[];
  'coaching.history': HistoryPoint[];
  'settings.trials': null;
}

/** The file, or what trials say, has changed. */
export interface CoachingPush {
  kind: 'coaching';
  project: string;
}
