import { useMemo, useState } from 'react';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useApp } from '../../store/use-drover.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { useCoaching } from './coaching-context.ts';
import { ConfirmDialog } from './entry/ConfirmDialog.tsx';
import { passesOf, standingSentence, stateSentence, testedOn } from './entry/entry-facts.ts';
import { EntryActions, type DetailActions } from './entry/EntryActions.tsx';
import { EntryDialog } from './entry/EntryDialog.tsx';
import { EntryFigures } from './entry/EntryFigures.tsx';
import { ModelTable } from './entry/ModelTable.tsx';
import { ProbeSection } from './entry/ProbeSection.tsx';
import { TrialPairs } from './entry/TrialPairs.tsx';
import { noTrials, useTrials } from './entry/use-trials.ts';
import { workerFor } from './model-choice.ts';
import { EntryStateChip } from './EntryStateChip.tsx';

/** One entry: its words, what trials say of it and why, its probe, and every trial. */
export function EntryDetail({ row, actions }: { row: EntryRow; actions: DetailActions }) {
  const { view, model } = useCoaching();
  const settings = useApp((state) => state.settings);
  const [dialog, setDialog] = useState<'edit' | 'confirm' | null>(null);
  const { entry, record, probe } = row;
  const id = entry.id === row.key ? entry.id : null;
  const answer = useTrials(view.project, entry.id ?? row.key);
  const trials = id !== null && answer?.ok === true ? answer.value : noTrials;
  const current = useMemo(
    () => ({ entry: id ?? '', version: view.versions[id ?? ''] ?? '', probe: probe?.version ?? '' }),
    [id, view.versions, probe?.version],
  );
  const { provider, model: name } = model;
  const passes = useMemo(() => passesOf(trials, { ...current, provider, model: name }), [trials, current, provider, name]);
  const tested = useMemo(() => testedOn(view.records, current), [view.records, current]);
  const standing = standingSentence(row);
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-col gap-2">
        <Markdown text={entry.text} />
        <Scope row={row} />
      </div>
      <EntryActions
        row={row}
        actions={actions}
        onEdit={id === null ? null : () => setDialog('edit')}
        onConfirm={() => setDialog('confirm')}
      />
      <section aria-label="State" className="flex flex-col items-start gap-1">
        <EntryStateChip row={row} onTrial={(record?.running ?? 0) > 0} />
        <p className="copyable wrap-anywhere">{stateSentence(row, passes, view.trials.smallest, name)}</p>
        {standing === null ? null : <p className="text-ink-2">{standing}</p>}
        {entry.archived ? (
          <p className="copyable wrap-anywhere text-ink-2">
            {row.isConsidered
              ? 'Under consideration: told to nobody yet.'
              : `In the archive, told to nobody. ${visibleLine(entry.evidence ?? '')}`}
          </p>
        ) : null}
      </section>
      <EntryFigures row={row} smallest={view.trials.smallest} />
      <ProbeSection probe={probe} record={record} onEdit={id === null ? null : () => setDialog('edit')} />
      <ModelTable rows={tested} />
      {answer?.ok === false ? <ProblemView problem={answer.problem} /> : null}
      {trials.length === 0 ? null : <TrialPairs project={view.project} trials={trials} current={current} />}
      {dialog === 'edit' && id !== null ? (
        <EntryDialog
          project={view.project}
          start={{ kind: 'edit', entry: { ...entry, id }, probe: probe?.text ?? null }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'confirm' && id !== null ? (
        <ConfirmDialog
          project={view.project}
          entry={id}
          {...(settings !== null && { worker: workerFor(settings, model, view.newest) })}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}

/** To which dispatches it is told; nothing where it is told to all. */
function Scope({ row: { entry } }: { row: EntryRow }) {
  const { paths, kinds, models } = entry.scope;
  const parts = [
    ...(paths.length === 0 ? [] : [`in ${paths.join(', ')}`]),
    ...(kinds.length === 0 ? [] : [`for tasks like ${kinds.join(', ')}`]),
    ...(models.length === 0 ? [] : [`to ${models.join(', ')}`]),
  ];
  return (
    <p className="copyable wrap-anywhere text-ink-3">
      {entry.archived ? 'If told, ' : 'Told '}
      {parts.length === 0 ? 'to every worker' : visibleLine(parts.join('; '))}, line {entry.line} of the file.
    </p>
  );
}
