import type { ReactNode } from 'react';
import type { BodyOf, SessionEvent } from '../../../../shared/events.ts';
import { formatDuration } from '../../../ui/format-duration.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { Markdown } from '../../../ui/Markdown.tsx';
import { Output } from '../../../ui/Output.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { visibleLine, visibleText } from '../../../../shared/visible-text.ts';
import { CallDetail } from '../CallDetail.tsx';
import { callSummary } from '../call-summary.ts';
import { callTones } from '../list/row-words.ts';
import { noteOf, noteTones } from '../timeline-note.ts';
import { CheckView } from './CheckView.tsx';
import type { EventViewProps } from './EventView.tsx';

/** Words in full, a call with what it was given and gave, a check with its evidence. */
export function EventBody({ event, end, parts }: EventViewProps) {
  switch (event.type) {
    case 'agent.message':
      return <Markdown text={joined(event.content)} />;
    case 'agent.thinking':
      return event.block.type === 'thinking' ? (
        <div className="text-ink-2">
          <Head>Thinking</Head>
          <Markdown text={event.block.thinking} />
        </div>
      ) : (
        <p className="text-ink-3">Thinking that the provider keeps to itself</p>
      );
    case 'user.message':
      return (
        <>
          <Head>You</Head>
          <p className="copyable wrap-anywhere whitespace-pre-wrap">{visibleText(joined(event.content))}</p>
        </>
      );
    case 'system.message':
      return (
        <>
          <Head>Drover to the worker</Head>
          <p className="machine copyable wrap-anywhere whitespace-pre-wrap text-ink-2">{visibleText(joined(event.content))}</p>
        </>
      );
    case 'agent.tool_use':
      return <CallBody use={event} end={end} />;
    case 'agent.tool_result':
      return <Output text={joined(event.content)} label="Output" />;
    case 'span.model_request_start':
      return <TurnBody model={event.model} end={end} />;
    case 'span.model_request_end':
      return <TurnBody model="" end={event} />;
    case 'span.outcome_evaluation_start':
    case 'span.outcome_evaluation_ongoing':
    case 'span.outcome_evaluation_end':
    case 'verdict.started':
    case 'verdict.check':
    case 'verdict.ended':
      return <CheckView event={event} end={end} parts={parts} />;
    case 'session.error':
      return <ProblemView problem={event.error.problem} tone={event.error.retry_status.type === 'retrying' ? 'waiting' : 'failed'} />;
    default: {
      const { text, aside, more, tone } = noteOf(event);
      return (
        <div className="flex flex-col gap-2">
          <p className="wrap-anywhere">
            <span className={noteTones[tone]}>{visibleLine(text)}</span> <span className="copyable text-ink-2">{visibleText(aside)}</span>
          </p>
          {more === '' ? null : <Output text={more} label={visibleLine(text)} />}
        </div>
      );
    }
  }
}

function CallBody({ use, end }: { use: BodyOf<'agent.tool_use'>; end: SessionEvent | null }) {
  const result = end?.type === 'agent.tool_result' ? end : null;
  const text = result === null ? null : joined(result.content);
  const summary = callSummary(
    use.name,
    use.input,
    result === null || text === null ? null : { text, isError: result.is_error, lost: result.lost },
  );
  return (
    <>
      <p className="flex items-baseline gap-3">
        <span className="machine copyable min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap">
          <span className="text-ink-3">{visibleLine(use.name)} </span>
          {summary.subject.includes('\n') ? '' : visibleText(summary.subject)}
        </span>
        <span className={`shrink-0 ${callTones[summary.tone]}`}>{result === null ? 'no result yet' : summary.outcome}</span>
        <span className="shrink-0 text-ink-3">{result === null ? '' : formatDuration(result.duration_ms)}</span>
      </p>
      {result?.lost === true ? (
        <p className="mt-1 text-waiting">Its place died: it may or may not have run, and was not run again.</p>
      ) : null}
      <CallDetail name={use.name} input={use.input} result={text} />
    </>
  );
}

function TurnBody({ model, end }: { model: string; end: SessionEvent | null }) {
  if (end?.type !== 'span.model_request_end') return <p className="text-running">{model} is answering</p>;
  const { model_usage: usage, cost_usd: cost, duration_ms: duration, stop_reason: reason, is_error: failed } = end;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
      {model === '' ? null : <Pair name="Model">{visibleLine(model)}</Pair>}
      <Pair name="Answer">{failed ? <span className="font-semibold text-failed">failed</span> : (reason ?? '').replaceAll('_', ' ')}</Pair>
      <Pair name="Took">{formatDuration(duration)}</Pair>
      <Pair name="Cost">{formatMoney(cost)}</Pair>
      <Pair name="Read">{(usage.input_tokens + usage.cache_creation_input_tokens).toLocaleString('en')} tokens</Pair>
      <Pair name="From cache">{usage.cache_read_input_tokens.toLocaleString('en')} tokens</Pair>
      <Pair name="Written">{usage.output_tokens.toLocaleString('en')} tokens</Pair>
    </dl>
  );
}

function Head({ children }: { children: ReactNode }) {
  return <p className="mb-1 text-sm font-semibold text-ink-2">{children}</p>;
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="copyable min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

function joined(content: readonly { text: string }[]): string {
  return content.map((block) => block.text).join('\n');
}
