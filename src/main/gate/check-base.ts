/** The criteria on the base, before anything is done: what holds there already proves nothing. */
import { checkCriterion } from '../../shared/check-criterion.ts';
import type { CriterionResult } from '../../shared/criteria.ts';
import type { Spec } from '../../shared/spec.ts';
import { openBench } from './bench.ts';
import type { GatePorts } from './ports.ts';

/** For whom the store keeps commits that only such checks need. */
export const BASE_CHECKS = 'base-checks';

export interface BaseJob {
  /** Names the sandboxes and their calls. */
  prefix: string;
  root: string;
  base: string;
  /** Its criteria are those that are asked for. */
  spec: Spec;
  target: string;
}

/** Throw-away sandboxes with a fresh checkout of the base. Rejects with a `ProblemError` where the target cannot be used. */
export async function checkBase(
  job: BaseJob,
  ports: GatePorts,
  options: { signal: AbortSignal; onCheck: (result: CriterionResult) => void },
): Promise<void> {
  const { signal } = options;
  const bench = openBench({ ...job, session: BASE_CHECKS, commit: job.base }, await ports.target(job.target), ports, signal);
  try {
    const results: CriterionResult[] = [];
    for (const criterion of job.spec.criteria) {
      const place = await bench.onBase();
      const result = await checkCriterion(criterion, {
        ...{ matches: ports.matches, mask: ports.mask, capture: ports.capture, ask: ports.ask },
        thorough: false,
        run: (name, operation) => place.run(name, operation),
        // A number is one time that of the base here, whatever it is.
        runOnBase: (name, operation) => place.run(name, operation),
        changes: async () => ({ files: [], patch: '' }),
        earlier: () => results,
      });
      signal.throwIfAborted();
      results.push(result);
      options.onCheck(result);
      bench.spoil(await place.settle(`${criterion.id}-after`, false));
    }
  } finally {
    await bench.end();
  }
}
