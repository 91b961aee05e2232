import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Tip } from './Tip.tsx';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name, read aloud and shown on hover. */
  label: string;
  icon: ReactNode;
  keys?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, icon, keys, className = '', ...rest }: IconButtonProps) {
  return (
    <Tip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-surface-3 hover:text-ink disabled:opacity-50 [&_svg]:size-4 ${className}`}
      >
        {icon}
      </button>
    </Tip>
  );
}
