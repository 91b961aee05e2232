import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useSessionView } from '../session-view.ts';
import { RowIcon } from './row-icons.tsx';
import { rowWords, type RowFacts } from './row-words.ts';
import { ROW } from './scrolling.ts';
import { TurnWords, type TurnFacts } from './TurnWords.tsx';

export interface RowLineProps extends RowFacts, TurnFacts {
  row: number;
  /** The entry that it begins with. */
  head: number;
  nested: boolean;
  at: string;
  top: number;
  current: boolean;
  place: number;
  setSize: number;
}

/** Drawn again only where one of its parts is another. */
export const RowLine = memo(function RowLine(props: RowLineProps) {
  const view = useSessionView();
  const { row, head, turn, nested, at, top, current, folded, place, setSize } = props;
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    // The keys of rows are those of the whole screen: the tree has the focus, not its rows.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`row-${row}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={nested ? 2 : 1}
      aria-posinset={place + 1}
      aria-setsize={setSize}
      aria-selected={current}
      aria-expanded={turn > 0 ? !folded : undefined}
      data-seq={head + 1}
      onClick={() => view.moveTo(head + 1)}
      className={`absolute inset-x-0 flex items-center gap-2 pr-3 whitespace-nowrap ${turn > 0 ? 'border-t border-line pl-1 font-semibold' : 'pl-7'} ${current ? 'bg-accent-soft [--ink-3:var(--ink-2)] shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-surface-3'}`}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
    >
      {turn > 0 ? (
        <>
          <button
            type="button"
            tabIndex={-1}
            aria-label={folded ? `Unfold turn ${turn}` : `Fold turn ${turn}`}
            onClick={(event) => {
              event.stopPropagation();
              view.fold(turn);
            }}
            className="flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-line"
          >
            <Chevron aria-hidden="true" className="size-3.5" />
          </button>
          <TurnWords {...props} />
        </>
      ) : (
        <RowText {...props} />
      )}
      <span className="w-14 shrink-0 text-right text-sm font-normal text-ink-3">{at}</span>
    </div>
  );
});

function RowText(facts: RowFacts) {
  const { icon, iconLook, parts, end } = rowWords(facts);
  return (
    <>
      <RowIcon name={icon} look={iconLook} />
      <span className="flex min-w-0 flex-1 items-baseline gap-2 overflow-hidden">
        {parts.map((part, index) => (
          <span key={index} className={part.look}>
            {part.text}
          </span>
        ))}
      </span>
      <span className="flex shrink-0 items-center gap-3 text-sm">
        {end.map((part, index) => (
          <span key={index} className={part.look}>
            {part.text}
          </span>
        ))}
      </span>
    </>
  );
}
