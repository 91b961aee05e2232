import type { ReactNode } from 'react';

export function SettingsHead({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mb-3 flex items-end gap-4">
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="text-ink-2">{children}</p>
      </div>
      {action}
    </div>
  );
}
