import type { LineRow } from './drawn-rows.ts';
import { LineText } from './LineText.tsx';

const looks = { context: '', added: 'bg-passed-soft', removed: 'bg-failed-soft' };
const signs = { context: ' ', added: '+', removed: '−' };
/** Breaks anywhere, so that its height can be told from its length. */
const TEXT = 'copyable min-w-0 flex-1 pr-4 break-all whitespace-break-spaces [tab-size:4]';

export type Remarking = ((side: 'old' | 'new') => void) | null;

/** One line of a unified diff, with the numbers of both sides. */
export function UnifiedLine({ line, at, onRemark }: { line: LineRow; at: boolean; onRemark: Remarking }) {
  return (
    <div data-at={at || undefined} className={`machine flex ${looks[line.kind]} ${at ? AT : ''}`}>
      <LineNumber side="old" number={line.oldLine} onRemark={onRemark} />
      <LineNumber side="new" number={line.newLine} onRemark={onRemark} />
      <span className="w-4 shrink-0 text-ink-2 select-none">{signs[line.kind]}</span>
      <span className={TEXT}>
        <LineText line={line} />
      </span>
    </div>
  );
}

interface PairProps {
  before: LineRow | null;
  after: LineRow | null;
  /** On which side the cursor stands. */
  at: 'old' | 'new' | null;
  onRemark: Remarking;
}

/** A line before and after, side by side. */
export function SplitLine({ before, after, at, onRemark }: PairProps) {
  return (
    <div data-at={at ?? undefined} className="machine grid grid-cols-2">
      <Half side="old" line={before} at={at === 'old'} onRemark={onRemark} />
      <Half side="new" line={after} at={at === 'new'} onRemark={onRemark} />
    </div>
  );
}

const AT = 'relative outline-2 -outline-offset-2 outline-accent';

function Half({ side, line, at, onRemark }: { side: 'old' | 'new'; line: LineRow | null; at: boolean; onRemark: Remarking }) {
  const edge = side === 'new' ? 'border-l border-line' : '';
  if (line === null) return <div className={`bg-surface-0 ${edge}`} />;
  return (
    <div className={`flex min-w-0 ${looks[line.kind]} ${edge} ${at ? AT : ''}`}>
      <LineNumber side={side} number={side === 'old' ? line.oldLine : line.newLine} onRemark={onRemark} />
      <span className="w-4 shrink-0 text-ink-2 select-none">{signs[line.kind]}</span>
      <span className={TEXT}>
        <LineText line={line} />
      </span>
    </div>
  );
}

/** The number of a line; pressing it says something about the line. Keys have `c`, so it is no stop of Tab. */
function LineNumber({ side, number, onRemark }: { side: 'old' | 'new'; number: number | null; onRemark: Remarking }) {
  if (number === null || onRemark === null) {
    return (
      <span aria-hidden="true" className="w-11 shrink-0 pr-2 text-right text-ink-3 select-none">
        {number}
      </span>
    );
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Comment on ${side} line ${number}`}
      onClick={() => onRemark(side)}
      className="flex w-11 shrink-0 items-start justify-end pr-2 text-ink-3 select-none hover:bg-accent hover:text-accent-ink"
    >
      {number}
    </button>
  );
}
