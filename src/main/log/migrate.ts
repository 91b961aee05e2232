import type { Database } from 'better-sqlite3';
import { migrations } from './migrations/list.ts';

/** Marks a database as Drover's log ("Drov"), so that another program's file is never written to. */
export const APPLICATION_ID = 0x44726f76;

/** The schema that this version writes. */
export const SCHEMA_VERSION = migrations.length;

/** Brings an older or empty database up to date, all or nothing; safe where two processes start at once. */
export function migrate(db: Database): void {
  db.transaction(() => {
    const from = schemaVersion(db);
    for (const sql of migrations.slice(from)) db.exec(sql);
    if (from < SCHEMA_VERSION) {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${SCHEMA_VERSION}`);
    }
  }).immediate();
}

export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}
