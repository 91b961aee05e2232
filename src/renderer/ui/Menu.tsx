import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';

export interface MenuItem {
  label: string;
  detail?: string;
  onChoose: () => void;
}

/** Actions or places that belong to one button. */
export function Menu({ trigger, items, heading }: { trigger: ReactElement; items: readonly MenuItem[]; heading?: string }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className="z-50">
          <Base.Popup className="max-h-96 max-w-96 min-w-48 overflow-auto rounded-lg border border-line bg-surface-2 p-1 shadow-pop outline-none">
            <Base.Group>
              {heading === undefined ? null : <Base.GroupLabel className="px-2 py-1 text-sm text-ink-3">{heading}</Base.GroupLabel>}
              {items.map((item) => (
                <Base.Item
                  key={`${item.label} ${item.detail ?? ''}`}
                  onClick={item.onChoose}
                  className="flex min-h-7 items-center gap-4 rounded-sm px-2 py-1 outline-none data-highlighted:bg-surface-3"
                >
                  <span className="truncate">{item.label}</span>
                  {item.detail === undefined ? null : <span className="ml-auto truncate text-sm text-ink-3">{item.detail}</span>}
                </Base.Item>
              ))}
            </Base.Group>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
