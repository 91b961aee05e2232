import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { connectReader, connectSalvage, connectWriter } from './connect.ts';
import { APPLICATION_ID, SCHEMA_VERSION, migrate, readAsItIs, schemaVersion } from './migrate.ts';
import { damaged, forReading, isDamage, locked, newerVersion, noLog, notALog, olderVersion, notWritable, sqliteCode } from './problems.ts';
import { readCopy } from './read-only-copy.ts';
import { missingPages, readablePart } from './salvage.ts';

export interface Opened {
  /** Null where the file may only be read; `problem` says why. */
  writer: Database | null;
  reader: Database;
  problem: Problem | null;
  /** To call once the reader is closed. */
  discard: () => void;
}

const nothing = (): void => {};

/** Makes, migrates or merely reads the log at `file`. Throws a ProblemError where nothing can be read at all. */
export function openDatabase(file: string): Opened {
  const missing = missingPages(file);
  if (missing !== null) return readDamaged(file, missing);
  let writer: Database | null = null;
  try {
    const version = existsSync(file) && statSync(file).size > 0 ? inspect(file) : 0;
    if (version > SCHEMA_VERSION) {
      const problem = newerVersion(file, version, SCHEMA_VERSION);
      return { writer, reader: connectReader(file), problem, discard: nothing };
    }
    mkdirSync(dirname(file), { recursive: true });
    writer = connectWriter(file);
    migrate(writer);
    return { writer, reader: connectReader(file), problem: null, discard: nothing };
  } catch (error) {
    writer?.close();
    return openDespite(error, file);
  }
}

/**
 * Reads the log at `file` and changes nothing about it, not even its schema. Throws a ProblemError where there is none, or
 * where it has to be brought up to date first.
 */
export function openForReading(file: string): Opened {
  if (!existsSync(file)) throw new ProblemError(noLog(file));
  const missing = missingPages(file);
  if (missing !== null) return readDamaged(file, missing);
  try {
    const version = inspect(file);
    if (version < SCHEMA_VERSION) throw new ProblemError(olderVersion(file));
    return { writer: null, reader: connectReader(file), problem: forReading(file), discard: nothing };
  } catch (error) {
    return openDespite(error, file);
  }
}

/** The schema's version, of a file that is ours. Writes nothing. */
function inspect(file: string): number {
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
  if (!existsSync(file)) throw new ProblemError(notALog(file, 'The log cannot be made here.'), { cause: error });
  return readUnwritable(file);
}

function readUnwritable(file: string): Opened {
  const problem = notWritable(file);
  try {
    const reader = connectReader(file);
    readAsItIs(reader);
    return { writer: null, reader, problem, discard: nothing };
  } catch {
    // The usual case: nothing can be put beside the file either.
  }
  try {
    const copy = readCopy(file);
    readAsItIs(copy.reader);
    return { writer: null, problem, ...copy };
  } catch (error) {
    throw new ProblemError(notALog(file, 'The log can be neither written nor read.'), { cause: error });
  }
}

function readDamaged(file: string, detail: string): Opened {
  try {
    const reader = connectSalvage(file);
    readAsItIs(reader);
    return { writer: null, reader, problem: damaged(file, detail, readablePart(reader)), discard: nothing };
  } catch (error) {
    const what = `The log is damaged and nothing in it can be read: ${detail}.`;
    throw new ProblemError(notALog(file, what), { cause: error });
  }
}
