import { Brain } from 'lucide-react';
import type { BodyOf } from '../../../shared/events.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { visibleLine } from '../../ui/visible-text.ts';
import { RowLine } from './RowLine.tsx';
import type { RowProps } from './TimelineRow.tsx';

/** What the model thought, folded to one line. */
export function ThinkingRow({ block, open, onToggle }: { block: BodyOf<'agent.thinking'>['block'] } & RowProps) {
  if (block.type === 'redacted_thinking') {
    return (
      <RowLine icon={<Brain />}>
        <span className="text-ink-3">Thinking that the provider keeps to itself</span>
      </RowLine>
    );
  }
  return (
    <>
      <RowLine icon={<Brain />} open={open} onToggle={onToggle}>
        <span className="shrink-0 text-ink-3">Thinking</span>
        {open ? null : <span className="truncate text-ink-3 italic">{visibleLine(block.thinking.slice(0, 300))}</span>}
      </RowLine>
      {open ? (
        <div className="max-w-[80ch] py-1 pr-12 pl-7 text-ink-2">
          <Markdown text={block.thinking} />
        </div>
      ) : null}
    </>
  );
}
