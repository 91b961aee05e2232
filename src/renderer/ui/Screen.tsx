import type { ReactNode } from 'react';

/** The main pane: a bar with a title and its actions, and below it what the screen is for. */
export function Screen({
  label,
  title,
  actions,
  children,
}: {
  label: string;
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main aria-label={label} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface-0">
      {title === undefined ? null : (
        <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-surface-1 px-4">
          <h1 className="truncate text-lg font-semibold">{title}</h1>
          <div className="ml-auto flex items-center gap-2">{actions}</div>
        </header>
      )}
      {children}
    </main>
  );
}
