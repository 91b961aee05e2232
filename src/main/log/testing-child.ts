/** A process that appends, for the tests in which one dies, fills its disk or competes with another. */
import { writeSync } from 'node:fs';
import { ProblemError } from '../../shared/problem.ts';
import { LogConflict } from './conflict.ts';
import { newSessionId } from './ids.ts';
import { openLog, type Log } from './log.ts';
import { message } from './testing-events.ts';

/** One line, written before this returns: what the parent has read was acknowledged. */
function tell(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

/** Appends to `count` sessions at once and forks them now and then, for ever, and tells each acknowledged event. */
async function hammer(log: Log, count: number): Promise<void> {
  const sessions = Array.from({ length: count }, newSessionId);
  await Promise.all(
    sessions.map(async (session, i) => {
      for (let head = 0; ; head += 2) {
        const batch = [message(`${i}:${head}`), message('x'.repeat((head * 997) % 9_000))];
        for (const { id, seq } of await log.append(session, head, batch)) tell({ session, id, seq });
        if (head % 20 !== 0) continue;
        const fork = await log.fork(session, head + 1, batch);
        for (const { id, seq } of fork.events) tell({ session: fork.session, id, seq });
      }
    }),
  );
}

/** Appends `count` events to one session that others append to as well. */
async function compete(log: Log, session: string, count: number): Promise<void> {
  for (let done = 0; done < count;) {
    try {
      await log.append(session, log.head(session), [message(`${process.pid}:${done}`)]);
      done += 1;
    } catch (error) {
      if (!(error instanceof LogConflict)) throw error;
    }
  }
}

/** Appends until an append is refused; tells the problem, what was acknowledged and what the log then says. */
async function fill(log: Log): Promise<void> {
  const session = newSessionId();
  let acknowledged = 0;
  try {
    for (;;) acknowledged += (await log.append(session, acknowledged, [message('x'.repeat(3_000))])).length;
  } catch (error) {
    const problem = error instanceof ProblemError ? error.problem : null;
    tell({ session, acknowledged, problem, head: log.head(session), verification: log.verify(session) });
  }
}

const [mode, file = '', argument = '', worker] = process.argv.slice(2);
const log = openLog(file, worker === undefined ? {} : { worker: new URL(worker) });
if (mode === 'hammer') await hammer(log, Number(argument));
if (mode === 'compete') await compete(log, argument, 100);
if (mode === 'fill') await fill(log);
await log.close();
