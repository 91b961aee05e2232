import { useState } from 'react';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/TextInput.tsx';

interface ComposerProps {
  session: string;
  /** It does not go on before its budget is raised. */
  budgetReached: boolean;
}

/** A word to the worker while the session rests; sending it makes the session go on. */
export function Composer({ session, budgetReached }: ComposerProps) {
  const drover = useDrover();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  async function send(): Promise<void> {
    const message = text.trim();
    if (message === '') return;
    setBusy(true);
    const sent = await drover.call('session.continue', { session, message });
    setBusy(false);
    if (sent !== undefined) setText('');
  }
  return (
    <form
      className="flex items-end gap-2 border-t border-line bg-surface-1 px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea
        aria-label="Message to the worker"
        placeholder={
          budgetReached ? 'Tell the worker something: it reads it once the budget is raised' : 'Tell the worker something, then it goes on'
        }
        rows={Math.min(6, text.split('\n').length)}
        value={text}
        onValue={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <Button type="submit" busy={busy} disabled={text.trim() === ''} keys="mod+Enter">
        Send
      </Button>
    </form>
  );
}
