import { ChevronDown, ChevronRight, CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { useState } from 'react';
import type { Criterion, CriterionResult } from '../../shared/criteria.ts';
import { visibleLine, visibleText } from '../../shared/visible-text.ts';
import { EvidenceBody } from './EvidenceBody.tsx';
import { evidenceLines } from './evidence-lines.ts';
import { formatDuration } from './format-duration.ts';
import { HeldOutBadge } from './HeldOutBadge.tsx';

interface EvidenceProps {
  result: CriterionResult;
  /** Folded, its three most telling lines are shown. */
  preview?: boolean;
  /** As the spec has it, where it is known: bounds and units. */
  criterion?: Criterion | undefined;
  /** Unfolded from the beginning. */
  opened?: boolean;
}

const doubts = { flaky: 'flaky', unclear: 'unclear', lost: 'lost' };

/** A criterion's result: state, title, why; opened, the evidence that was collected. */
export function Evidence({ result, preview = false, criterion, opened = false }: EvidenceProps) {
  const [open, setOpen] = useState(opened);
  const lines = preview && !open ? evidenceLines(result) : [];
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div data-criterion={result.id} data-passed={result.passed} data-doubt={result.doubt} className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2 rounded-sm px-2 py-1 text-left outline-offset-[-2px] hover:bg-surface-3"
      >
        <Ruling result={result} />
        <span className="min-w-0 flex-1">
          <span className="font-semibold wrap-anywhere">{visibleLine(result.title)}</span>
          <span className="ml-2 inline-flex gap-1.5 align-middle">
            {result.visibility === 'held_out' ? <HeldOutBadge /> : null}
            {result.doubt === undefined ? null : (
              <span className="rounded-sm bg-waiting-soft px-1.5 text-xs font-semibold text-waiting">{doubts[result.doubt]}</span>
            )}
            {result.weight === 'should' ? <span className="text-sm text-ink-3">should</span> : null}
          </span>
          <span className="block wrap-anywhere text-ink-2">
            <span className="sr-only">{result.passed ? 'passed: ' : result.doubt === undefined ? 'failed: ' : 'in doubt: '}</span>
            {visibleText(result.reason)}
          </span>
        </span>
        <span className="shrink-0 text-sm text-ink-3">{formatDuration(result.evidence.durationMs)}</span>
        <Chevron aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
      </button>
      {open ? (
        <EvidenceBody result={result} criterion={criterion} />
      ) : lines.length === 0 ? null : (
        <pre className="machine copyable overflow-hidden pr-2 pb-2 pl-8 text-ink-2">
          {lines.map((line, index) => (
            <div key={index} className="truncate">
              {visibleText(line)}
            </div>
          ))}
        </pre>
      )}
    </div>
  );
}

/** Doubt is neither a pass nor a plain failure: a shape and a colour of its own. */
function Ruling({ result }: { result: CriterionResult }) {
  if (result.passed) return <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-passed" />;
  if (result.doubt !== undefined) return <CircleHelp aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />;
  return <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />;
}
