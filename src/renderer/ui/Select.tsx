import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';

export interface Option<T extends string> {
  value: T;
  label: string;
  /** A second, quieter part of the line. */
  detail?: ReactNode;
}

interface SelectProps<T extends string> {
  label: string;
  value: T | null;
  options: readonly Option<T>[];
  onValue: (value: T) => void;
  placeholder?: string;
  className?: string;
}

/** One of a few. Its name is `label`; the label itself is drawn by a `Field` around it, or nowhere. */
export function Select<T extends string>({ label, value, options, onValue, placeholder = 'Choose…', className = '' }: SelectProps<T>) {
  return (
    <Base.Root items={[...options]} value={value} onValueChange={(next) => next !== null && onValue(next)}>
      <Base.Trigger
        aria-label={label}
        className={`inline-flex h-7 min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong/60 bg-surface-2 px-2 text-left hover:border-line-strong data-popup-open:border-line-strong ${className}`}
      >
        <Base.Value className="truncate">
          {(current: T | null) =>
            options.find((option) => option.value === current)?.label ?? <span className="text-ink-3">{placeholder}</span>
          }
        </Base.Value>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="max-h-80 min-w-(--anchor-width) overflow-auto rounded-lg border border-line bg-surface-2 p-1 shadow-pop">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex h-7 items-center gap-2 rounded-sm pr-3 pl-1.5 outline-none data-highlighted:bg-surface-3"
                >
                  <span className="w-4">
                    <Base.ItemIndicator>
                      <Check aria-hidden="true" className="size-3.5 text-accent" />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.detail === undefined ? null : <span className="ml-auto pl-4 text-sm text-ink-3">{option.detail}</span>}
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
