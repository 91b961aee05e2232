import { useSyncExternalStore } from 'react';
import type { Watched } from '../../../store/watched.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { entryWords, gistWords } from '../kind-words.ts';
import { clock } from './axis.ts';

const WIDTH = 320;

/** What lies under the pointer. */
export function Hover({ watched, entry, x, width }: { watched: Watched; entry: number; x: number; width: number }) {
  const { index, slices } = watched;
  useSyncExternalStore(slices.subscribe, slices.version);
  const gist = slices.gist(entry + 1);
  const when = clock((index.columns.at[entry] ?? 0) - (index.columns.at[0] ?? 0));
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-full z-30 mt-1 flex max-w-80 flex-col rounded-md border border-line bg-surface-2 px-2 py-1 text-sm shadow-pop"
      style={{ left: Math.max(0, Math.min(width - WIDTH, x + 8)) }}
    >
      <span className="text-ink-3">
        #{(entry + 1).toLocaleString('en')} · {when} · <span className="text-ink">{entryWords(index.columns, entry)}</span>
      </span>
      {gist === undefined ? null : <span className="truncate text-ink-2">{visibleLine(gistWords(gist))}</span>}
    </div>
  );
}
