/** The worker's own check of its work, and the gate's. Both can be killed and begun again: their calls have names. */
import type { CriterionResult } from '../../shared/criteria.ts';
import type { NewEvent, OutcomeResult } from '../../shared/events.ts';
import { checkShown } from './call-tool.ts';
import { dispatched, liveSandbox, snapshot } from './lifecycle.ts';
import { passing } from './points.ts';
import { revisionMessage } from './report.ts';
import { snapshotEvents } from './snapshot-event.ts';
import type { Driver } from './driver.ts';

/** The worker ended its turn: save its files, run the shown criteria, and send it back with the failures. */
export async function evaluate(driver: Driver): Promise<void> {
  const { journal, ports } = driver;
  const { outcome } = dispatched(driver);
  await liveSandbox(driver);
  const begun = journal.state().openEvaluation;
  const { startId, iteration } = begun ?? { startId: ports.newEventId(), iteration: journal.state().iterations };
  if (begun === null) await journal.append([{ id: startId, type: 'span.outcome_evaluation_start', outcome_id: outcome.id, iteration }]);
  if (begun?.hasFiles !== true) await journal.append([await snapshot(driver, `${startId}_files`, driver.signal)]);
  // What a driver that was killed has put into the log stands.
  const known = journal.state().criteria;
  const results = await checkShown(driver, startId, known, async (criterion, taken) => {
    await journal.append([
      ...snapshotEvents([taken], null, ports.mask),
      { type: 'span.outcome_evaluation_ongoing', outcome_id: outcome.id, iteration, criterion },
    ]);
  });
  const allowed = journal.state().budget?.iterations ?? outcome.maxIterations;
  const result = rule(results, iteration + 1 >= allowed);
  const events: NewEvent[] = [
    {
      type: 'span.outcome_evaluation_end',
      outcome_evaluation_start_id: startId,
      outcome_id: outcome.id,
      iteration,
      result,
      explanation: explain(results),
      usage: { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
      criteria: results,
    },
  ];
  if (result === 'needs_revision') {
    events.push({ type: 'system.message', content: [{ type: 'text', text: revisionMessage(results, allowed - iteration - 1) }] });
  }
  await journal.append(events);
}

/** `should` criteria are told to the worker and shown, but only `must` ones hold the outcome back. */
function rule(results: readonly CriterionResult[], last: boolean): OutcomeResult {
  if (results.every((result) => result.passed || result.weight === 'should')) return 'satisfied';
  return last ? 'max_iterations_reached' : 'needs_revision';
}

function explain(results: readonly CriterionResult[]): string {
  const failed = results.filter((result) => !result.passed);
  if (failed.length === 0)
    return results.length === 0 ? 'No criterion is shown to the worker.' : `All ${results.length} shown criteria hold.`;
  return `${failed.length} of ${results.length} fail: ${failed.map((result) => result.id).join(', ')}.`;
}

/** The gate: whatever the worker's check said, the result is judged on a fresh checkout. */
export async function judge(driver: Driver): Promise<void> {
  const { journal, ports, signal } = driver;
  const { dispatch, outcome, root, base } = dispatched(driver);
  // What was checked: the checks themselves may have left files behind since.
  const commit = journal.state().checked ?? journal.state().snapshot?.commit ?? base;
  let open = journal.state().openVerdict;
  if (open === null) {
    const [started] = await journal.append([{ type: 'verdict.started', base, commit, target: dispatch.target }]);
    open = { startId: started?.id ?? '', startSeq: started?.seq ?? 0 };
  }
  const known = new Set(journal.state().criteria.map((result) => result.id));
  const job = { session: journal.session, prefix: open.startId, root, base, commit, spec: outcome.spec, target: dispatch.target };
  const onCheck = async (criterion: CriterionResult): Promise<void> => {
    if (!known.has(criterion.id)) await journal.append([{ type: 'verdict.check', criterion }]);
  };
  const verdict = await passing(ports, 'verdict', () => ports.gate.judge(job, { signal, onCheck }));
  await journal.append([{ type: 'verdict.ended', ...verdict }]);
  await ports.onVerdict(journal.session);
}
