/** The application without its window, in a process that kills itself where it is told to, and tells what the log acknowledged. */
import { writeSync } from 'node:fs';
import { openDrover, type Drover } from '../../src/main/app/drover.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import type { Told } from './life.ts';
import type { ChildJob } from './testing-child.ts';

/** One line, in the parent's hands before this returns. */
export function tell(line: Told): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Opens it with the target of the job. */
export async function openDying({ dataDir, resources, worker, death, target }: ChildJob): Promise<Drover> {
  const passing = (kind: 'point' | 'batch', at: string): void => {
    const dies = death?.kind === 'at' ? death.at === at : death?.kind === kind && !death.past.includes(at);
    if (!dies) return;
    tell({ t: 'dies', at });
    process.kill(process.pid, 'SIGKILL');
  };
  const drover = await openDrover({
    dataDir,
    resources,
    cipher: null,
    logWorker: new URL(worker),
    retry: { attempts: 4, baseMs: 10, maxMs: 100 },
    hurry: true,
    onPoint: (name) => passing('point', name),
  });
  drover.onProblem((problem) => tell({ t: 'problem', problem }));

  const { append, fork } = drover.log;
  drover.log.append = async (session, expectedHead, events) => {
    const batch = events.map(placeOf).join('+');
    passing('batch', `before ${batch}`);
    const stored = await append(session, expectedHead, events);
    for (const { id, seq, type } of stored) tell({ t: 'stored', id, seq, type });
    passing('batch', `after ${batch}`);
    return stored;
  };
  drover.log.fork = async (parent, atSeq, events) => {
    const made = await fork(parent, atSeq, events);
    for (const { id, seq, type } of made.events) tell({ t: 'stored', id, seq, type });
    return made;
  };
  drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets.filter(({ id }) => id !== target.id), target] }));
  return drover;
}

/** A request for a summary is another place than a turn. */
function placeOf(event: NewEvent): string {
  const isSummary =
    (event.type === 'span.model_request_start' || event.type === 'span.model_request_end') && event.purpose === 'compaction';
  return isSummary ? `${event.type} of a summary` : event.type;
}

/** Resolves when the session rests. */
export async function rested(drover: Drover, session: string): Promise<void> {
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(120_000))) {
    if (event.type === 'session.status_idle' && event.seq === drover.log.head(session)) return;
  }
}
