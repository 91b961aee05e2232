import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';

const looks = {
  /** What the screen is for; one at a time. */
  primary: 'bg-accent text-accent-ink font-semibold hover:bg-accent-strong border border-transparent',
  plain: 'bg-surface-2 text-ink border border-line hover:border-line-strong hover:bg-surface-3',
  quiet: 'text-ink-2 border border-transparent hover:bg-surface-3 hover:text-ink',
  danger: 'bg-surface-2 text-failed border border-line hover:border-failed hover:bg-failed-soft',
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks;
  icon?: ReactNode;
  /** Shown beside the words; the key itself is bound elsewhere. */
  keys?: string;
  /** Something is under way because of this button. */
  busy?: boolean;
}

export function Button({ look = 'plain', icon, keys, busy = false, disabled, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={`inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 text-base whitespace-nowrap disabled:opacity-50 [&_svg]:size-3.5 ${looks[look]} ${className}`}
    >
      {icon}
      <span className={busy ? 'pulse' : ''}>{children}</span>
      {keys === undefined ? null : <Kbd keys={keys} on={look === 'primary' ? 'accent' : 'surface'} />}
    </button>
  );
}
