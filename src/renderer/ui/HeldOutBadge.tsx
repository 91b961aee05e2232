import { EyeOff } from 'lucide-react';

/** Violet and an eye struck out: the worker never saw it. */
export function HeldOutBadge() {
  return (
    <span className="inline-flex h-4 shrink-0 items-center gap-1 rounded-sm bg-held-soft whitespace-nowrap px-1.5 text-xs font-semibold text-held">
      <EyeOff aria-hidden="true" className="size-3" />
      held out
    </span>
  );
}
