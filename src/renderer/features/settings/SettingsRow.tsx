import type { ReactNode } from 'react';

/** One provider or target: its name, what it is, its buttons, and below what came of a test. */
export function SettingsRow({
  name,
  aside,
  detail,
  actions,
  children,
}: {
  name: string;
  aside?: ReactNode;
  detail: ReactNode;
  actions: ReactNode;
  children?: ReactNode;
}) {
  return (
    <article aria-label={name} className="rounded-md border border-line bg-surface-1 p-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="flex items-center gap-2 font-semibold">
            <span className="truncate">{name}</span>
            {aside}
          </h3>
          <p className="copyable wrap-anywhere text-ink-2">{detail}</p>
        </div>
        <div className="flex shrink-0 gap-1">{actions}</div>
      </div>
      {children}
    </article>
  );
}
