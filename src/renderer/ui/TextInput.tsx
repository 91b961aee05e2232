import { Field } from '@base-ui/react/field';
import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from 'react';

const look =
  'w-full min-w-0 rounded-md border border-line-strong/60 bg-surface-2 px-2 text-ink copyable hover:border-line-strong focus-visible:outline-offset-0 disabled:opacity-60 data-invalid:border-failed aria-invalid:border-failed';

type Common = {
  value: string;
  onValue: (value: string) => void;
  /** Text that a machine reads: commands, paths, addresses. */
  mono?: boolean;
};

export function TextInput({
  value,
  onValue,
  mono = false,
  className = '',
  ...rest
}: Common & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'defaultValue'>) {
  return (
    <Field.Control
      spellCheck={false}
      autoComplete="off"
      {...rest}
      value={value}
      onValueChange={(next) => onValue(String(next))}
      className={`h-7 ${look} ${mono ? 'machine' : ''} ${className}`}
    />
  );
}

export function TextArea({
  value,
  onValue,
  mono = false,
  className = '',
  ref,
  ...rest
}: Common & { ref?: Ref<HTMLTextAreaElement> } & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange'>) {
  return (
    <Field.Control
      render={<textarea ref={ref} spellCheck={!mono} {...rest} />}
      value={value}
      onValueChange={(next) => onValue(String(next))}
      className={`resize-none py-1 ${look} ${mono ? 'machine' : ''} ${className}`}
    />
  );
}
