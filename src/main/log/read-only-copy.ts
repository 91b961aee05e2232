import { copyFileSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { connectReader } from './connect.ts';

/**
 * Reads a log from a folder in which nothing can be written. SQLite needs a file beside a database in WAL mode,
 * even to read it, so a copy is read: on file systems that can, one that shares the original's blocks.
 */
export function readCopy(file: string): { reader: Database; discard: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'drover-log-copy-'));
  const discard = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const suffix of ['', '-wal']) {
      if (!existsSync(file + suffix)) continue;
      copyFileSync(file + suffix, join(folder, basename(file) + suffix), constants.COPYFILE_FICLONE);
    }
    return { reader: connectReader(join(folder, basename(file))), discard };
  } catch (error) {
    discard();
    throw error;
  }
}
