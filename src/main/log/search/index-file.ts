/** `search.db`: the words of all events and, beside each, what filters go by. Made from the log, and deletable. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Database, Statement } from 'better-sqlite3';
import { searchableTextVersion } from '../../../shared/searchable-text.ts';
import { derivedDatabase, type DerivedDatabase } from '../derived/database.ts';

/**
 * `words` keeps no text: an event's is in the log, found by its gid. `mark` is the last event that is indexed, with its
 * hash, written in the transaction that indexed it.
 */
const SQL = `
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS entry(gid INTEGER PRIMARY KEY, session INTEGER NOT NULL, seq INTEGER NOT NULL, ts INTEGER NOT NULL,
  type INTEGER NOT NULL, tool INTEGER, model INTEGER, error INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS entry_error ON entry(gid) WHERE error = 1;
CREATE TABLE IF NOT EXISTS name(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS title(session INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mark(id INTEGER PRIMARY KEY CHECK (id = 1), gid INTEGER NOT NULL, hash BLOB NOT NULL);
INSERT INTO words(words, rank) VALUES ('usermerge', 2);
`;

const VERSION =
  createHash('sha256')
    .update(JSON.stringify([SQL, searchableTextVersion]))
    .digest()
    .readUInt32BE() >>> 1;

export interface Mark {
  gid: number;
  hash: Buffer;
}

type EntryRow = [
  gid: number,
  session: number,
  seq: number,
  ts: number,
  type: number,
  tool: number | null,
  model: number | null,
  error: number,
];

export interface IndexStatements {
  mark: Statement<[], Mark>;
  setMark: Statement<[number, Buffer]>;
  addWords: Statement<[number, string]>;
  /** Joins parts of the word index, as many pages as are given. */
  merge: Statement<[number]>;
  changes: Statement<[], number>;
  addEntry: Statement<EntryRow>;
  nameId: Statement<[string], number>;
  addName: Statement<[string]>;
  names: Statement<[], { id: number; name: string }>;
  setTitle: Statement<[number, string]>;
  titles: Statement<[], { session: number; title: string }>;
  titleOf: Statement<[number], string>;
  toolOf: Statement<[number], string>;
  /** A query for one number a row, prepared once; there are as many as there are sets of filters. */
  numbers(sql: string): Statement<unknown[], number>;
}

export type IndexFile = DerivedDatabase<IndexStatements>;

/** Beside the log at `file`; null: in memory. */
export function openIndexFile(file: string | null): IndexFile {
  return derivedDatabase(file === null ? null : join(dirname(file), 'search.db'), {
    version: VERSION,
    sql: SQL,
    pageSize: 4096,
    prepare: (db: Database): IndexStatements => ({
      numbers: preparedOn(db),
      mark: db.prepare('SELECT gid, hash FROM mark'),
      setMark: db.prepare('INSERT OR REPLACE INTO mark(id, gid, hash) VALUES (1, ?, ?)'),
      addWords: db.prepare('INSERT INTO words(rowid, text) VALUES (?, ?)'),
      merge: db.prepare("INSERT INTO words(words, rank) VALUES ('merge', ?)"),
      changes: db.prepare<[], number>('SELECT total_changes()').pluck(),
      addEntry: db.prepare('INSERT INTO entry(gid, session, seq, ts, type, tool, model, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
      nameId: db.prepare<[string], number>('SELECT id FROM name WHERE name = ?').pluck(),
      addName: db.prepare('INSERT INTO name(name) VALUES (?)'),
      names: db.prepare('SELECT id, name FROM name'),
      setTitle: db.prepare('INSERT OR REPLACE INTO title(session, title) VALUES (?, ?)'),
      titles: db.prepare('SELECT session, title FROM title'),
      titleOf: db.prepare<[number], string>('SELECT title FROM title WHERE session = ?').pluck(),
      toolOf: db.prepare<[number], string>('SELECT n.name FROM entry e JOIN name n ON n.id = e.tool WHERE e.gid = ?').pluck(),
    }),
  });
}

function preparedOn(db: Database): (sql: string) => Statement<unknown[], number> {
  const prepared = new Map<string, Statement<unknown[], number>>();
  return (sql) => {
    const statement = prepared.get(sql) ?? db.prepare<unknown[], number>(sql).pluck();
    prepared.set(sql, statement);
    return statement;
  };
}
