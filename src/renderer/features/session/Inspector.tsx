import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { criterionTitle } from '../../../shared/criteria.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import type { Watched } from '../../store/watched.ts';
import { Ago } from '../../ui/Ago.tsx';
import { HeldOutBadge } from '../../ui/HeldOutBadge.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';
import { visibleLine } from '../../../shared/visible-text.ts';

/** What holds for the whole session: criteria, budget, sandbox, goal. */
export function Inspector({ summary, watched }: { summary: SessionSummary; watched: Watched | null }) {
  const state = watched?.state ?? undefined;
  const spec = state?.outcome?.spec;
  const facts = watched?.sandbox?.facts;
  const { dispatch, budget } = summary;
  return (
    <aside aria-label="Inspector" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-surface-1 pb-4 outline-offset-[-2px]">
      <Part title="Criteria">
        <ul className="flex flex-col gap-1">
          {(spec?.criteria ?? []).map((criterion) => {
            const result = state?.criteria.find((candidate) => candidate.id === criterion.id);
            const Icon = result === undefined ? CircleDashed : result.passed ? CircleCheck : CircleX;
            const tone = result === undefined ? 'text-ink-3' : result.passed ? 'text-passed' : 'text-failed';
            return (
              <li key={criterion.id} className="flex items-start gap-2">
                <Icon
                  aria-label={result === undefined ? 'not checked yet' : result.passed ? 'holds' : 'fails'}
                  className={`mt-0.5 size-4 shrink-0 ${tone}`}
                />
                <span className="copyable min-w-0 wrap-anywhere">
                  {visibleLine(criterionTitle(criterion))} {criterion.visibility === 'held_out' ? <HeldOutBadge /> : null}
                </span>
              </li>
            );
          })}
        </ul>
      </Part>
      <Part title="Budget">
        <Bar name="Money" used={summary.costUsd} limit={budget.usd} format={formatMoney} />
        <Bar
          name="Time"
          used={(state?.activeMs ?? 0) / 60_000}
          limit={budget.minutes}
          format={(minutes) => `${minutes < 10 && minutes % 1 !== 0 ? minutes.toFixed(1) : Math.round(minutes)} min`}
        />
        <Bar name="Tries" used={summary.iteration} limit={summary.maxIterations} format={String} />
        {state === undefined ? null : (
          <p className="mt-1 text-sm text-ink-3">
            {formatTokens(state.usage.input_tokens + state.usage.cache_creation_input_tokens)} tokens in,{' '}
            {formatTokens(state.usage.cache_read_input_tokens)} from cache, {formatTokens(state.usage.output_tokens)} out
          </p>
        )}
      </Part>
      <Part title="Sandbox">
        {facts === undefined ? (
          <p className="text-ink-3">Not made yet.</p>
        ) : (
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
            <Pair name="Target">{dispatch.target}</Pair>
            <Pair name="System">
              {facts.os} {facts.arch}
            </Pair>
            <Pair name="Isolation">{watched?.sandbox?.isolation === 'none' ? 'none' : `bubblewrap ${facts.bubblewrap ?? ''}`}</Pair>
            <Pair name="Git">{facts.git ?? 'missing'}</Pair>
            {facts.freeDiskBytes === null ? null : <Pair name="Free disk">{formatBytes(facts.freeDiskBytes)}</Pair>}
            {state === undefined || state.sandbox?.state === 'live' ? null : <Pair name="State">{state.sandbox?.state ?? ''}</Pair>}
          </dl>
        )}
      </Part>
      <Part title="Dispatch">
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
          <Pair name="Model">{dispatch.model}</Pair>
          <Pair name="Base">
            <span className="machine">{dispatch.base.commit.slice(0, 10)}</span>{' '}
            {dispatch.base.branch === null ? '' : visibleLine(dispatch.base.branch)}
          </Pair>
          {dispatch.base.uncommittedChanges ? <Pair name="">uncommitted changes left out</Pair> : null}
          <Pair name="Started">
            <Ago at={summary.createdAt} />
          </Pair>
        </dl>
      </Part>
      {spec === undefined ? null : (
        <Part title="Goal">
          <Markdown text={spec.goal} />
        </Part>
      )}
    </aside>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3 last:border-0">
      <h2 className="mb-1.5 text-sm font-semibold text-ink-2">{title}</h2>
      {children}
    </section>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="copyable min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

function Bar({ name, used, limit, format }: { name: string; used: number; limit: number | undefined; format: (value: number) => string }) {
  const part = limit === undefined ? 0 : Math.min(1, used / limit);
  return (
    <div className="grid grid-cols-[3rem_1fr_auto] items-center gap-2">
      <span className="text-ink-3">{name}</span>
      <span aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-line">
        <span className={`block h-full ${part >= 0.9 ? 'bg-waiting' : 'bg-ink-3'}`} style={{ width: `${part * 100}%` }} />
      </span>
      <span>{limit === undefined ? `${format(used)}, no limit` : `${format(used)} of ${format(limit)}`}</span>
    </div>
  );
}
