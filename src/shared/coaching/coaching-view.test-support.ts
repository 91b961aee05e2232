/** A project's coaching and its trials as a test says them. */
import type { TrialRun } from '../events.ts';
import type { CoachingView, ProbeView } from '../ipc-coaching.ts';
import { recordsOf } from './entry-record.ts';
import { defaultRule, type TrialRule } from './judge-entry.ts';
import { readCoaching } from './read-file.ts';
import type { Trial } from './trial-ledger.ts';

export const WORKER = { provider: 'p', model: 'model-x', target: 'local' };

/** The same words have the same version, as with the application. */
export const versionOf = (text: string): string => `v(${text})`;

export function probeOf(entry: string, over: Partial<ProbeView> = {}): ProbeView {
  const base = { kind: 'commit' as const, commit: 'abc' };
  return { entry, path: `.drover/probes/${entry}.md`, text: '', title: entry, version: 'p1', base, problem: null, ...over };
}

export function runOf(passed: boolean | null, over: Partial<TrialRun> = {}): TrialRun {
  return { passed, reason: '', cost_usd: 0.1, tokens: 1000, turns: 5, active_ms: 60_000, ...over };
}

/** What a pair came to: passed with the entry alone, either way, without it alone, not at all; broken by an error; still running. */
export type Came = 'helped' | 'same' | 'hurt' | 'never' | 'broken' | 'running';
const RUNS: Record<Exclude<Came, 'running'>, [boolean | null, boolean | null]> = {
  ...{ helped: [true, false], same: [true, true], hurt: [false, true], never: [false, false], broken: [null, true] },
};

let made = 0;

/** Trials of an entry whose words are `text`, in the order in which they were started. */
export function trialsOf(
  entry: string,
  text: string,
  came: readonly Came[],
  over: Partial<Trial & TrialRun & { model: string }> = {},
): Trial[] {
  const { model = WORKER.model, cost_usd = 0.1, active_ms = 60_000, ...rest } = over;
  return came.map((what) => {
    made += 1;
    const [withIt, without] = what === 'running' ? [null, null] : RUNS[what];
    const run = (passed: boolean | null): TrialRun => runOf(passed, { cost_usd, active_ms });
    const at = new Date(made * 1000).toISOString();
    return {
      ...{ id: `trial-${made}`, run: 'run-1', item: { entry, ...WORKER, model }, mode: 'ablation', version: versionOf(text), probe: 'p1' },
      ...{ sessions: { with: null, without: `sesn_${made}` }, startedAt: at },
      ended: what === 'running' ? null : { with: run(withIt), without: run(without), at },
      ...rest,
    };
  });
}

export const times = (count: number, what: Came): Came[] => Array.from({ length: count }, () => what);

/** @param probes where none are given, one for each entry with an id */
export function viewOf(text: string, trials: readonly Trial[] = [], over: Partial<CoachingView> & { rule?: TrialRule } = {}): CoachingView {
  const { rule = defaultRule, ...rest } = over;
  const { entries } = readCoaching(text, { section: false });
  const ids = [...new Set(entries.flatMap(({ id }) => id ?? []))];
  return {
    ...{ project: '/project', path: '.drover/coaching.md', section: false, text, problem: null, runs: [], newest: null, places: [] },
    versions: Object.fromEntries(entries.map((entry) => [entry.id ?? '', versionOf(entry.text)])),
    probes: ids.map((id) => probeOf(id)),
    records: recordsOf({ trials: new Map(trials.map((trial) => [trial.id, trial])) }, rule),
    dispatches: [],
    trials: rule,
    ...rest,
  };
}
