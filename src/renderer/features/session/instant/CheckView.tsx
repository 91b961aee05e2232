import type { CriterionResult } from '../../../../shared/criteria.ts';
import type { SessionEvent } from '../../../../shared/events.ts';
import type { GateFinding } from '../../../../shared/verdict.ts';
import { Evidence } from '../../../ui/Evidence.tsx';
import { outcomeWord } from '../../../ui/outcome-word.ts';
import { FindingsList } from '../../verdict/FindingsList.tsx';
import { visibleText } from '../../../../shared/visible-text.ts';

/** The worker's self-check or the gate's ruling: each criterion with its evidence; while it runs, those that have been checked. */
export function CheckView({ event, end, parts }: { event: SessionEvent; end: SessionEvent | null; parts: readonly SessionEvent[] }) {
  const gate = event.type.startsWith('verdict.');
  const attempt = event.type === 'span.outcome_evaluation_start' ? event.iteration + 1 : null;
  const ending = endOf(end) ?? endOf(event);
  const results = ending?.results ?? checkedIn(parts);
  const held = results.filter((result) => result.passed).length;
  const tone = ending === null ? 'text-running' : ending.passed ? 'text-passed' : 'text-failed';
  return (
    <section aria-label={gate ? 'Gate' : `Self-check ${attempt ?? ''}`}>
      <header className="flex items-baseline gap-3">
        <h3 className="font-semibold">{gate ? 'Gate: a fresh checkout' : `Self-check of try ${attempt ?? ''}`}</h3>
        <span className={`font-semibold ${tone}`}>{ending === null ? 'checking' : ending.word}</span>
        <span className="ml-auto">
          {held}/{results.length}
        </span>
      </header>
      {ending === null ? null : <p className="copyable mt-1 wrap-anywhere text-ink-2">{visibleText(ending.explanation)}</p>}
      <ul className="mt-2 -mr-2 -ml-2">
        {results
          .toSorted((a, b) => Number(a.passed) - Number(b.passed))
          .map((result) => (
            <li key={result.id}>
              <Evidence result={result} preview />
            </li>
          ))}
      </ul>
      <FindingsList findings={ending?.findings ?? []} />
    </section>
  );
}

interface Ending {
  passed: boolean;
  word: string;
  explanation: string;
  results: CriterionResult[];
  findings: readonly GateFinding[];
}

function endOf(event: SessionEvent | null): Ending | null {
  if (event?.type === 'span.outcome_evaluation_end') {
    const { result, explanation, criteria, impossible } = event;
    return { passed: result === 'satisfied', word: outcomeWord(result, impossible), explanation, results: criteria, findings: [] };
  }
  if (event?.type === 'verdict.ended') {
    const { passed, explanation, criteria, findings = [] } = event;
    return { passed, word: passed ? 'passed' : 'failed', explanation, results: criteria, findings };
  }
  return null;
}

/** The newest result of each criterion. */
function checkedIn(parts: readonly SessionEvent[]): CriterionResult[] {
  const results = new Map<string, CriterionResult>();
  for (const part of parts) {
    if (part.type === 'span.outcome_evaluation_ongoing' || part.type === 'verdict.check') results.set(part.criterion.id, part.criterion);
    else if (part.type === 'span.outcome_evaluation_start' || part.type === 'verdict.started') results.clear();
  }
  return [...results.values()];
}
