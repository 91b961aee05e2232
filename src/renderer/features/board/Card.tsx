import type { ReactNode } from 'react';
import { visibleLine } from '../../../shared/visible-text.ts';

interface CardProps {
  title: string;
  onOpen: () => void;
  /** Shape and colour of its state, before the title. */
  state?: ReactNode;
  children: ReactNode;
  /** Buttons of its own; the rest of the card opens it. */
  actions?: ReactNode;
}

/** A card of the board: all of it opens what it stands for. */
export function Card({ title, onOpen, state, children, actions }: CardProps) {
  return (
    <article
      data-card
      className="relative flex shrink-0 flex-col gap-1 rounded-md border border-line bg-surface-2 px-3 py-2.5 hover:border-line-strong"
    >
      <div className="flex items-start gap-2">
        {state}
        <h3 className="min-w-0 flex-1 font-semibold wrap-anywhere">
          <button
            type="button"
            data-open
            onClick={onOpen}
            className="line-clamp-2 text-left font-semibold outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-offset-1 focus-visible:after:outline-accent"
          >
            {visibleLine(title)}
          </button>
        </h3>
      </div>
      {children}
      {actions === undefined ? null : <div className="relative mt-1 flex flex-wrap gap-2">{actions}</div>}
    </article>
  );
}
