/** The coaching file's entries with what is known of each for a model: what the screen and the terminal list. Pure. */
import type { CoachingView, DueReason, ProbeView } from '../ipc-coaching.ts';
import { tokensIn } from '../tokens-in.ts';
import { dueOf } from './due.ts';
import { recordName, type EntryRecord } from './entry-record.ts';
import type { EntryState } from './judge-entry.ts';
import type { CoachingEntry } from './place-entry.ts';
import { readCoaching } from './read-file.ts';
import { standingAmong } from './standing.ts';
import { toldEntries } from './told-entries.ts';

export type RowState = EntryState | 'cannot_be_tested';

/** The line of evidence of an entry that nobody is told yet. */
export const UNDER_CONSIDERATION = 'Under consideration: not told yet.';

export interface EntryRow {
  /** Its id; where it has none, or that of an entry before it, the line that it stands on. */
  key: string;
  entry: CoachingEntry;
  state: RowState;
  /** Why it cannot be tested, as a sentence; null: it can. */
  untestable: string | null;
  /** What trials of these words and this probe with the model have said. */
  record: EntryRecord | null;
  /** Whether its state is to be believed among all entries that were tested with the model: of those that stand, 5 % is false on average. */
  stands: boolean;
  /** Null for what is archived and not under consideration, too. */
  due: DueReason | null;
  probe: ProbeView | null;
  isConsidered: boolean;
  /** Whether a dispatch to the model tells it. */
  isTold: boolean;
  /** About how many its words have; each request of a dispatch that tells it sends them. */
  tokens: number;
  /** US dollars that it costs a dispatch that tells it to the model; null: there was none yet. */
  usdPerDispatch: number | null;
}

type Known = Pick<CoachingView, 'text' | 'section' | 'versions' | 'probes' | 'records' | 'dispatches' | 'trials'>;

/** In the order of the file. */
export function entryRows(view: Known, { provider, model }: { provider: string; model: string }): EntryRow[] {
  const { entries } = readCoaching(view.text ?? '', { section: view.section });
  const probes = new Map(view.probes.map((probe) => [probe.entry, probe]));
  const records = new Map(view.records.map((record) => [recordName(record), record]));
  const byEntry = recordsByEntry(view.records);
  const facts = view.dispatches.find((one) => one.provider === provider && one.model === model);
  const seen = new Set<string>();
  const rows = entries.map((entry): EntryRow => {
    const id = entry.id ?? '';
    const isSecond = entry.id !== null && seen.has(id);
    seen.add(id);
    const probe = probes.get(id) ?? null;
    const key = { entry: id, version: view.versions[id] ?? '', probe: probe?.version ?? '', provider, model };
    const record = records.get(recordName(key)) ?? null;
    const fits = toldEntries([{ ...entry, archived: false }], model).length > 0;
    const untestable = isSecond
      ? 'Another entry has the same id.'
      : fits
        ? whyNot(entry, probe)
        : `It is not for ${model}, but for ${entry.scope.models.join(', ')}.`;
    const isConsidered = entry.archived && entry.evidence === UNDER_CONSIDERATION;
    const tokens = tokensIn(entry.text);
    return {
      key: entry.id === null || isSecond ? `line ${entry.line}` : id,
      entry,
      state: untestable === null ? (record?.judgement.state ?? 'untested') : 'cannot_be_tested',
      untestable,
      record,
      stands: false,
      due: untestable === null && (!entry.archived || isConsidered) ? dueOf(key, byEntry.get(id) ?? [], view.trials.maxPairs) : null,
      probe,
      isConsidered,
      isTold: fits && !entry.archived,
      tokens,
      usdPerDispatch: facts === undefined ? null : tokens * facts.requests * facts.usdPerInputToken,
    };
  });
  return withStanding(rows);
}

function recordsByEntry(records: readonly EntryRecord[]): Map<string, EntryRecord[]> {
  const found = new Map<string, EntryRecord[]>();
  for (const record of records) found.set(record.entry, [...(found.get(record.entry) ?? []), record]);
  return found;
}

function whyNot({ id }: CoachingEntry, probe: ProbeView | null): string | null {
  if (id === null) return 'It has no id, so that evidence on it has nothing to hold on to.';
  if (probe === null) return 'It has no probe that shows its fault.';
  return probe.problem === null ? null : `${probe.problem.what} (${probe.problem.where}). ${probe.problem.todo}`;
}

function withStanding(rows: readonly EntryRow[]): EntryRow[] {
  const tested = rows.flatMap((row) => (row.record === null || row.record.judgement.state === 'untested' ? [] : [{ row, ...row.record }]));
  const places = standingAmong(tested.map(({ judgement }) => judgement));
  const standing = new Set(tested.flatMap(({ row }, place) => (places.has(place) ? [row] : [])));
  return rows.map((row) => ({ ...row, stands: row.state !== 'cannot_be_tested' && standing.has(row) }));
}

const ORDER: readonly RowState[] = ['harmful', 'outgrown', 'unclear', 'untested', 'cannot_be_tested', 'needed'];

/** What is most worth pruning comes first: by its state, then by what it costs; what is not certain among many after what is. */
export function byWorthPruning(a: EntryRow, b: EntryRow): number {
  const state = ORDER.indexOf(a.state) - ORDER.indexOf(b.state);
  if (state !== 0) return state;
  if (a.stands !== b.stands) return a.stands ? -1 : 1;
  if (a.state === 'unclear') return (a.record?.chance ?? 1) - (b.record?.chance ?? 1) || b.tokens - a.tokens;
  return b.tokens - a.tokens;
}
