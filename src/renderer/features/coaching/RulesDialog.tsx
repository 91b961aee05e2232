import { useEffect, useState } from 'react';
import type { ImportableEntry } from '../../../shared/coaching/importable.ts';
import type { CoachingView } from '../../../shared/ipc-coaching.ts';
import type { Problem } from '../../../shared/problem.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { addRules } from './add-rules.ts';
import type { CoachingDesk } from './coaching-desk.ts';

interface RuleFile {
  path: string;
  entries: ImportableEntry[];
}

interface RulesDialogProps {
  view: CoachingView;
  desk: Pick<CoachingDesk, 'edit'>;
  onClose: () => void;
}

/** Takes over rules that other tools read in this repository, those that are ticked, as entries. Their files stay as they are. */
export function RulesDialog({ view, desk, onClose }: RulesDialogProps) {
  const drover = useDrover();
  const [files, setFiles] = useState<readonly RuleFile[] | null>(null);
  const [wanted, setWanted] = useState<ReadonlySet<ImportableEntry>>(new Set());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const { project } = view;
  useEffect(() => {
    let open = true;
    void drover.ask('coaching.rules', { project }).then((answer) => {
      if (!open) return;
      if (answer.ok) setFiles(answer.value);
      else setProblem(answer.problem);
    });
    return () => void (open = false);
  }, [drover, project]);

  async function add(): Promise<void> {
    if (files === null) return;
    setBusy(true);
    const rules = files.flatMap(({ entries }) => entries.filter((entry) => wanted.has(entry)));
    const { edits, refused } = addRules(view.text ?? '', view.section, rules);
    const words = edits.length === 1 ? 'Added 1 rule.' : `Added ${edits.length} rules.`;
    const done = edits.length === 0 || (await desk.edit(edits, words));
    setBusy(false);
    if (!done) return;
    const [first] = refused;
    if (first !== undefined)
      drover.showProblem({
        what: `${refused.length} of ${rules.length} rules could not be added: ${first.why}`,
        where: visibleLine(first.rule.text.slice(0, 80)),
        todo: 'Add it by hand, in simpler Markdown.',
      });
    onClose();
  }

  const toggle = (entries: readonly ImportableEntry[]): void =>
    setWanted((before) => {
      const all = entries.every((entry) => before.has(entry));
      return all ? new Set([...before].filter((entry) => !entries.includes(entry))) : new Set([...before, ...entries]);
    });

  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Import rules"
      description="Bullets of the files that other tools read in this repository. Ticked ones become entries; the files stay as they are."
      onSubmit={() => void add()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={wanted.size === 0}>
            {wanted.size === 1 ? 'Add 1 entry' : `Add ${wanted.size} entries`}
          </Button>
        </>
      }
    >
      {files === null ? null : files.length === 0 ? (
        <p className="text-ink-2">
          There is no file with rules here that are not entries already: AGENTS.md, CLAUDE.md, .cursor/rules and the like.
        </p>
      ) : (
        files.map(({ path, entries }) => <RulesOf key={path} path={path} entries={entries} wanted={wanted} onToggle={toggle} />)
      )}
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}

interface RulesOfProps extends RuleFile {
  wanted: ReadonlySet<ImportableEntry>;
  onToggle: (entries: readonly ImportableEntry[]) => void;
}

function RulesOf({ path, entries, wanted, onToggle }: RulesOfProps) {
  const count = entries.filter((entry) => wanted.has(entry)).length;
  return (
    <fieldset>
      <legend className="mb-1 flex w-full items-center justify-between gap-2">
        <span className="machine min-w-0 truncate font-semibold">{visibleLine(path)}</span>
        <Button look="quiet" onClick={() => onToggle(entries)}>
          {count === entries.length ? 'None' : `All ${entries.length}`}
        </Button>
      </legend>
      <ul className="flex flex-col gap-1">
        {entries.map((entry) => (
          <li key={entry.line}>
            <label className="flex items-start gap-2.5">
              <input
                type="checkbox"
                checked={wanted.has(entry)}
                onChange={() => onToggle([entry])}
                className="mt-0.5 size-3.5 shrink-0 accent-(--accent)"
              />
              <span className="min-w-0 wrap-anywhere">
                {visibleLine(entry.text.split('\n')[0] ?? '')}
                {entry.paths.length === 0 ? null : (
                  <span className="machine ml-2 text-sm text-ink-3">{visibleLine(entry.paths.join(', '))}</span>
                )}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
