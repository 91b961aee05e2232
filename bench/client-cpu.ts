/** What the client itself computes in a turn, as the conversation grows: serialising the whole history each time would show here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDrover } from '../src/main/app/drover.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import { startRehearsalProcess } from './support/rehearsal-process.ts';
import { median, type Row } from './support/row.ts';
import { makeProject, settle } from './turn-gap.ts';

/** Messages of the window at which the client's own CPU time of a turn is compared; a turn adds two. */
const FEW = 10;
const MANY = 1000;
/** Turns around each that are taken together, and turns of another session before, so that the code is warm. */
const AROUND = 10;

export async function benchClientCpu(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-cpu-'));
  const turns = MANY / 2 + AROUND;
  const server = await startRehearsalProcess(['none'], turns, 'get_events');
  const logWorker = await bundle('store-worker.ts', folder);
  let spent: number[] = [];
  const onPoint = (point: string): void => {
    if (point !== 'request.before') return;
    const { user, system } = process.cpuUsage();
    spent.push((user + system) / 1000);
  };
  const drover = await openDrover({ dataDir: join(folder, 'data'), resources: resolve('resources'), cipher: null, logWorker, onPoint });
  try {
    await settle(drover, server);
    const project = makeProject(join(folder, 'project'));
    const session = await drover.dispatch({ project, slug: 'count', provider: 'none', model: 'turns', target: 'none' });
    for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(600_000)))
      if (event.type === 'session.status_idle') break;
    const cold = spent;
    spent = [];
    // A fork at its beginning is the same session once more, with warm code.
    const again = await drover.fork(session, 2, {});
    for await (const event of drover.log.subscribe(again, 3, AbortSignal.timeout(600_000))) if (event.type === 'session.status_idle') break;
    if (spent.length < turns || cold.length < turns) throw new Error('the sessions ended early');
    const each = spent.slice(1).map((ms, turn) => ms - (spent[turn] ?? 0));
    const at = (messages: number): number => median(each.slice(messages / 2 - AROUND / 2, messages / 2 + AROUND / 2));
    const [few, many] = [at(FEW), at(MANY)];
    return [
      {
        what: `client CPU of a turn at ${MANY.toLocaleString('en')} messages, the call itself idle`,
        measured: `${many.toFixed(2)} ms`,
        against: `at ${FEW} messages: ${few.toFixed(2)} ms`,
        ratio: (many / few).toFixed(2),
        goal: '<= 2',
      },
    ];
  } finally {
    await drover.close();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
