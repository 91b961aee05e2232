import type { Database } from 'better-sqlite3';
import { migrations } from './migrations/list.ts';

/** Marks a database as Drover's log ("Drov"), so that another program's file is never written to. */
export const APPLICATION_ID = 0x44726f76;

/** The schema that this version writes. */
export const SCHEMA_VERSION = migrations.length;

/** Brings an older or empty database up to date, all or nothing; safe where two processes start at once. */
export function migrate(db: Database): void {
  if (schemaVersion(db) === SCHEMA_VERSION) return;
  // A table that others refer to can be made anew only so, and not from within the transaction.
  db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    const from = schemaVersion(db);
    for (const sql of migrations.slice(from)) db.exec(sql);
    if (from < SCHEMA_VERSION) {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${SCHEMA_VERSION}`);
    }
  }).immediate();
  db.pragma('foreign_keys = ON');
}

/** Lets a log of schema version 1 that cannot be brought up to date be read as it is: what it lacks stands beside it, in memory. */
export function readAsItIs(db: Database): void {
  if (schemaVersion(db) === 1) db.exec('CREATE TEMP VIEW event_by_id(uid, gid) AS SELECT uid, gid FROM event');
}

export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}
