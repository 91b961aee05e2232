import { ShieldCheck, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import type { CoachingEdit } from '../../../shared/coaching/edit-file.ts';
import type { Trial } from '../../../shared/coaching/trial-ledger.ts';
import type { RunView } from '../../../shared/ipc-coaching.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useCoaching } from './coaching-context.ts';
import { EndedBar } from './RunBar.tsx';
import { endWords } from './run-words.ts';
import { guardAnswer } from './guard-answer.ts';
import { editAll } from './undo-stack.ts';
import { useGuardTrials } from './use-guard-trials.ts';

interface GuardBarProps {
  project: string;
  run: RunView;
  onDismiss: () => void;
}

/** What a check of the pruned file found: a drop is a question to the user, and nothing is changed before the answer. */
export function GuardBar({ project, run, onDismiss }: GuardBarProps) {
  const drover = useDrover();
  const { view, rows, desk } = useCoaching();
  const [busy, setBusy] = useState(false);
  const trials = useGuardTrials(project, run);
  if (trials === null) return null;
  const { worse, same, silent, pruned } = guardAnswer(run, trials);
  const archived = new Set(rows.flatMap(({ entry }) => (entry.archived ? [entry.id] : [])));
  const restores = pruned.filter((id) => archived.has(id)).map((id): CoachingEdit => ({ do: 'restore', id }));
  const [item] = run.begun.items;
  async function testAgain(): Promise<void> {
    const before = editAll(view.text ?? '', restores, view.section);
    if (item === undefined || !before.ok) return;
    const { provider, model, target } = item;
    setBusy(true);
    const worker = { provider, model, target };
    const begun = await drover.call('coaching.guard', { project, worker, before: before.text, budgetUsd: run.begun.budget_usd });
    setBusy(false);
    if (begun !== undefined) onDismiss();
  }
  async function restore(): Promise<void> {
    if (await desk.edit(restores, `Restored ${formatCount(restores.length)} entries.`)) onDismiss();
  }
  if (trials.length === silent) return <EndedBar run={run} onDismiss={onDismiss} />;
  const unfinished = run.ended?.reason === 'done' ? '' : ` ${endWords(run)}`;
  if (worse.length === 0) {
    const silence = silent === 0 ? '' : ` ${formatCount(silent)} said nothing.`;
    return (
      <section aria-label="The pruned file" className="flex shrink-0 items-center gap-2 border-b border-line bg-surface-1 px-4 py-1">
        <ShieldCheck aria-hidden="true" className="size-4 shrink-0 text-passed" />
        <p className="min-w-0 flex-1 truncate">{`The pruned file does as well as before on ${formatCount(same)} ${same === 1 ? 'probe' : 'probes'}.${silence}${unfinished}`}</p>
        <IconButton label="Put away" icon={<X />} onClick={onDismiss} />
      </section>
    );
  }
  return (
    <section
      aria-label="The pruned file"
      role="alert"
      className="flex shrink-0 flex-col gap-2 border-b border-line bg-failed-soft px-4 py-2"
    >
      <div className="flex items-start gap-2">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
        <div className="min-w-0 flex-1">
          <p className="font-semibold text-failed">
            {`${formatCount(worse.length)} of ${formatCount(trials.length)} ${trials.length === 1 ? 'probe' : 'probes'} passed before the prune and failed after it`}
          </p>
          <p className="text-ink-2">
            The entries may only work together, or it was chance: one pair says little. Nothing was changed.{unfinished}
          </p>
          <ul className="mt-1 flex max-h-28 flex-col gap-1 overflow-auto">
            {worse.map((trial) => (
              <WorseProbe key={trial.id} trial={trial} />
            ))}
          </ul>
        </div>
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onDismiss}>Keep it pruned</Button>
        <Button busy={busy} disabled={restores.length === 0} onClick={() => void testAgain()}>
          Test again
        </Button>
        <Button disabled={restores.length === 0} onClick={() => void restore()}>
          Restore what was pruned
        </Button>
      </div>
    </section>
  );
}

function WorseProbe({ trial: { item, sessions } }: { trial: Trial }) {
  const drover = useDrover();
  const open = (id: string): void => drover.go({ screen: 'session', id, tab: 'timeline' });
  const before = sessions.with;
  return (
    <li className="flex items-center gap-2">
      <span className="machine min-w-0 truncate">{visibleLine(item.entry)}</span>
      {before === null ? null : (
        <Button look="quiet" onClick={() => open(before)}>
          Before: passed
        </Button>
      )}
      <Button look="quiet" onClick={() => open(sessions.without)}>
        After: failed
      </Button>
    </li>
  );
}
