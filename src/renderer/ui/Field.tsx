import { Field as Base } from '@base-ui/react/field';
import type { ReactElement, ReactNode } from 'react';

interface FieldProps {
  /** Undefined: the control has a name of its own. */
  label: string | undefined;
  /** One line below: what to write, in which unit. */
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: ReactElement;
}

/** A label, a control and its mistake, tied together for everyone. */
export function Field({ label, hint, error, className = '', children }: FieldProps) {
  return (
    <Base.Root invalid={error !== undefined} className={`flex min-w-0 flex-col gap-1 ${className}`}>
      {label === undefined ? null : <Base.Label className="text-sm text-ink-2">{label}</Base.Label>}
      {children}
      {error === undefined ? null : (
        <Base.Error match className="text-sm text-failed">
          {error}
        </Base.Error>
      )}
      {hint === undefined ? null : <Base.Description className="text-sm text-ink-3">{hint}</Base.Description>}
    </Base.Root>
  );
}
