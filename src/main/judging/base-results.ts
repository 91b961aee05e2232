/** What criteria said of a base, kept as long as it holds: the same criterion, commit and target give the same. Derived: may be deleted. */
import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { CriterionResult, type Criterion } from '../../shared/criteria.ts';
import type { Spec } from '../../shared/spec.ts';

export interface BaseKey {
  base: string;
  target: string;
  setup: Spec['setup'];
}

export interface BaseResults {
  get(key: BaseKey, criterion: Criterion): CriterionResult | undefined;
  put(key: BaseKey, criterion: Criterion, result: CriterionResult): void;
  close(): void;
}

/** Results that are kept; older ones go. */
const KEPT = 5000;
/** Raised where the same criterion is checked otherwise than before. */
const VERSION = 1;

export function openBaseResults(file: string): BaseResults {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE IF NOT EXISTS result(key BLOB PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID');
  const find = db.prepare<[Buffer], string>('SELECT body FROM result WHERE key = ?').pluck();
  const put = db.prepare<[Buffer, number, string]>('INSERT OR REPLACE INTO result(key, at, body) VALUES (?, ?, ?)');
  const prune = db.prepare('DELETE FROM result WHERE key IN (SELECT key FROM result ORDER BY at DESC LIMIT -1 OFFSET ?)');
  return {
    get(key, criterion) {
      const body = find.get(keyOf(key, criterion));
      if (body === undefined) return undefined;
      const parsed = CriterionResult.safeParse(JSON.parse(body));
      return parsed.success ? parsed.data : undefined;
    },
    put(key, criterion, result) {
      put.run(keyOf(key, criterion), Date.now(), JSON.stringify(result));
      prune.run(KEPT);
    },
    close: () => void db.close(),
  };
}

/** What is only said about a criterion does not change what it finds. */
function keyOf({ base, target, setup }: BaseKey, criterion: Criterion): Buffer {
  const { title: _title, visibility: _visibility, weight: _weight, guard: _guard, proves: _proves, ...checked } = criterion;
  return createHash('sha256')
    .update(JSON.stringify([VERSION, base, target, setup ?? null, checked]))
    .digest();
}
