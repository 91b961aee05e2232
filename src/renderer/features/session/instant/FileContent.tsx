import { X } from 'lucide-react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Output } from '../../../ui/Output.tsx';
import { formatBytes } from '../../../ui/format-bytes.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useAsked } from '../use-asked.ts';
import { AnswerView } from './Pane.tsx';

/** A file as it was at that instant; it stays chosen while the cursor moves. */
export function FileContent({ session, seq, path, onClose }: { session: string; seq: number; path: string; onClose: () => void }) {
  const asked = useAsked('session.file', { session, seq, path });
  return (
    <section aria-label="File" className="flex max-h-[60%] min-h-32 shrink-0 basis-1/2 flex-col border-t border-line">
      <header className="flex h-8 shrink-0 items-center gap-2 pr-2 pl-4">
        <span className="machine copyable min-w-0 flex-1 truncate">{visibleLine(path)}</span>
        <IconButton label="Close the file" icon={<X />} className="size-6" onClick={onClose} />
      </header>
      <div className={`min-h-0 flex-1 overflow-auto px-3 pb-3 ${asked.stale ? 'opacity-60' : ''}`}>
        <AnswerView asked={asked} waiting="Reading the file…">
          {(file) => {
            switch (file.kind) {
              case 'text':
                return (
                  <>
                    {file.text === '' ? (
                      <p className="text-ink-3">An empty file.</p>
                    ) : (
                      <Output text={file.text} folded={400} label={`Content of ${visibleLine(path)}`} />
                    )}
                    {file.truncated ? <p className="mt-1 text-waiting">Only the beginning of {formatBytes(file.bytes)} is shown.</p> : null}
                  </>
                );
              case 'binary':
                return <p className="text-ink-3">Not text: {formatBytes(file.bytes)}.</p>;
              case 'missing':
                return <p className="text-ink-3">This file did not exist at this instant.</p>;
            }
          }}
        </AnswerView>
      </div>
    </section>
  );
}
