import { Pencil, X } from 'lucide-react';
import type { Remark } from '../../store/reviews.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextArea } from '../../ui/TextInput.tsx';
import { visibleLine } from '../../../shared/visible-text.ts';

const FRAME = 'my-1 mr-4 ml-12 max-w-3xl rounded-md border border-line-strong bg-surface-2';

interface RemarkRowProps {
  remark: Remark;
  adrift: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

/** What somebody said about the line above. */
export function RemarkRow({ remark, adrift, onEdit, onRemove }: RemarkRowProps) {
  return (
    <article aria-label={`Comment on ${remark.side} line ${remark.line}`} className={`${FRAME} flex items-start gap-2 py-1 pr-1 pl-3`}>
      <div className="min-w-0 flex-1 py-1">
        {adrift ? (
          <p className="text-sm wrap-anywhere text-waiting">
            {remark.side} line {remark.line} is another now; it read{' '}
            <span className="machine">{visibleLine(remark.quote.slice(0, 200))}</span>
          </p>
        ) : null}
        <p className="copyable wrap-anywhere whitespace-pre-wrap">{remark.text}</p>
      </div>
      <IconButton label="Edit the comment" icon={<Pencil />} onClick={onEdit} />
      <IconButton label="Remove the comment" icon={<X />} onClick={onRemove} />
    </article>
  );
}

interface WritingRowProps {
  text: string;
  onText: (text: string) => void;
  onKeep: () => void;
  onDrop: () => void;
}

/** A remark that is being written. Nothing of it is lost when one leaves: it is kept with every letter. */
export function WritingRow({ text, onText, onKeep, onDrop }: WritingRowProps) {
  return (
    <form
      aria-label="Comment"
      className={`${FRAME} flex flex-col gap-2 p-2`}
      onSubmit={(event) => {
        event.preventDefault();
        onKeep();
      }}
    >
      <TextArea
        aria-label="Your comment on this line"
        placeholder="What should the worker do about this line?"
        rows={3}
        autoFocus
        value={text}
        onValue={onText}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onDrop();
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            onKeep();
          }
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDrop}>Cancel</Button>
        <Button look="primary" type="submit" keys="mod+Enter" disabled={text.trim() === ''}>
          Add comment
        </Button>
      </div>
    </form>
  );
}
