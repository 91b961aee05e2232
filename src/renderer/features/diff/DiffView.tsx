import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { DiffFile, SessionDiff } from '../../../shared/diff.ts';
import { beginRemark, dropWriting, editRemark, keepRemark, markViewed, removeRemark } from '../../store/reviews.ts';
import { useChangeReview } from '../../store/use-review.ts';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { useWidth } from '../session/strip/use-width.ts';
import { DiffBar } from './DiffBar.tsx';
import { DiffKeys, type DiffMoves } from './DiffKeys.tsx';
import { nextFile, nextHunk, nextLine } from './diff-steps.ts';
import { drawnDiff, placeOf, type DrawnRow } from './drawn-rows.ts';
import type { RowActions } from './DrawnRowView.tsx';
import { FileList } from './FileList.tsx';
import { fitOf, GUTTER_PX } from './row-height.ts';
import { RowsInSight } from './RowsInSight.tsx';
import { useCharacterWidth } from './use-character-width.ts';
import { useDiffLook } from './use-diff-look.ts';
import { useDiffReview } from './use-diff-review.ts';
import { usePatches } from './use-patches.ts';

interface DiffViewProps {
  diff: SessionDiff;
  /** Whose project has the files. */
  session: string;
  /** It is being judged: remarks, what was viewed, keys. */
  judged?: boolean;
  /** A file to go to; another object goes there again. */
  target?: { path: string } | null;
  /** In the bar above. */
  actions?: ReactNode;
}

const newId = (): string => crypto.randomUUID();

