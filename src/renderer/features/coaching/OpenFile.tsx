import { useCallback, useMemo, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { entryRows, type EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { evidenceLine } from '../../../shared/coaching/evidence-line.ts';
import { readCoaching } from '../../../shared/coaching/read-file.ts';
import type { CoachingView } from '../../../shared/ipc-coaching.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useKeys } from '../../app/use-keys.ts';
import { layoutStorage } from '../../bridge.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CoachingContext } from './coaching-context.ts';
import type { CoachingDesk } from './coaching-desk.ts';
import { FIRST_SORT, listRows, plainText, type Section } from './entry-list.ts';
import { EntryPane } from './EntryPane.tsx';
import { EntryTable } from './EntryTable.tsx';
import type { RowActions } from './EntryTableRow.tsx';
import { FileNotices } from './FileNotices.tsx';
import { ImportRules } from './ImportRules.tsx';
import type { ModelChoice } from './model-choice.ts';
import { OtherPlaces } from './OtherPlaces.tsx';
import { UndoBar } from './UndoBar.tsx';
import { prunable, toldRows } from './what-if.ts';
import { WhatIfBar } from './WhatIfBar.tsx';

interface OpenFileProps {
  project: string;
  desk: CoachingDesk;
  view: CoachingView;
  problem: Problem | null;
  model: ModelChoice;
  entry: string | null;
  pane: boolean;
  onPane: (open: boolean) => void;
}

const noSteps: readonly never[] = [];

/** The file's entries as a table to act on, with the chosen one beside it. */
export function OpenFile({ project, desk, view, problem, model, entry, pane, onPane }: OpenFileProps) {
  const drover = useDrover();
  const steps = useApp((state) => state.coachingUndo[project] ?? noSteps);
  const [sort, setSort] = useState(FIRST_SORT);
  const [folded, setFolded] = useState<ReadonlySet<Section>>(new Set<Section>(['archive']));
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<{ key: string } | null>(null);
  const detail = useRef<HTMLElement>(null);

  const rows = useMemo(() => entryRows(view, model), [view, model]);
  const { mistakes } = useMemo(() => readCoaching(view.text ?? '', { section: view.section }), [view.text, view.section]);
  const list = useMemo(() => listRows(rows, sort, folded), [rows, sort, folded]);
  const told = useMemo(() => toldRows(rows, model.model), [rows, model]);
  const toldKeys = useMemo(() => new Set(told.map(({ key }) => key)), [told]);
  const onTrial = useMemo(() => trialKeys(view, model), [view, model]);
  const open = useMemo(() => ({ view, rows, model, desk }), [view, rows, model, desk]);
  const chosen = rows.find(({ key }) => key === entry) ?? null;
  const marked = rows.filter(({ key, entry: { archived } }) => marks.has(key) && !archived);
  const pruned = marked.length > 0 ? marked : prunable(rows);

  const choose = (key: string | null): void => drover.replace({ screen: 'coaching', project, ...(key !== null && { entry: key }) });
  const shown = list.flatMap((one) => (one.kind === 'entry' ? [one.row] : []));
  function step(by: number): void {
    const at = shown.findIndex((row) => row === chosen);
    const next = shown[at === -1 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next === undefined) return;
    choose(next.key);
    setWanted({ key: next.key });
  }
  function prune(those: readonly EntryRow[]): void {
    const named = those.flatMap((row) => (row.entry.id === null || row.entry.archived ? [] : [{ row, id: row.entry.id }]));
    const [first] = named;
    if (first === undefined) return;
    const edits = named.map(({ row, id }) => ({
      do: 'prune' as const,
      id,
      evidence: row.record === null ? 'Pruned without a trial.' : evidenceLine(row.record),
    }));
    const words = named.length === 1 ? `Pruned “${shortened(first.row)}”.` : `Pruned ${named.length} entries.`;
    // The next one is chosen, so that the same key goes on.
    const at = shown.findIndex((row) => row === chosen);
    const gone = new Set(named.map(({ row }) => row));
    if (chosen !== null && gone.has(chosen)) {
      const isLeft = (row: EntryRow): boolean => !gone.has(row) && !row.entry.archived;
      const next = shown.slice(at).find(isLeft) ?? shown.slice(0, at).findLast(isLeft);
      choose(next?.key ?? null);
      if (next !== undefined) setWanted({ key: next.key });
    }
    setMarks(new Set());
    void desk.edit(edits, words);
  }
  function restore(row: EntryRow): void {
    if (row.entry.id !== null && row.entry.archived) void desk.edit([{ do: 'restore', id: row.entry.id }], `Restored “${shortened(row)}”.`);
  }
  function mark(key: string): void {
    setMarks((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }

  const rowOf = (key: string): EntryRow | undefined => rows.find((row) => row.key === key);
  const newest = useRef<Omit<RowActions, 'test'>>(null);
  newest.current = {
    choose(key, enter) {
      if (key !== entry) choose(key);
      if (!enter) return;
      if (!pane) onPane(true);
      // The pane may only be drawn now.
      requestAnimationFrame(() => detail.current?.focus());
    },
    mark,
    prune: (key) => prune(rows.filter((row) => row.key === key)),
    restore(key) {
      const row = rowOf(key);
      if (row !== undefined) restore(row);
    },
  };
  // The same object: a row is drawn again only when something of it is another.
  const actions = useMemo(
    (): RowActions => ({
      choose: (key, enter) => newest.current?.choose(key, enter),
      mark: (key) => newest.current?.mark(key),
      prune: (key) => newest.current?.prune(key),
      restore: (key) => newest.current?.restore(key),
      test: null,
    }),
    [],
  );
  const foldSection = useCallback((section: Section) => setFolded((now) => toggled(now, section)), []);

  useKeys({
    j: () => step(1),
    k: () => step(-1),
    p: () => prune(marked.length > 0 ? marked : chosen === null ? [] : [chosen]),
    r: () => chosen !== null && restore(chosen),
    u: () => void desk.undo(),
  });
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'coaching-entries',
    panelIds: pane ? ['entries', 'entry'] : ['entries'],
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  });

  return (
    <CoachingContext value={open}>
      <FileNotices
        path={view.path}
        mistakes={mistakes}
        problem={problem ?? view.problem}
        lacksIds={rows.some(({ key, entry: { id } }) => key !== id)}
        onGiveIds={() => void desk.edit([{ do: 'ids' }], 'Gave an id to each entry.')}
        onRead={desk.read}
      />
      {rows.length === 0 ? (
        mistakes.length > 0 || view.problem !== null ? (
          <EmptyState title="No entry can be read">Correct the file in an editor; it is read again when you come back.</EmptyState>
        ) : (
          <EmptyState
            title={view.text === null ? 'No coaching yet' : 'No entries yet'}
            action={
              <div className="flex flex-col items-center gap-3">
                <ImportRules view={view} desk={desk} />
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
            onPrune={() => prune(pruned)}
            onUnmark={() => setMarks(new Set())}
          />
          <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
            <Panel id="entries" minSize="480px" className="flex min-w-0 flex-col">
              <EntryTable
                rows={list}
                sort={sort}
                chosen={chosen?.key ?? null}
                marked={marks}
                told={toldKeys}
                onTrial={onTrial}
                smallest={view.trials.smallest}
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
                <Panel id="entry" defaultSize="38%" minSize="300px" className="flex min-w-0 flex-col">
                  <EntryPane row={chosen} pane={detail} onClose={() => onPane(false)} />
                </Panel>
              </>
            ) : null}
          </Group>
        </>
      )}
      <UndoBar steps={steps} onUndo={() => void desk.undo()} />
    </CoachingContext>
  );
}

/** Entries with a trial that runs, on the model. */
function trialKeys({ records }: CoachingView, { provider, model }: ModelChoice): ReadonlySet<string> {
  return new Set(
    records.flatMap((record) => (record.running > 0 && record.provider === provider && record.model === model ? [record.entry] : [])),
  );
}

function shortened({ entry }: EntryRow): string {
  const words = plainText(entry.text);
  return words.length > 60 ? `${words.slice(0, 59).trimEnd()}…` : words;
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}
