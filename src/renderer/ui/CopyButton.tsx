import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '../bridge.ts';
import { IconButton } from './IconButton.tsx';

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1200);
  }
  return <IconButton label={copied ? 'Copied' : label} icon={copied ? <Check /> : <Copy />} onClick={() => void copy()} />;
}
