/** `derived.db`: blocks of skeletons and states of sessions, each with the hash of the event that it goes up to. */
import { createHash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { foldVersion, initialState } from '../../../shared/fold.ts';
import { skeletonKinds } from '../../../shared/skeleton.ts';
import { derivedDatabase } from './database.ts';

/** To be raised where the meaning of what is kept changes and nothing below shows it. */
const FORMAT = 2;

/** Another version of the fold or another list of types reads nothing of what this one wrote. */
const VERSION =
  createHash('sha256')
    .update(JSON.stringify([FORMAT, foldVersion, initialState, skeletonKinds]))
    .digest()
    .readUInt32BE() >>> 1;

const SQL = `
CREATE TABLE IF NOT EXISTS block(owner INTEGER, idx INTEGER, hash BLOB NOT NULL, columns BLOB NOT NULL, PRIMARY KEY(owner, idx));
CREATE TABLE IF NOT EXISTS state(owner INTEGER, seq INTEGER, hash BLOB NOT NULL, state TEXT NOT NULL, PRIMARY KEY(owner, seq));
CREATE TABLE IF NOT EXISTS part(hash TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outline(session TEXT PRIMARY KEY, hash BLOB NOT NULL, value BLOB NOT NULL);
`;

/** A state as it is kept; see `state-text.ts`. */
export interface KeptState {
  seq: number;
  hash: Buffer;
  state: string;
}

export interface DerivedStore {
  block(owner: number, index: number, hash: Buffer): Buffer | undefined;
  keepBlock(owner: number, index: number, hash: Buffer, columns: Buffer): void;
  /** The newest of `owner` at or before `seq`. */
  state(owner: number, seq: number): KeptState | undefined;
  keepState(owner: number, state: KeptState): void;
  outline(session: string, hash: Buffer): Buffer | undefined;
  keepOutline(session: string, hash: Buffer, value: Buffer): void;
  part(hash: string): Buffer | undefined;
  keepPart(hash: string, value: Buffer): void;
  flush(): void;
  close(): void;
}

interface Statements {
  block: Statement<[number, number], { hash: Buffer; columns: Buffer }>;
  keepBlock: Statement<[number, number, Buffer, Buffer]>;
  state: Statement<[number, number], KeptState>;
  keepState: Statement<[number, number, Buffer, string]>;
  outline: Statement<[string, Buffer], Buffer>;
  keepOutline: Statement<[string, Buffer, Buffer]>;
  part: Statement<[string], Buffer>;
  keepPart: Statement<[string, Buffer]>;
}

const prepare = (db: Database): Statements => ({
  block: db.prepare('SELECT hash, columns FROM block WHERE owner = ? AND idx = ?'),
  keepBlock: db.prepare('INSERT OR REPLACE INTO block(owner, idx, hash, columns) VALUES (?, ?, ?, ?)'),
  state: db.prepare('SELECT seq, hash, state FROM state WHERE owner = ? AND seq <= ? ORDER BY seq DESC LIMIT 1'),
  keepState: db.prepare('INSERT OR REPLACE INTO state(owner, seq, hash, state) VALUES (?, ?, ?, ?)'),
  outline: db.prepare<[string, Buffer], Buffer>('SELECT value FROM outline WHERE session = ? AND hash = ?').pluck(),
  keepOutline: db.prepare('INSERT OR REPLACE INTO outline(session, hash, value) VALUES (?, ?, ?)'),
  part: db.prepare<[string], Buffer>('SELECT value FROM part WHERE hash = ?').pluck(),
  keepPart: db.prepare('INSERT OR IGNORE INTO part(hash, value) VALUES (?, ?)'),
});

/** Null keeps nothing. */
export function openDerivedStore(file: string | null): DerivedStore {
  const db = derivedDatabase(file, { version: VERSION, sql: SQL, pageSize: 32_768, prepare });
  return {
    block: (owner, index, hash) =>
      db.use(({ block }) => {
        const kept = block.get(owner, index);
        return kept?.hash.equals(hash) === true ? kept.columns : undefined;
      }),
    keepBlock: (owner, index, hash, columns) => db.later(({ keepBlock }) => keepBlock.run(owner, index, hash, columns)),
    state: (owner, seq) => db.use(({ state }) => state.get(owner, seq)),
    keepState: (owner, { seq, hash, state }) => db.later(({ keepState }) => keepState.run(owner, seq, hash, state)),
    outline: (session, hash) => db.use(({ outline }) => outline.get(session, hash)),
    keepOutline: (session, hash, value) => db.later(({ keepOutline }) => keepOutline.run(session, hash, value)),
    part: (hash) => db.use(({ part }) => part.get(hash)),
    keepPart: (hash, value) => db.later(({ keepPart }) => keepPart.run(hash, value)),
    flush: db.flush,
    close: db.close,
  };
}
