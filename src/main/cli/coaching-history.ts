/** `drover coaching history`: what dispatches were told over time and how many passed, and the runs of trials. */
import type { HistoryPoint, RunView } from '../../shared/ipc-coaching.ts';
import { counted, dollars } from './coaching-words.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

/** @param runs newest first */
export async function printHistory(
  { days, runs }: { days: readonly HistoryPoint[]; runs: readonly RunView[] },
  options: { json: boolean },
  output: Output,
): Promise<number> {
  if (options.json) {
    await output.json({ days, runs: runs.map(runDocument) });
    return EXIT.ok;
  }
  if (days.length === 0 && runs.length === 0) output.note('Nothing was dispatched here yet.');
  for (const { day, model, dispatches, entries, tokens, passed, judged } of days) {
    const told = `${counted(round(entries), 'entry', 'entries')} of ${Math.round(tokens)} tokens told`;
    const passes = judged === 0 ? 'none judged' : `${passed} of ${judged} passed (${Math.round((100 * passed) / judged)} %)`;
    await output.line(`${localDay(day)}  ${model}  ${counted(dispatches, 'dispatch', 'dispatches')} · ${told} · ${passes}`);
  }
  for (const run of runs) {
    const { run: id, kind, started_at: started, ended, explanation, entries, trials, cost_usd: cost } = runDocument(run);
    const facts = [kind, counted(entries.length, 'entry', 'entries'), counted(trials, 'trial', 'trials'), dollars(cost)];
    await output.line(
      `${id}  ${started.slice(0, 16).replace('T', ' ')}  ${facts.join(' · ')}  ${ended ?? 'running'}. ${explanation ?? ''}`,
    );
  }
  return EXIT.ok;
}

/** A run in `--json`; the names are a promise. */
function runDocument({ id, begun, startedAt, ended, progress, spentUsd }: RunView) {
  return {
    run: id,
    kind: begun.kind,
    entries: [...new Set(begun.items.map(({ entry }) => entry))],
    started_at: startedAt,
    /** Null: it is under way. */
    ended: ended?.reason ?? null,
    ended_at: ended?.at ?? null,
    explanation: ended?.explanation ?? null,
    trials: progress.reduce((sum, { ended: over, running }) => sum + over + running, 0),
    cost_usd: spentUsd,
  };
}

/** The day that begins at this midnight, by this computer's clock. */
function localDay(midnight: string): string {
  const day = new Date(midnight);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

const round = (number: number): number => Math.round(number * 10) / 10;
