import { Box, CheckCheck, CircleHelp, CirclePlay, Coins, FileCheck, OctagonPause, PackageX, Save, Send, ThumbsDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Ago } from '../../ui/Ago.tsx';
import { Output } from '../../ui/Output.tsx';
import { visibleLine } from '../../ui/visible-text.ts';
import { RowLine } from './RowLine.tsx';
import type { RowProps } from './TimelineRow.tsx';
import type { Note } from './timeline-note.ts';

const icons: Record<Note['icon'], ReactNode> = {
  dispatch: <Send />,
  spec: <FileCheck />,
  box: <Box />,
  lost: <PackageX />,
  files: <Save />,
  stop: <OctagonPause />,
  go: <CirclePlay />,
  budget: <Coins />,
  accept: <CheckCheck />,
  reject: <ThumbsDown />,
  unknown: <CircleHelp />,
};

const tones: Record<Note['tone'], string> = {
  machine: 'text-ink-2',
  waiting: 'font-semibold text-waiting',
  failed: 'font-semibold text-failed',
  passed: 'font-semibold text-passed',
};

/** One line about the session itself. */
export function NoteRow({ note, at, open, onToggle }: { note: Note; at: string } & RowProps) {
  return (
    <>
      <RowLine icon={icons[note.icon]} open={open} onToggle={note.more === '' ? undefined : onToggle} end={<Ago at={at} />}>
        <span className={`shrink-0 ${tones[note.tone]}`}>{visibleLine(note.text)}</span>
        <span className="copyable truncate text-ink-3">{visibleLine(note.aside)}</span>
      </RowLine>
      {open && note.more !== '' ? (
        <div className="py-1 pr-6 pl-7">
          <Output text={note.more} label={note.text} />
        </div>
      ) : null}
    </>
  );
}
