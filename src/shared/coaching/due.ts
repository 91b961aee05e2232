/** Which entries nobody knows enough about for a model, and why. Pure. */
import type { DueReason } from '../ipc-coaching.ts';
import type { EntryRecord, RecordKey } from './entry-record.ts';

/** @param records all of the project; `key`: what the entry, its probe and the model are now. Null: there is an answer, or no pair left. */
export function dueOf(key: RecordKey, records: readonly EntryRecord[], maxPairs: number): DueReason | null {
  const own = records.filter(({ entry }) => entry === key.entry);
  const isTested = (record: EntryRecord): boolean => record.judgement.state !== 'untested';
  const current = own.find((record) => sameText(record, key) && sameModel(record, key));
  if (current !== undefined && isTested(current)) {
    if (current.judgement.state !== 'unclear') return null;
    return current.pairs < maxPairs ? 'unclear' : null;
  }
  const before = own.filter((record) => isTested(record) && sameModel(record, key));
  if (before.some(({ version }) => version === key.version)) return 'new_probe';
  if (before.length > 0) return 'new_text';
  return own.some((record) => isTested(record) && sameText(record, key)) ? 'new_model' : 'never_tested';
}

function sameText(a: RecordKey, b: RecordKey): boolean {
  return a.version === b.version && a.probe === b.probe;
}

function sameModel(a: RecordKey, b: RecordKey): boolean {
  return a.provider === b.provider && a.model === b.model;
}
