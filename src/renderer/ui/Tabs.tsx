import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

interface Tab<T extends string> {
  value: T;
  label: string;
  count?: ReactNode;
}

interface TabsProps<T extends string> {
  label: string;
  value: T;
  tabs: readonly Tab<T>[];
  onValue: (value: T) => void;
  /** At the other end of the row. */
  end?: ReactNode;
  children: ReactNode;
}

/**
 * A row of tabs; what they show is drawn by the caller in a `TabPanel` of the same value. One that the mouse chose does not take
 * the focus: the arrow keys go on to do what they do on the screen. To a tab that the keyboard came to they belong.
 */
export function Tabs<T extends string>({ label, value, tabs, onValue, end, children }: TabsProps<T>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next);
        if (tab !== undefined) onValue(tab.value);
      }}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex h-8 shrink-0 items-end justify-between border-b border-line bg-surface-1 px-3">
        <Base.List aria-label={label} className="flex gap-1">
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              onMouseDown={(event) => event.preventDefault()}
              className="-mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent px-2 text-ink-2 hover:text-ink focus-visible:outline-offset-[-3px] data-active:border-accent data-active:text-ink"
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="text-sm text-ink-3">{tab.count}</span>}
            </Base.Tab>
          ))}
        </Base.List>
        {end}
      </div>
      {children}
    </Base.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Base.Panel value={value} className="flex min-h-0 flex-1 flex-col outline-offset-[-2px]">
      {children}
    </Base.Panel>
  );
}
