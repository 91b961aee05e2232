/** What the gate noticed while the criteria ran. */
import { linesToJudge } from '../../shared/addresses-judge.ts';
import type { Criterion, CriterionResult } from '../../shared/criteria.ts';
import type { GateFinding } from '../../shared/verdict.ts';

/** Files of the patch that a criterion's runs changed, by its id. */
export type TouchedByRuns = Map<string, string[]>;

const SHOWN = 5;

export function runFindings(
  criteria: readonly Criterion[],
  results: readonly CriterionResult[],
  touched: TouchedByRuns,
  holdsOnBase: (id: string) => boolean,
): GateFinding[] {
  const of = (kind: GateFinding['kind'], id: string, message: string, action: GateFinding['action'] = 'noted'): GateFinding => ({
    kind,
    subject: id,
    change: null,
    action,
    message,
  });
  return results.flatMap((result) => {
    const { id, doubt, tests, reason } = result;
    const files = [...new Set(touched.get(id))];
    const fewer = tests?.base != null && tests.base.ran > (tests.now?.ran ?? 0);
    return [
      ...(doubt === 'flaky' ? [of('flaky', id, reason)] : []),
      ...(fewer ? [of('fewer_tests', id, fewerMessage(result))] : []),
      ...(criteria.some((one) => one.id === id) && holdsOnBase(id)
        ? [
            of(
              'holds_on_base',
              id,
              'It passes on the base already, so that it passes proves nothing; say that it is a guard if it is meant so.',
            ),
          ]
        : []),
      ...(files.length > 0
        ? [of('changed_by_check', id, `Its command changed files of the patch, which were put back: ${names(files)}.`, 'restored')]
        : []),
    ];
  });
}

function fewerMessage({ tests }: CriterionResult): string {
  const now =
    tests?.now == null
      ? 'no number that can be trusted'
      : `${tests.now.ran}${tests.now.skipped > 0 ? ` (${tests.now.skipped} skipped)` : ''}`;
  return `Tests that ran: ${now}; on the base ${tests?.base?.ran ?? 0}.`;
}

function names(all: readonly string[]): string {
  return `${all.slice(0, SHOWN).join(', ')}${all.length > SHOWN ? ` and ${all.length - SHOWN} more` : ''}`;
}

/** Lines of the patch that speak to whoever judges it: no quote from them is evidence. */
export function judgeFindings(patch: string): GateFinding[] {
  return linesToJudge(patch, SHOWN).map(({ path, line }) => ({
    kind: 'addresses_judge',
    subject: path,
    change: null,
    action: 'noted',
    message: `It speaks to whoever judges it: “${line.slice(0, 120)}”. The judge is told that it is no instruction, and a quote of it proves nothing.`,
  }));
}
