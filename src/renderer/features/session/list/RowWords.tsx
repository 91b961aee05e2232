import {
  Brain,
  CircleCheck,
  CircleDashed,
  CircleX,
  FilePen,
  FilePlus,
  FileText,
  FolderSearch,
  ListChecks,
  MessageSquare,
  MessageSquareText,
  RotateCw,
  Search,
  Terminal,
  User,
  Wrench,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration } from '../../../ui/format-duration.ts';
import { visibleLine } from '../../../ui/visible-text.ts';
import { callOutcome, type CallSummary } from '../call-summary.ts';
import { kindName } from '../columns/event-kinds.ts';
import { kindWords } from '../kind-words.ts';
import { noteIcons, noteTones } from '../note-looks.tsx';
import type { RowLineProps } from './EventRow.tsx';
import type { Gist } from './gist.ts';

const callIcons: Record<string, ReactNode> = {
  bash: <Terminal />,
  edit: <FilePen />,
  write: <FilePlus />,
  read: <FileText />,
  glob: <FolderSearch />,
  grep: <Search />,
  check_criteria: <ListChecks />,
};

export const callTones: Record<CallSummary['tone'], string> = {
  running: 'text-running',
  ok: 'text-ink-3',
  failed: 'font-semibold text-failed',
  lost: 'font-semibold text-waiting',
};

/** What a row says: a shape, words, and what came of it. Before its event is here, what its kind alone says. */
export function RowWords(props: RowLineProps) {
  const { gist, end, kind } = props;
  switch (gist?.kind) {
    case 'call':
      return <CallWords gist={gist} end={end} ended={props.ended} />;
    case 'text':
      return <TextWords gist={gist} />;
    case 'check':
      return <CheckWords gist={gist} end={end} ended={props.ended} />;
    case 'error':
      return (
        <Line icon={gist.again ? <RotateCw className="text-waiting" /> : <CircleX className="text-failed" />}>
          <span className={`shrink-0 font-semibold ${gist.again ? 'text-waiting' : 'text-failed'}`}>{visibleLine(gist.what)}</span>
          <span className="truncate text-ink-2">{visibleLine(gist.detail)}</span>
        </Line>
      );
    case 'note':
      return (
        <Line icon={noteIcons[gist.note.icon]}>
          <span className={`shrink-0 ${noteTones[gist.note.tone]}`}>{visibleLine(gist.note.text)}</span>
          <span className="truncate text-ink-3">{visibleLine(gist.note.aside)}</span>
        </Line>
      );
    case undefined:
    default:
      return (
        <Line icon={<CircleDashed />}>
          <span className="truncate text-ink-3">{kindWords(kindName(kind))}</span>
        </Line>
      );
  }
}

function Line({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <>
      <span className="flex w-4 shrink-0 justify-center text-ink-3 [&_svg]:size-3.5">{icon}</span>
      <span className="flex min-w-0 flex-1 items-baseline gap-2">{children}</span>
      {end === undefined ? null : <span className="flex shrink-0 items-center gap-3 text-sm">{end}</span>}
    </>
  );
}

function CallWords({ gist, end, ended }: { gist: Extract<Gist, { kind: 'call' }>; end: Gist | undefined; ended: boolean }) {
  const result = end?.kind === 'result' ? end : null;
  const { outcome, tone } = callOutcome(gist.name, gist, result?.facts ?? null);
  return (
    <Line
      icon={callIcons[gist.name] ?? <Wrench />}
      end={
        <>
          <span className={ended ? callTones[tone] : 'text-running'}>{result === null ? (ended ? '' : 'running') : outcome}</span>
          <span className="w-11 text-right text-ink-3">{result === null ? '' : formatDuration(result.durationMs)}</span>
        </>
      }
    >
      <span className="machine shrink-0 text-ink-3">{visibleLine(gist.name)}</span>
      <span className="machine truncate">{visibleLine(gist.subject)}</span>
    </Line>
  );
}

const said = {
  worker: { icon: <MessageSquareText />, name: '', look: 'text-ink' },
  thinking: { icon: <Brain />, name: '', look: 'text-ink-3 italic' },
  you: { icon: <User className="text-accent" />, name: 'You', look: 'text-ink' },
  drover: { icon: <MessageSquare />, name: 'Drover to the worker', look: 'text-ink-2' },
};

function TextWords({ gist }: { gist: Extract<Gist, { kind: 'text' }> }) {
  const { icon, name, look } = said[gist.who];
  return (
    <Line icon={icon}>
      {name === '' ? null : <span className={`shrink-0 ${gist.who === 'you' ? 'font-semibold text-accent' : 'text-ink-3'}`}>{name}</span>}
      <span className={`truncate ${look}`}>{visibleLine(gist.text)}</span>
    </Line>
  );
}

function CheckWords({ gist, end, ended }: { gist: Extract<Gist, { kind: 'check' }>; end: Gist | undefined; ended: boolean }) {
  const checked = end?.kind === 'checked' ? end : null;
  const Icon = checked === null ? CircleDashed : checked.passed ? CircleCheck : CircleX;
  const tone = checked === null ? 'text-running' : checked.passed ? 'text-passed' : 'text-failed';
  return (
    <Line
      icon={<Icon className={tone} />}
      end={
        checked === null ? null : (
          <span className={tone}>
            {checked.held}/{checked.of}
          </span>
        )
      }
    >
      <span className="shrink-0 font-semibold">
        {gist.who === 'gate' ? 'Gate: a fresh checkout' : `Self-check of try ${gist.try ?? ''}`}
      </span>
      <span className={`shrink-0 ${tone}`}>{checked === null ? (ended ? '' : 'checking') : checked.word}</span>
      <span className="truncate text-ink-3">{checked === null ? '' : visibleLine(checked.explanation)}</span>
    </Line>
  );
}
