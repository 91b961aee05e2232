import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Criterion, CriterionResult, JudgeAnswer, TestCount } from '../../shared/criteria.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { evidenceText, formatNumber } from './evidence-lines.ts';
import { formatDuration } from './format-duration.ts';
import { formatMoney } from './format-money.ts';
import { Output } from './Output.tsx';

/** All that was found: what was run or asked, the runs, counted tests, measured values, answers with their quotes, and the output. */
export function EvidenceBody({ result, criterion }: { result: CriterionResult; criterion: Criterion | undefined }) {
  const { kind, evidence, runs, tests, measure, answers, costUsd } = result;
  const text = evidenceText(result);
  const runsCommand = kind === 'command' || kind === 'metric';
  return (
    <div className="flex flex-col gap-2 pt-1 pr-2 pb-2 pl-8">
      <p className="machine copyable wrap-anywhere text-ink-2">
        {runsCommand ? '$ ' : ''}
        {visibleText(evidence.subject)}
      </p>
      {runs === undefined || runs.length < 2 ? null : <Runs runs={runs} />}
      {tests === undefined ? null : <Tests {...tests} />}
      {measure === undefined ? null : <Measure measure={measure} metric={criterion?.kind === 'metric' ? criterion : undefined} />}
      {answers === undefined || answers.length === 0 ? null : <Answers answers={answers} />}
      {costUsd === undefined ? null : <p className="text-sm text-ink-3">Judging it cost {formatMoney(costUsd)}.</p>}
      {text !== '' ? (
        <Output text={text} label={`Evidence of ${result.title}`} />
      ) : runsCommand ? (
        <p className="text-ink-3">It printed nothing.</p>
      ) : null}
    </div>
  );
}

function Runs({ runs }: { runs: NonNullable<CriterionResult['runs']> }) {
  const held = runs.filter((run) => run.passed).length;
  return (
    <Part title={held === 0 || held === runs.length ? `${runs.length} runs, all the same` : `${runs.length} runs, ${held} passed`}>
      <ol className="flex flex-col">
        {runs.map((run, index) => (
          <li key={index} className="flex items-start gap-2">
            <span className="w-4 shrink-0 text-right text-ink-3">{index + 1}</span>
            {run.passed ? (
              <CircleCheck aria-label="passed" className="mt-0.5 size-3.5 shrink-0 text-passed" />
            ) : (
              <CircleX aria-label="failed" className="mt-0.5 size-3.5 shrink-0 text-failed" />
            )}
            <span className="copyable min-w-0 flex-1 wrap-anywhere">{visibleText(run.reason)}</span>
            <span className="shrink-0 text-sm text-ink-3">{formatDuration(run.durationMs)}</span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Tests({ now, base }: NonNullable<CriterionResult['tests']>) {
  const fewer = now !== null && base !== null && now.ran < base.ran;
  return (
    <Part title="Tests">
      <table className="text-right">
        <thead className="text-sm text-ink-3">
          <tr>
            <td />
            {['ran', 'failed', 'skipped'].map((name) => (
              <th key={name} scope="col" className="pl-4 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Counts name="now" count={now} mark={fewer} />
          <Counts name="base" count={base} mark={false} />
        </tbody>
      </table>
      {fewer ? <p className="font-semibold text-failed">{base.ran - now.ran} fewer than on the base.</p> : null}
    </Part>
  );
}

function Counts({ name, count, mark }: { name: string; count: TestCount | null; mark: boolean }) {
  return (
    <tr>
      <th scope="row" className="text-left font-normal text-ink-3">
        {name}
      </th>
      {count === null ? (
        <td colSpan={3} className="pl-4 text-left text-ink-3">
          not counted
        </td>
      ) : (
        <>
          <td className={`pl-4 ${mark ? 'font-semibold text-failed' : ''}`}>{count.ran}</td>
          <td className="pl-4">{count.failed}</td>
          <td className="pl-4">{count.skipped}</td>
        </>
      )}
    </tr>
  );
}

interface MeasureProps {
  measure: NonNullable<CriterionResult['measure']>;
  metric: Extract<Criterion, { kind: 'metric' }> | undefined;
}

/** The median between the values, against its bound and the base. */
function Measure({ measure: { value, values, base }, metric }: MeasureProps) {
  const unit = metric?.unit === undefined ? '' : ` ${visibleText(metric.unit)}`;
  const ratio = base === null || base === 0 ? null : value / base;
  const suffix = metric?.of === 'ratio_to_base' ? '× the base' : unit.trim();
  const bounds = [
    metric?.atLeast === undefined ? '' : `at least ${formatNumber(metric.atLeast)}${suffix === '' ? '' : ` ${suffix}`}`,
    metric?.atMost === undefined ? '' : `at most ${formatNumber(metric.atMost)}${suffix === '' ? '' : ` ${suffix}`}`,
  ].filter((part) => part !== '');
  return (
    <Part title="Measured">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4">
        <Pair name="median">
          <span className="font-semibold">
            {formatNumber(value)}
            {unit}
          </span>
        </Pair>
        <Pair name="runs">{values.map(formatNumber).join(', ')}</Pair>
        {base === null ? null : (
          <Pair name="base">
            {formatNumber(base)}
            {unit}
            {ratio === null ? '' : `; this is ${formatNumber(ratio)}× of it`}
          </Pair>
        )}
        {bounds.length === 0 ? null : <Pair name="bound">{bounds.join(', ')}</Pair>}
      </dl>
    </Part>
  );
}

function Answers({ answers }: { answers: readonly JudgeAnswer[] }) {
  const counted = (['yes', 'no', 'unclear'] as const)
    .map((ruling) => [ruling, answers.filter((answer) => answer.ruling === ruling).length] as const)
    .filter(([, count]) => count > 0);
  return (
    <Part
      title={`Asked ${answers.length === 1 ? 'once' : `${answers.length} times`}: ${counted.map(([ruling, n]) => `${n} ${ruling}`).join(', ')}`}
    >
      <ol className="flex flex-col gap-2">
        {answers.map((answer, index) => (
          <li key={index} className="flex items-start gap-2">
            <AnswerIcon ruling={answer.ruling} />
            <div className="min-w-0 flex-1">
              <p className="copyable wrap-anywhere whitespace-pre-wrap">
                <span className="font-semibold">{answer.ruling}</span> {visibleText(answer.reasoning)}
              </p>
              {answer.quotes.map((quote, at) => (
                <blockquote key={at} className={`mt-1 border-l-2 pl-2 ${quote.found ? 'border-line-strong' : 'border-failed text-ink-3'}`}>
                  <p className="machine copyable wrap-anywhere whitespace-pre-wrap">{visibleText(quote.text)}</p>
                  <p className={`text-sm ${quote.found ? 'text-ink-3' : 'font-semibold text-failed'}`}>
                    {quote.found ? 'found in what it was given' : 'not found in what it was given'}
                  </p>
                </blockquote>
              ))}
            </div>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function AnswerIcon({ ruling }: { ruling: JudgeAnswer['ruling'] }) {
  const look = 'mt-0.5 size-3.5 shrink-0';
  if (ruling === 'yes') return <CircleCheck aria-hidden="true" className={`${look} text-passed`} />;
  if (ruling === 'no') return <CircleX aria-hidden="true" className={`${look} text-failed`} />;
  return <CircleHelp aria-hidden="true" className={`${look} text-waiting`} />;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-md border border-line bg-surface-2 px-3 py-2">
      <h4 className="mb-1 text-sm text-ink-2">{title}</h4>
      {children}
    </section>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="copyable wrap-anywhere">{children}</dd>
    </>
  );
}
