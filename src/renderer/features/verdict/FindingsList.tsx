import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { GateFinding } from '../../../shared/verdict.ts';
import { visibleLine, visibleText } from '../../../shared/visible-text.ts';
import { findingWords, sortedFindings } from './finding-words.ts';

interface FindingsProps {
  findings: readonly GateFinding[];
  /** Goes to a file in the diff; absent: there is no diff beside it. */
  onShow?: (path: string) => void;
}

/** What the gate noticed beside the criteria; one that is about a file leads to it. */
export function FindingsList({ findings, onShow }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <section aria-label="What the gate noticed" className="mt-3">
      <h3 className="px-2 pb-1 font-semibold">
        What the gate noticed <span className="font-normal text-ink-3">{findings.length}</span>
      </h3>
      <ul className="rounded-md border border-line bg-surface-1">
        {sortedFindings(findings).map((finding) => (
          <Finding key={`${finding.kind} ${finding.subject} ${finding.message}`} finding={finding} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}

function Finding({ finding, onShow }: { finding: GateFinding; onShow: FindingsProps['onShow'] }) {
  const words = findingWords(finding);
  const Icon = words.tone === 'stands' ? ShieldAlert : ShieldCheck;
  const file = words.about === 'file';
  return (
    <li data-finding={finding.kind} className="flex items-start gap-2 border-b border-line px-2 py-1.5 last:border-0">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${words.tone === 'stands' ? 'text-waiting' : 'text-ink-3'}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">{words.kind}</span>
          {file && onShow !== undefined ? (
            <button
              type="button"
              onClick={() => onShow(finding.subject)}
              className="machine max-w-full truncate rounded-sm text-accent hover:underline"
            >
              {visibleLine(finding.subject)}
            </button>
          ) : (
            <span className="machine copyable max-w-full truncate">{visibleLine(finding.subject)}</span>
          )}
          <span className={`text-sm ${words.tone === 'stands' ? 'text-waiting' : 'text-ink-3'}`}>
            {finding.change === null ? '' : `${finding.change}, `}
            {words.action}
          </span>
        </p>
        <p className="copyable wrap-anywhere text-ink-2">{visibleText(finding.message)}</p>
      </div>
    </li>
  );
}
