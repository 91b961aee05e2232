/** A project whose entries were tried before: its file, its probes, and trials written past any runner, for what looks at them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coachingLogId, createTrialLogs } from '../../src/main/coaching/trial-log.ts';
import { newTrialSessionId } from '../../src/main/log/ids.ts';
import type { Log } from '../../src/main/log/log.ts';
import { findCoaching } from '../../src/main/specs/coaching-file.ts';
import { listProbes } from '../../src/main/specs/probe-files.ts';
import { versionOf } from '../../src/main/app/project-coaching.ts';
import type { Pair } from '../../src/shared/coaching/effect.ts';
import { readCoaching } from '../../src/shared/coaching/read-file.ts';
import type { NewEvent, TrialRun } from '../../src/shared/events.ts';

export interface TriedEntry {
  id: string;
  text: string;
  /** Null: it has no probe. */
  pairs: readonly Pair[] | null;
}

export const helped: Pair = { with: true, without: false };
export const alike: Pair = { with: true, without: true };
export const hurt: Pair = { with: false, without: true };

export const times = (count: number, pair: Pair): Pair[] => Array.from({ length: count }, () => pair);

export function coachingText(told: readonly TriedEntry[], archived: readonly (TriedEntry & { evidence: string })[] = []): string {
  const bullet = ({ id, text }: TriedEntry): string => `- ${text} <!-- id: ${id} -->\n`;
  const below = archived.map((entry) => `${bullet(entry)}  - ${entry.evidence} <!-- evidence -->\n`).join('');
  return `# Coaching\n\n${told.map(bullet).join('')}${below === '' ? '' : `\n## Archive\n\n${below}`}`;
}

/** @param commit where each probe begins */
export function writeProbe(root: string, entry: string, commit: string): void {
  mkdirSync(join(root, '.drover', 'probes'), { recursive: true });
  const criterion = '  - id: holds\n    kind: command\n    run: "true"\n';
  writeFileSync(
    join(root, '.drover', 'probes', `${entry}.md`),
    `---\ntitle: Shows ${entry}\nbase: "${commit}"\ncriteria:\n${criterion}---\n\nShow it.\n`,
  );
}

const BEGAN = Date.parse('2026-11-20T08:00:00.000Z');
const MINUTE = 60_000;
/** Events a commit. */
const BATCH = 2000;
const run = (passed: boolean | null): TrialRun => ({
  passed,
  reason: passed === true ? 'All required criteria hold.' : 'A criterion fails.',
  cost_usd: 0.02,
  tokens: 40_000,
  turns: 6,
  active_ms: 50_000,
});

/** One run of trials that has ended, on the model of the rehearsal that is named. The file and the probes must be there. */
export async function writeTrials(log: Log, root: string, entries: readonly TriedEntry[], model = 'demo'): Promise<void> {
  const probes = new Map((await listProbes(root)).map((probe) => [probe.entry, probe.version]));
  const file = await findCoaching(root);
  const read = readCoaching(file?.text ?? '', { section: file?.section ?? false }).entries;
  const versions = new Map(read.map((entry) => [entry.id, versionOf(entry.text)]));
  const tried = entries.filter(({ pairs }) => pairs !== null && pairs.length > 0);
  const itemOf = (entry: string) => ({ entry, provider: 'rehearsal', model, target: 'local' });
  const events: NewEvent[] = [];
  let at = BEGAN;
  const add = (event: NewEvent): void => {
    at += MINUTE;
    events.push({ ...event, processed_at: new Date(at).toISOString() });
  };
  const trials = createTrialLogs(log).of(root);
  const name = `run-${trials.ledger().runs.size + 1}`;
  add({
    type: 'trials.begun',
    run: name,
    project: { path: root, name: 'project' },
    kind: 'entries',
    items: tried.map(({ id }) => itemOf(id)),
    budget_usd: null,
    smallest: 0.2,
    max_pairs: 300,
  });
  for (const { id, pairs } of tried) {
    for (const [index, pair] of (pairs ?? []).entries()) {
      const trial = `${name}-${id}-${index}`;
      add({
        type: 'trial.started',
        run: name,
        trial,
        ...itemOf(id),
        mode: 'ablation',
        version: versions.get(id) ?? '',
        probe: probes.get(id) ?? '',
        sessions: { with: newTrialSessionId(), without: newTrialSessionId() },
      });
      add({ type: 'trial.ended', trial, with: run(pair.with), without: run(pair.without) });
    }
  }
  add({ type: 'trials.ended', run: name, reason: 'done', explanation: 'Every entry has its answer.' });
  const session = coachingLogId(root);
  for (let done = 0; done < events.length; done += BATCH) await log.append(session, log.head(session), events.slice(done, done + BATCH));
}

/** A check of a pruned file that has ended: each probe with what it said of the file as it was, and of the pruned one. */
export async function writeGuard(
  log: Log,
  root: string,
  pruned: readonly TriedEntry[],
  found: Record<string, Pair>,
  model = 'demo',
): Promise<void> {
  const itemOf = (entry: string) => ({ entry, provider: 'rehearsal', model, target: 'local' });
  const told = pruned.map(({ id, text }) => ({ id, version: versionOf(text), text, scope: { paths: [], kinds: [], models: [] } }));
  const events: NewEvent[] = [
    {
      type: 'trials.begun',
      run: 'guard-1',
      project: { path: root, name: 'project' },
      kind: 'guard',
      items: Object.keys(found).map(itemOf),
      budget_usd: null,
      smallest: 0.2,
      max_pairs: 1,
      guard: { path: '.drover/coaching.md', before: told, after: [] },
    },
    ...Object.entries(found).flatMap(([id, pair]): NewEvent[] => {
      const trial = `guard-1-${id}`;
      const sessions = { with: newTrialSessionId(), without: newTrialSessionId() };
      return [
        { type: 'trial.started', run: 'guard-1', trial, ...itemOf(id), mode: 'guard', version: '', probe: '', sessions },
        { type: 'trial.ended', trial, with: run(pair.with), without: run(pair.without) },
      ];
    }),
    { type: 'trials.ended', run: 'guard-1', reason: 'done', explanation: 'Every probe has its answer.' },
  ];
  const session = coachingLogId(root);
  await log.append(session, log.head(session), events);
}
