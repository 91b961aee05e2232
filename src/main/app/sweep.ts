/** Sandboxes are cattle: those that a crash left behind are found and removed. */
import type { SessionState } from '../../shared/fold.ts';
import { toProblem, type Problem } from '../../shared/problem.ts';
import { isGateSandbox, workerSandboxId } from '../../shared/sandbox-id.ts';
import type { SessionSummary } from '../../shared/summary.ts';
import type { Board } from '../sessions/board.ts';
import type { Targets } from './targets.ts';

/**
 * Removes sandboxes of this installation that no session of the log owns any more, on this machine and on each target
 * where a session may have left one. A target that cannot be reached is told of, and tried again at the next start.
 */
export async function sweep(options: {
  /** Those that may own one, as they are now. */
  sessions: () => readonly SessionSummary[];
  board: Pick<Board, 'state'>;
  targets: Targets;
  onProblem: (problem: Problem) => void;
}): Promise<void> {
  const { targets } = options;
  for (const id of new Set(['local', ...unsettledOf(options).map(({ target }) => target)])) {
    if (!targets.has(id)) continue;
    try {
      const target = await targets.get(id);
      const found = await target.list();
      // Looked up now: what was dispatched meanwhile has its sandbox in the list.
      const unsettled = unsettledOf(options);
      for (const sandbox of found) if (!unsettled.some((one) => owns(one, sandbox))) await target.destroy(sandbox);
    } catch (error) {
      options.onProblem(toProblem(error, `removing leftover sandboxes at ${id}`));
    }
  }
}

interface Unsettled {
  id: string;
  target: string;
  state: SessionState;
  running: boolean;
}

function unsettledOf({ sessions, board }: { sessions: () => readonly SessionSummary[]; board: Pick<Board, 'state'> }): Unsettled[] {
  return sessions()
    .map(({ id, dispatch, column }) => ({ id, target: dispatch.target, state: board.state(id), running: column === 'running' }))
    .filter(({ state, running }) => running || state.sandbox?.state === 'live' || state.openVerdict !== null);
}

function owns({ id, state, running }: Unsettled, sandbox: string): boolean {
  return (
    // A judged session wants its sandbox no more; any other, or one that was not emptied, may hold files that are saved nowhere else.
    (state.sandbox?.state === 'live' &&
      state.sandbox.id === sandbox &&
      (running || state.verdict === null || state.uncollected.length > 0)) ||
    (state.openVerdict !== null && isGateSandbox(sandbox, state.openVerdict.startId)) ||
    // Between making a sandbox and logging it, a session's next one is its own too.
    (running && sandbox === workerSandboxId(id, state.provisions + 1))
  );
}
