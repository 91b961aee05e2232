/** A coaching file whose entries were tried, as a screen is told of it. */
import type { Pair } from '../../../shared/coaching/effect.ts';
import { recordOf } from '../../../shared/coaching/entry-record.ts';
import { entryRows, type EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { defaultRule } from '../../../shared/coaching/judge-entry.ts';
import { readCoaching } from '../../../shared/coaching/read-file.ts';
import type { Trial } from '../../../shared/coaching/trial-ledger.ts';
import type { TrialRun } from '../../../shared/events.ts';
import type { CoachingView } from '../../../shared/ipc-coaching.ts';

export const pairs = (count: number, withEntry: boolean | null, without: boolean | null): Pair[] =>
  Array.from({ length: count }, () => ({ with: withEntry, without }));

const run = (passed: boolean | null): TrialRun => ({ passed, reason: 'r', cost_usd: 0.01, tokens: 1, turns: 2, active_ms: 3 });

export function trialOf(entry: string, index: number, pair: Pair | null): Trial {
  return {
    id: `${entry}-${index}`,
    run: 'run-1',
    item: { entry, provider: 'p', model: 'm', target: 'local' },
    mode: 'ablation',
    version: entry,
    probe: entry,
    sessions: { with: `with-${entry}-${index}`, without: `without-${entry}-${index}` },
    startedAt: '2026-01-01T00:00:00Z',
    ended: pair === null ? null : { with: run(pair.with), without: run(pair.without), at: `2026-01-0${(index % 9) + 1}T00:01:00Z` },
  };
}

/** @param tried pairs by entry, each of which then has a probe; null is one that runs */
export function viewOf(text: string | null, tried: Record<string, readonly (Pair | null)[]> = {}): CoachingView {
  const ids = readCoaching(text ?? '', { section: false }).entries.flatMap(({ id }) => id ?? []);
  return {
    project: '/p',
    path: '.drover/coaching.md',
    section: false,
    text,
    places: [],
    versions: Object.fromEntries(ids.map((id) => [id, id])),
    probes: Object.keys(tried).map((entry) => ({
      entry,
      path: `.drover/probes/${entry}.md`,
      text: '',
      title: entry,
      version: entry,
      base: { kind: 'commit', commit: 'c' },
      problem: null,
    })),
    problem: null,
    records: Object.entries(tried).flatMap(
      ([entry, list]) =>
        recordOf(
          list.map((pair, index) => trialOf(entry, index, pair)),
          defaultRule,
        ) ?? [],
    ),
    runs: [],
    dispatches: [{ provider: 'p', model: 'm', dispatches: 3, requests: 10, usdPerInputToken: 0.00001 }],
    newest: { provider: 'p', model: 'm', target: 'local' },
    trials: defaultRule,
  };
}

export function rowsOf(text: string, tried: Record<string, readonly (Pair | null)[]> = {}): EntryRow[] {
  return entryRows(viewOf(text, tried), { provider: 'p', model: 'm' });
}
