/** What the log's tests share: a real file in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLog, type Log, type LogOptions } from './log.ts';

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'drover-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryFile(): string {
  return join(temporaryFolder(), 'log.db');
}

/** Closed when the test ends. Closing twice is harmless, so a test may close it itself. */
export function temporaryLog(file = temporaryFile(), options: LogOptions = {}): Log {
  const log = openLog(file, options);
  onTestFinished(() => log.close());
  return log;
}
