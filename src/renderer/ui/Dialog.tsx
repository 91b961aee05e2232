import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** Enter in a field, Ctrl or Cmd with it anywhere, or the last button, does this. */
  onSubmit: () => void;
  /** Buttons, the one that acts last; `type="submit"` on it. */
  buttons: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}

/** A question that must be answered before going on. Escape and a click outside leave it. */
export function Dialog({ open, onClose, title, description, onSubmit, buttons, wide = false, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Base.Popup
          className={`fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] -translate-x-1/2 flex-col rounded-lg border border-line bg-surface-1 shadow-pop outline-none ${wide ? 'w-[640px]' : 'w-[460px]'}`}
        >
          <form
            className="flex min-h-0 flex-col"
            onSubmit={(event) => {
              event.preventDefault();
              onSubmit();
            }}
            // In a field of several lines Enter is a new line.
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              // A button that is disabled does nothing, as under the mouse.
              event.currentTarget.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
            }}
          >
            <header className="px-4 pt-4">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description === undefined ? null : <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>}
            </header>
            <div className="flex min-h-0 flex-col gap-3 overflow-auto px-4 py-3">{children}</div>
            <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{buttons}</footer>
          </form>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
