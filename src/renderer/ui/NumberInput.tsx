import { useState } from 'react';
import { TextInput } from './TextInput.tsx';

interface NumberInputProps {
  value: number | undefined;
  /** Undefined where the field is empty; not called while it holds something that is no number. */
  onValue: (value: number | undefined) => void;
  placeholder?: string;
  className?: string;
  'aria-label'?: string;
}

/** A number as it is typed: `0.` and an empty field are steps on the way to one. */
export function NumberInput({ value, onValue, className = '', ...rest }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      value={typed ?? (value === undefined ? '' : String(value))}
      className={className}
      onValue={(text) => {
        setTyped(text);
        const number = Number(text.trim().replace(',', '.'));
        if (text.trim() === '') onValue(undefined);
        else if (Number.isFinite(number)) onValue(number);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
