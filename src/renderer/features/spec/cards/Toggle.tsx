import type { ReactNode } from 'react';

interface ToggleProps {
  /** Its name, whatever the state. */
  name: string;
  pressed: boolean;
  /** What the state means; on hover. */
  tip: string;
  tone?: 'plain' | 'held';
  onPress: () => void;
  /** The state as a word. */
  children: ReactNode;
}

const looks = {
  plain: 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
  held: 'border-transparent bg-held-soft font-semibold text-held',
};

/** One of two states that a press exchanges, as a word. */
export function Toggle({ name, pressed, tip, tone = 'plain', onPress, children }: ToggleProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={pressed}
      title={`${tip}. Press to change it`}
      onClick={onPress}
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-sm ${looks[tone]}`}
    >
      {children}
    </button>
  );
}