/** A list of files and the diff of all of them in one scroll; only the rows in sight exist. */
export function DiffView({ diff, session, judged = false, target = null, actions: aside }: DiffViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const sample = useRef<HTMLSpanElement>(null);
  const width = useWidth(scroller);
  const character = useCharacterWidth(sample);
  const { look, chosen, choose } = useDiffLook(width);
  const { patches, read, problem } = usePatches(diff, session);
  const review = useDiffReview(judged ? session : null, diff);
  const change = useChangeReview(session);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [cursor, setCursor] = useState<{ key: DrawnRow['key']; side: 'old' | 'new' } | null>(null);

  const isFolded = useCallback((file: DiffFile, index: number) => folds.get(file.path) ?? review.viewed(index), [folds, review]);
  const { rows, heads } = useMemo(
    () => drawnDiff({ files: diff.files, patches, look, folded: isFolded, remarks: review.remarks, writing: review.writing }),
    [diff, patches, look, isFolded, review],
  );
  const columns = Math.max(20, Math.floor(((look === 'split' ? width / 2 : width) - GUTTER_PX[look]) / character));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    // Another function would have the heights of all rows added up again, with each step of the wheel.
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: (index) => fitOf(rows[index], columns).height,
    overscan: 10,
    paddingEnd: 24,
  });
  const at = useMemo(() => (cursor === null ? -1 : rows.findIndex((row) => row.key === cursor.key)), [rows, cursor]);
  const top = virtual.range?.startIndex ?? 0;
  const place = rows[top]?.file ?? 0;

  const newest = useRef({ rows, heads, at, top, cursor, review, moved: false });
  newest.current = { rows, heads, at, top, cursor, review, moved: (virtual.scrollOffset ?? 0) > 0 };
  // Another width makes other heights: what stood at the top stands there again.
  useLayoutEffect(() => {
    const { top: index, moved } = newest.current;
    virtual.measure();
    if (moved) virtual.scrollToIndex(index, { align: 'start' });
  }, [virtual, columns]);

  const go = useCallback(
    (index: number, align: 'auto' | 'start' = 'auto') => {
      const row = newest.current.rows[index];
      if (row === undefined) return;
      const side = row.kind === 'pair' && row.new === null ? 'old' : row.kind === 'pair' && row.old === null ? 'new' : null;
      setCursor((now) => ({ key: row.key, side: side ?? now?.side ?? 'new' }));
      virtual.scrollToIndex(index, { align });
    },
    [virtual],
  );

  const actions = useMemo((): RowActions => {
    const back = (): void => scroller.current?.focus();
    return {
      session: judged ? session : null,
      remark(row, side) {
        const spot = placeOf(row, side, diff.files);
        if (spot === null) return;
        setCursor({ key: row.key, side });
        change((now) => beginRemark(now, spot, newId));
      },
      edit: (id) => change((now) => editRemark(now, id, newId)),
      remove: (id) => {
        change((now) => removeRemark(now, id));
        back();
      },
      keep: () => {
        change((now) => keepRemark(now, newId));
        back();
      },
      drop: () => {
        change(dropWriting);
        back();
      },
      fold: (file, folded) => setFolds((now) => new Map(now).set(file.path, folded)),
      view(index, viewed) {
        const path = diff.files[index]?.path ?? '';
        change((now) => markViewed(now, path, viewed ? (diff.contents[index] ?? null) : null));
        setFolds((now) => new Map(now).set(path, viewed));
      },
      read,
    };
  }, [judged, session, diff, change, read]);

  const moves = useMemo((): DiffMoves => {
    const start = (): number => (newest.current.at >= 0 ? newest.current.at : newest.current.top - 1);
    const fileAt = (): number => newest.current.rows[newest.current.at >= 0 ? newest.current.at : newest.current.top]?.file ?? 0;
    return {
      line: (direction) => go(nextLine(newest.current.rows, start(), direction)),
      hunk: (direction) => go(nextHunk(newest.current.rows, start(), direction), 'start'),
      file: (direction) => go(nextFile(newest.current.rows, start(), direction), 'start'),
      side: (side) => setCursor((now) => (now === null ? now : { ...now, side })),
      remark() {
        const { rows: all, at: index, cursor: now } = newest.current;
        const row = all[index];
        if (row === undefined || now === null) return;
        actions.remark(row, placeOf(row, now.side, diff.files) === null ? (now.side === 'old' ? 'new' : 'old') : now.side);
      },
      viewed() {
        const index = fileAt();
        const viewed = !newest.current.review.viewed(index);
        actions.view(index, viewed);
        // On to the next one, as soon as this one is folded.
        if (viewed) setCursor({ key: (index + 1) * 2 ** 24, side: 'new' });
      },
      fold() {
        const file = diff.files[fileAt()];
        if (file !== undefined) actions.fold(file, !isFolded(file, fileAt()));
      },
      look: () => choose(look === 'split' ? 'unified' : 'split'),
    };
  }, [go, actions, diff, isFolded, choose, look]);

  useEffect(() => {
    const index = target === null ? -1 : diff.files.findIndex((file) => file.path === target.path || file.oldPath === target.path);
    const file = diff.files[index];
    if (file === undefined) return;
    setFolds((now) => new Map(now).set(file.path, false));
    const head = newest.current.heads[index];
    if (head !== undefined) go(head, 'start');
  }, [target, diff, go]);

  const writingAt = review.writing === null ? -1 : rows.findIndex((row) => row.kind === 'writing');
  useEffect(() => {
    if (writingAt >= 0) virtual.scrollToIndex(writingAt, { align: 'auto' });
  }, [virtual, writingAt]);

  const onFile = useCallback((index: number) => go(newest.current.heads[index] ?? 0, 'start'), [go]);

  return (
    <div className="@container flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col @5xl:flex-row">
        <FileList files={diff.files} current={place} viewed={review.viewed} remarks={review.counts} onChoose={onFile} />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <DiffBar
            file={diff.files[place]}
            place={place + 1}
            files={diff.files.length}
            viewed={judged ? review.viewedCount : null}
            look={chosen}
            onLook={choose}
            onHunk={moves.hunk}
          >
            {aside}
          </DiffBar>
          {judged ? <DiffKeys moves={moves} /> : null}
          {problem === null ? null : <ProblemView problem={problem} />}
          <div
            ref={scroller}
            role="region"
            aria-label="Diff"
            tabIndex={0}
            className="min-h-0 flex-1 overflow-x-hidden overflow-y-scroll relative bg-surface-1 outline-offset-[-2px] [overflow-anchor:none]"
          >
            <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
              <span ref={sample} aria-hidden="true" className="machine invisible absolute top-0 left-0 whitespace-pre">
                {'0'.repeat(100)}
              </span>
              <RowsInSight
                items={virtual.getVirtualItems()}
                rows={rows}
                files={diff.files}
                columns={columns}
                at={at}
                side={cursor?.side ?? 'new'}
                folded={isFolded}
                viewed={review.viewed}
                measure={virtual.measureElement}
                actions={actions}
              />
            </div>
          </div>
          <p role="status" className="sr-only">
            {said(rows[at], cursor?.side ?? 'new', diff.files)}
          </p>
        </div>
      </div>
    </div>
  );
}

/** The row at the cursor, for those who hear the screen. */
function said(row: DrawnRow | undefined, side: 'old' | 'new', files: readonly DiffFile[]): string {
  if (row === undefined) return '';
  if (row.kind === 'file') return files[row.file]?.path ?? '';
  const spot = placeOf(row, side, files);
  const line = row.kind === 'line' ? row.line : row.kind === 'pair' ? row[side] : null;
  return spot === null || line === null
    ? ''
    : `${line.kind === 'context' ? '' : line.kind} ${spot.side} line ${spot.line}: ${spot.quote.slice(0, 200)}`;
}
