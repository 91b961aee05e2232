import type { ReactNode } from 'react';

/** Teaches one thing and offers one action. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 p-8 text-center">
      <p className="text-lg font-semibold">{title}</p>
      <p className="max-w-md text-ink-2">{children}</p>
      {action === undefined ? null : <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
