import type { EntryRecord } from '../../../../shared/coaching/entry-record.ts';
import type { ProbeView } from '../../../../shared/ipc-coaching.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { Output } from '../../../ui/Output.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { useState } from 'react';
import { confirmedSentence } from './entry-facts.ts';

interface ProbeSectionProps {
  probe: ProbeView | null;
  record: EntryRecord | null;
  /** Null: it cannot be edited here. */
  onEdit: (() => void) | null;
}

/** The small spec that shows the entry's fault, and what it says by itself. */
export function ProbeSection({ probe, record, onEdit }: ProbeSectionProps) {
  const [open, setOpen] = useState(false);
  return (
    <section aria-label="Probe" className="flex flex-col gap-1">
      <h3 className="text-sm text-ink-3">Probe</h3>
      {probe === null ? (
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1 text-ink-2">None: nothing shows whether a model still needs it.</p>
          {onEdit === null ? null : <Button onClick={onEdit}>Add a probe</Button>}
        </div>
      ) : (
        <>
          <div className="flex items-center gap-2">
            <p className="copyable min-w-0 flex-1 truncate" title={probe.path}>
              {visibleLine(probe.title)}
            </p>
            <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Close the text' : 'Show the text'}
            </Button>
          </div>
          <p className="copyable wrap-anywhere text-ink-2">
            {probe.base.kind === 'commit' ? 'Begins from commit ' : 'Begins from the files in '}
            <span className="machine">{visibleLine(probe.base.kind === 'commit' ? probe.base.commit.slice(0, 12) : probe.base.path)}</span>
            {'. '}
            {confirmedSentence(record) ?? 'Not confirmed on this model.'}
          </p>
          {probe.problem === null ? null : <ProblemView problem={probe.problem} />}
          {open ? <Output text={probe.text} label={`Text of ${probe.path}`} /> : null}
        </>
      )}
    </section>
  );
}
