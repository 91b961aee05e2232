/** Sandboxes are cattle: those that a crash left behind are found and removed. */
import { toProblem, type Problem } from '../../shared/problem.ts';
import { isGateSandbox, workerSandboxId } from '../../shared/sandbox-id.ts';
import type { Board } from '../sessions/board.ts';
import type { Targets } from './targets.ts';

/**
 * Removes sandboxes of this installation that no session of the log owns any more, on this machine and on each target
 * where a session may have left one. A target that cannot be reached is told of, and tried again at the next start.
 */
export async function sweep(options: { board: Board; targets: Targets; onProblem: (problem: Problem) => void }): Promise<void> {
  const { board, targets } = options;
  const sessions = board.list().map((summary) => ({
    id: summary.id,
    target: summary.dispatch.target,
    state: board.state(summary.id),
    running: summary.column === 'running',
  }));
  const unsettled = sessions.filter(({ state, running }) => running || state.sandbox?.state === 'live' || state.openVerdict !== null);
  const owned = (sandbox: string): boolean =>
    unsettled.some(
      ({ id, state, running }) =>
        // A judged session wants its sandbox no more; any other, or one that was not emptied, may hold files that are saved nowhere else.
        (state.sandbox?.state === 'live' &&
          state.sandbox.id === sandbox &&
          (running || state.verdict === null || state.uncollected.length > 0)) ||
        (state.openVerdict !== null && isGateSandbox(sandbox, state.openVerdict.startId)) ||
        // Between making a sandbox and logging it, a session's next one is its own too.
        (running && sandbox === workerSandboxId(id, state.provisions + 1)),
    );
  for (const id of new Set(['local', ...unsettled.map(({ target }) => target)])) {
    if (!targets.has(id)) continue;
    try {
      const target = await targets.get(id);
      for (const sandbox of await target.list()) if (!owned(sandbox)) await target.destroy(sandbox);
    } catch (error) {
      options.onProblem(toProblem(error, `removing leftover sandboxes at ${id}`));
    }
  }
}
