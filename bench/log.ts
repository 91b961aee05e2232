/** What the log costs through its real API, each figure beside the least that this machine could take for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../src/main/log/log.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import { appends } from './log/append.ts';
import { forks } from './log/forks.ts';
import { manySessions } from './log/sessions.ts';
import { slices } from './log/slices.ts';
import type { Row } from './support/row.ts';

/** Only ratios of one run mean anything. */
export async function benchLog(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-log-'));
  try {
    // The million events come last: the disk is busy with them for a while.
    return [...(await writing(folder)), ...(await forks(folder)), ...(await slices(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writing(folder: string): Promise<Row[]> {
  const log = openLog(join(folder, 'log.db'), { worker: await bundle('store-worker.ts', folder) });
  try {
    return [...(await appends(log, folder)), ...(await manySessions(log))];
  } finally {
    await log.close();
  }
}
