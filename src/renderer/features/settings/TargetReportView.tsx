import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { TargetReport } from '../../../shared/sandbox.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { visibleText } from '../../../shared/visible-text.ts';

/** What is on a machine, and what is missing with the line that installs it. */
export function TargetReportView({ report }: { report: TargetReport }) {
  const { facts, missing } = report;
  const rows: [string, string | null][] = [
    ['System', `${facts.os} ${facts.arch}`],
    ['User', facts.user],
    ['Git', facts.git],
    ['Bubblewrap', facts.bubblewrap],
    ['Python', facts.python],
    ['Free disk', facts.freeDiskBytes === null ? null : formatBytes(facts.freeDiskBytes)],
    ['Round trip', `${report.latencyMs < 10 ? report.latencyMs.toFixed(1) : Math.round(report.latencyMs)} ms`],
    ['Isolation', report.isolation],
  ];
  return (
    <div role="status" className="mt-3 border-t border-line pt-3">
      {missing.length === 0 ? (
        <p className="flex items-center gap-2 font-semibold text-passed">
          <CircleCheck aria-hidden="true" className="size-4" /> Ready
        </p>
      ) : (
        <p className="flex items-center gap-2 font-semibold text-waiting">
          <TriangleAlert aria-hidden="true" className="size-4" />{' '}
          {missing.length === 1 ? 'One thing is missing' : `${missing.length} things are missing`}
        </p>
      )}
      {missing.map((item) => (
        <div key={item.what} className="mt-2">
          <p>{visibleText(item.what)}</p>
          <div className="mt-1 flex items-center gap-1 rounded-md border border-line bg-surface-2 pr-1 pl-3">
            <code className="machine copyable min-w-0 flex-1 wrap-anywhere">{visibleText(item.install)}</code>
            <CopyButton text={item.install} label="Copy the line" />
          </div>
        </div>
      ))}
      <dl className="mt-2 grid grid-cols-[repeat(2,auto_1fr)] gap-x-4 gap-y-0.5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className={`copyable wrap-anywhere ${value === null ? 'text-waiting' : ''}`}>
              {value === null ? 'not found' : visibleText(value)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
