import { ChevronDown, ChevronRight, CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { excerptText, type CriterionResult } from '../../shared/criteria.ts';
import { HeldOutBadge } from './HeldOutBadge.tsx';
import { Output } from './Output.tsx';
import { formatDuration } from './format-duration.ts';
import { visibleLine, visibleText } from '../../shared/visible-text.ts';

/** A criterion's result: state, title, why; opened, the evidence that was collected. */
export function Evidence({ result, preview = false }: { result: CriterionResult; preview?: boolean }) {
  const [open, setOpen] = useState(false);
  const text = evidenceText(result);
  const lines = text === '' ? [] : text.trimEnd().split('\n');
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div data-criterion={result.id} data-passed={result.passed} className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2 rounded-sm px-2 py-1 text-left outline-offset-[-2px] hover:bg-surface-3"
      >
        {result.passed ? (
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-passed" />
        ) : (
          <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
        )}
        <span className="min-w-0 flex-1">
          <span className="font-semibold wrap-anywhere">{visibleLine(result.title)}</span>
          <span className="ml-2 inline-flex gap-1.5 align-middle">
            {result.visibility === 'held_out' ? <HeldOutBadge /> : null}
            {result.weight === 'should' ? <span className="text-sm text-ink-3">should</span> : null}
          </span>
          <span className="block wrap-anywhere text-ink-2">
            <span className="sr-only">{result.passed ? 'passed: ' : 'failed: '}</span>
            {visibleText(result.reason)}
          </span>
        </span>
        <span className="shrink-0 text-sm text-ink-3">{formatDuration(result.evidence.durationMs)}</span>
        <Chevron aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
      </button>
      {open ? (
        <div className="flex flex-col gap-2 pt-1 pr-2 pb-2 pl-8">
          <p className="machine copyable wrap-anywhere text-ink-2">
            {result.kind === 'command' ? '$ ' : ''}
            {visibleText(result.evidence.subject)}
          </p>
          {text === '' ? <p className="text-ink-3">It printed nothing.</p> : <Output text={text} label={`Evidence of ${result.title}`} />}
        </div>
      ) : preview && result.kind === 'command' && lines.length > 0 ? (
        <pre className="machine copyable overflow-hidden pr-2 pb-2 pl-8 text-ink-2">
          {lines.slice(result.passed ? -1 : -3).map((line, index) => (
            <div key={index} className="truncate">
              {visibleText(stripEscapes(line))}
            </div>
          ))}
        </pre>
      ) : null}
    </div>
  );
}

function evidenceText(result: CriterionResult): string {
  return [result.evidence.stdout, result.evidence.stderr]
    .map(excerptText)
    .filter((text) => text !== '')
    .join('\n');
}

/** For the three folded lines only: colours are left out there; the opened evidence has them. */
function stripEscapes(line: string): string {
  // eslint-disable-next-line no-control-regex -- CSI sequences begin with ESC
  return line.replace(/\u001b\[[0-9;:?]*[ -/]*[@-~]/g, '');
}
