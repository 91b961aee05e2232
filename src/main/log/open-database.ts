import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { connectReader, connectWriter } from './connect.ts';
import { APPLICATION_ID, SCHEMA_VERSION, migrate, schemaVersion } from './migrate.ts';
import { damaged, isDamage, locked, newerVersion, notALog, notWritable, sqliteCode } from './problems.ts';
import { missingPages, readablePart } from './salvage.ts';

export interface Opened {
  /** Null where the file may only be read; `problem` says why. */
  writer: Database | null;
  reader: Database;
  problem: Problem | null;
}

/** Makes, migrates or merely reads the log at `file`. Throws a ProblemError where nothing can be read at all. */
export function openDatabase(file: string): Opened {
  const cut = missingPages(file);
  if (cut !== null) return readDamaged(file, cut);
  let writer: Database | null = null;
  try {
    if (existsSync(file)) {
      const version = inspect(file);
      if (version > SCHEMA_VERSION) {
        return { writer, reader: connectReader(file), problem: newerVersion(file, version, SCHEMA_VERSION) };
      }
    } else {
      mkdirSync(dirname(file), { recursive: true });
    }
    writer = connectWriter(file);
    migrate(writer);
    return { writer, reader: connectReader(file), problem: null };
  } catch (error) {
    writer?.close();
    return openDespite(error, file);
  }
}

/** The schema's version, of a file that is ours or empty. Writes nothing. */
function inspect(file: string): number {
  if (statSync(file).size === 0) return 0;
  const db = connectReader(file);
  try {
    const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
    const ours = db.pragma('application_id', { simple: true }) === APPLICATION_ID;
    if (tables > 0 && !ours) throw new ProblemError(notALog(file, 'This database belongs to another program.'));
    return schemaVersion(db);
  } finally {
    db.close();
  }
}

function openDespite(error: unknown, file: string): Opened {
  if (error instanceof ProblemError) throw error;
  const code = sqliteCode(error);
  if (code === 'SQLITE_NOTADB') throw new ProblemError(notALog(file, 'This file is not a database.'), { cause: error });
  if (code.startsWith('SQLITE_BUSY')) throw new ProblemError(locked(file), { cause: error });
  if (isDamage(error)) return readDamaged(file, error instanceof Error ? error.message : code);
  if (!existsSync(file)) throw new ProblemError(notALog(file, 'The log cannot be created here.'), { cause: error });
  return { writer: null, reader: connectReader(file), problem: notWritable(file) };
}

function readDamaged(file: string, detail: string): Opened {
  try {
    const reader = connectReader(file);
    return { writer: null, reader, problem: damaged(file, detail, readablePart(reader)) };
  } catch (error) {
    throw new ProblemError(notALog(file, `The log is damaged and nothing in it can be read: ${detail}.`), { cause: error });
  }
}
