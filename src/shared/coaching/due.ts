/** Which entries nobody knows enough about for a model, and why. Pure. */
import type { DueReason } from '../ipc-coaching.ts';
import { pairsIn } from './effect.ts';
import type { EntryRecord, RecordKey } from './entry-record.ts';

export interface Due {
  reason: DueReason;
  /** The newest record that made it so: what trials said of these words on another model, or of older words on this one. */
  hint: EntryRecord | null;
}

/** @param records all of the project; `key`: what the entry, its probe and the model are now. Null: there is an answer, or no pair left. */
export function dueOf(key: RecordKey, records: readonly EntryRecord[], maxPairs: number): DueReason | null {
  return whyDue(key, records, maxPairs)?.reason ?? null;
}

export function whyDue(key: RecordKey, records: readonly EntryRecord[], maxPairs: number): Due | null {
  const own = records.filter(({ entry }) => entry === key.entry);
  const current = own.find((record) => sameText(record, key) && sameModel(record, key));
  if (current !== undefined && current.judgement.state !== 'untested') {
    if (current.judgement.state !== 'unclear' || current.pairs >= maxPairs) return null;
    return { reason: 'unclear', hint: null };
  }
  // Pairs that all ended by errors say nothing of other words or another model.
  const judged = own.filter(({ judgement }) => pairsIn(judgement.counts) > 0);
  const before = judged.filter((record) => sameModel(record, key));
  const newest = before.at(-1);
  if (newest !== undefined) {
    const hasWords = before.some(({ version }) => version === key.version);
    return { reason: hasWords ? 'new_probe' : 'new_text', hint: newest };
  }
  const elsewhere = judged.findLast((record) => sameText(record, key));
  return elsewhere === undefined ? { reason: 'never_tested', hint: null } : { reason: 'new_model', hint: elsewhere };
}

function sameText(a: RecordKey, b: RecordKey): boolean {
  return a.version === b.version && a.probe === b.probe;
}

function sameModel(a: RecordKey, b: RecordKey): boolean {
  return a.provider === b.provider && a.model === b.model;
}
