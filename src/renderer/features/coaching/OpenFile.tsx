import { useCallback, useMemo, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { readCoaching } from '../../../shared/coaching/read-file.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useKeys } from '../../app/use-keys.ts';
import { layoutStorage } from '../../bridge.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useCoaching, type OpenCoaching } from './coaching-context.ts';
import type { CoachingDesk } from './coaching-desk.ts';
import { FIRST_SORT, listRows, type Section } from './entry-list.ts';
import { EntryPane } from './EntryPane.tsx';
import { EntryTable } from './EntryTable.tsx';
import type { RowActions } from './EntryTableRow.tsx';
import { FileNotices } from './FileNotices.tsx';
import { AddEntry } from './AddEntry.tsx';
import { GuardDialog } from './GuardDialog.tsx';
import { ImportRules } from './ImportRules.tsx';
import { workerFor } from './model-choice.ts';
import { OtherPlaces } from './OtherPlaces.tsx';
import { prunedWords, pruneEdits, quoted } from './prune-edits.ts';
import { PruneDialog } from './PruneDialog.tsx';
import { Runs } from './Runs.tsx';
import { UndoBar } from './UndoBar.tsx';
import { editAll } from './undo-stack.ts';
import { prunable } from './what-if.ts';
import { WhatIfBar } from './WhatIfBar.tsx';

interface OpenFileProps {
  desk: CoachingDesk;
  /** Why the newest reading failed. */
  problem: Problem | null;
  entry: string | null;
  pane: boolean;
  onPane: (open: boolean) => void;
  onTest: (entries: readonly string[]) => void;
}

const noSteps: readonly never[] = [];

/** The file's entries as a table to act on, with the chosen one beside it. */
export function OpenFile({ desk, problem, entry, pane, onPane, onTest }: OpenFileProps) {
  const drover = useDrover();
  const { project, view, rows, model } = useCoaching();
  const settings = useApp((state) => state.settings);
  const steps = useApp((state) => state.coachingUndo[project] ?? noSteps);
  const [sort, setSort] = useState(FIRST_SORT);
  const [folded, setFolded] = useState<ReadonlySet<Section>>(new Set<Section>(['archive']));
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<{ key: string } | null>(null);
  const [shownPrune, setShownPrune] = useState<readonly EntryRow[] | null>(null);
  /** The file as it was before a prune that is to be checked. */
  const [checked, setChecked] = useState<string | null>(null);
  const detail = useRef<HTMLElement>(null);

  const { mistakes } = useMemo(() => readCoaching(view.text ?? '', { section: view.section }), [view.text, view.section]);
  const list = useMemo(() => listRows(rows, sort, folded), [rows, sort, folded]);
  const tested = rows.filter(({ record }) => record !== null && record.judgement.state !== 'untested').length;
  const told = rows.filter(({ isTold }) => isTold);
  const onTrial = useMemo(() => keysOnTrial(view, model), [view, model]);
  const chosen = rows.find(({ key }) => key === entry) ?? null;
  const marked = rows.filter(({ key, entry: { archived } }) => marks.has(key) && !archived);
  const pruned = marked.length > 0 ? marked : prunable(rows);
  const shown = list.flatMap((one) => (one.kind === 'entry' ? [one.row] : []));

  const choose = (key: string | null): void => drover.replace({ screen: 'coaching', project, ...(key !== null && { entry: key }) });
  function step(by: number): void {
    const at = shown.findIndex((row) => row === chosen);
    const next = shown[at === -1 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next === undefined) return;
    choose(next.key);
    setWanted({ key: next.key });
  }
  function prune(those: readonly EntryRow[]): void {
    const edits = pruneEdits(those);
    if (edits.length === 0) return;
    const gone = new Set(those);
    if (chosen !== null && gone.has(chosen)) {
      // The next one is chosen, so that the same key goes on.
      const isLeft = (row: EntryRow): boolean => !gone.has(row) && !row.entry.archived;
      const at = shown.indexOf(chosen);
      const next = shown.slice(at).find(isLeft) ?? shown.slice(0, Math.max(0, at)).findLast(isLeft);
      choose(next?.key ?? null);
      if (next !== undefined) setWanted({ key: next.key });
    }
    setMarks(new Set());
    void desk.edit(edits, prunedWords(those));
  }
  function restore(row: EntryRow | null): void {
    if (row === null || row.entry.id === null || !row.entry.archived) return;
    void desk.edit([{ do: 'restore', id: row.entry.id }], `Restored ${quoted(row)}.`);
  }
  function test(those: readonly EntryRow[]): void {
    const testable = those.flatMap(({ key, untestable }) => (untestable === null ? [key] : []));
    if (testable.length > 0) onTest(testable);
  }

  const rowOf = (key: string): EntryRow | null => rows.find((row) => row.key === key) ?? null;
  const rowsOf = (key: string): EntryRow[] => rows.filter((row) => row.key === key);
  const newest = useRef<RowActions>(null);
  newest.current = {
    choose(key, enter) {
      if (key !== entry) choose(key);
      if (!enter) return;
      if (!pane) onPane(true);
      // The pane may only be drawn now.
      requestAnimationFrame(() => detail.current?.focus());
    },
    mark: (key) => setMarks((now) => toggled(now, key)),
    prune: (key) => prune(rowsOf(key)),
    restore: (key) => restore(rowOf(key)),
    test: (key) => test(rowsOf(key)),
  };
  // The same object: a row is drawn again only when something of it is another.
  const actions = useMemo(
    (): RowActions => ({
      choose: (key, enter) => newest.current?.choose(key, enter),
      mark: (key) => newest.current?.mark(key),
      prune: (key) => newest.current?.prune(key),
      restore: (key) => newest.current?.restore(key),
      test: (key) => newest.current?.test(key),
    }),
    [],
  );
  const foldSection = useCallback((section: Section) => setFolded((now) => toggled(now, section)), []);
  const meant = marked.length > 0 ? marked : chosen === null ? [] : [chosen];
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    p: () => prune(meant),
    t: () => test(meant),
    r: () => restore(chosen),
    u: () => void desk.undo(),
  });
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'coaching-entries',
    panelIds: pane ? ['entries', 'entry'] : ['entries'],
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  });
  const after = shownPrune === null ? null : editAll(view.text ?? '', pruneEdits(shownPrune), view.section);
  const probed = rows.flatMap(({ key, untestable }) => (untestable === null ? [key] : []));

  return (
    <>
      <FileNotices
        path={view.path}
        mistakes={mistakes}
        problem={problem ?? view.problem}
        lacksIds={rows.some(({ key, entry: { id } }) => key !== id)}
        onGiveIds={() => void desk.edit([{ do: 'ids' }], 'Gave each entry an id of its own.')}
        onRead={desk.read}
      />
      <Runs project={project} runs={view.runs} />
      {rows.length === 0 ? (
        mistakes.length > 0 || view.problem !== null ? (
          <EmptyState title="No entry can be read">Correct the file in an editor; it is read again when you come back.</EmptyState>
        ) : (
          <EmptyState
            title={view.text === null ? 'No coaching yet' : 'No entries yet'}
            action={
              <div className="flex flex-col items-center gap-3">
                <div className="flex gap-2">
                  <AddEntry project={project} look="primary" />
                  <ImportRules view={view} desk={desk} />
                </div>
                <OtherPlaces project={project} places={view.places} />
              </div>
            }
          >
            An entry is a line that every worker is told. Trials with and without it say whether it is worth its tokens.
          </EmptyState>
        )
      ) : (
        <>
          <WhatIfBar
            told={told}
            pruned={pruned}
            isMarked={marked.length > 0}
            onPrune={() => (marked.length > 0 ? prune(marked) : setShownPrune(pruned))}
            onUnmark={() => setMarks(new Set())}
          />
          <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
            <Panel id="entries" minSize="480px" className="flex min-w-0 flex-col">
              <EntryTable
                rows={list}
                sort={sort}
                chosen={chosen?.key ?? null}
                marked={marks}
                onTrial={onTrial}
                smallest={view.trials.smallest}
                tested={tested}
                wanted={wanted}
                actions={actions}
                onSort={setSort}
                onFold={foldSection}
                onStep={step}
              />
            </Panel>
            {pane ? (
              <>
                <Separator
                  aria-label="Resize the panels"
                  className="w-px bg-line outline-offset-0 data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong"
                />
                <Panel id="entry" defaultSize="34%" minSize="300px" className="flex min-w-0 flex-col">
                  <EntryPane row={chosen} pane={detail} actions={actions} onClose={() => onPane(false)} />
                </Panel>
              </>
            ) : null}
          </Group>
        </>
      )}
      <UndoBar steps={steps} onUndo={() => void desk.undo()} onCheck={probed.length === 0 ? null : setChecked} />
      {shownPrune === null || after?.ok !== true ? null : (
        <PruneDialog
          change={{ path: view.path, before: view.text ?? '', after: after.text, entries: shownPrune.length }}
          onClose={() => setShownPrune(null)}
          onPrune={() => {
            setShownPrune(null);
            prune(shownPrune);
          }}
        />
      )}
      {checked === null || settings === null ? null : (
        <GuardDialog
          project={project}
          settings={settings}
          worker={workerFor(settings, model, view.newest)}
          before={checked}
          probed={probed}
          onClose={() => setChecked(null)}
        />
      )}
    </>
  );
}

/** Entries with a trial that runs, on the model. */
function keysOnTrial({ records }: OpenCoaching['view'], { provider, model }: OpenCoaching['model']): ReadonlySet<string> {
  return new Set(
    records.flatMap((record) => (record.running > 0 && record.provider === provider && record.model === model ? [record.entry] : [])),
  );
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}
