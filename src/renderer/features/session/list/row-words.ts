/** What a row says, as data: a shape, words, and what came of it. Pure. */
import { formatDuration } from '../../../ui/format-duration.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { callOutcome, type CallSummary } from '../call-summary.ts';
import { kindName } from '../../../../shared/columns/event-kinds.ts';
import { eventKind } from '../../../ui/event-kind.ts';
import { noteTones } from '../timeline-note.ts';
import type { Gist } from './gist.ts';
import { callIcon, type RowIconName } from './row-icons.tsx';

export interface Words {
  icon: RowIconName;
  iconLook: string;
  parts: Part[];
  /** At the end of the line: outcomes, durations. */
  end: Part[];
}

interface Part {
  text: string;
  look: string;
}

export interface RowFacts {
  kind: number;
  gist: Gist | undefined;
  /** What ended it. */
  end: Gist | undefined;
  /** It ended, whether or not that event is here. */
  ended: boolean;
  /** The session runs: what has not ended may yet. */
  running: boolean;
}

export const callTones: Record<CallSummary['tone'], string> = {
  running: 'text-running',
  ok: 'text-ink-3',
  failed: 'font-semibold text-failed',
  lost: 'font-semibold text-waiting',
};

const DURATION = 'w-11 text-right text-ink-3';
/** Gives way last; of a hostile length it gives way too. */
const FIXED = 'max-w-3/5 shrink-0 truncate';

/** Before the event is here, what its kind alone says. */
export function rowWords(facts: RowFacts): Words {
  const { gist, kind } = facts;
  switch (gist?.kind) {
    case 'call':
      return callWords(gist, facts);
    case 'text':
      return textWords(gist);
    case 'check':
      return checkWords(gist, facts);
    case 'error':
      return {
        icon: gist.again ? 'again' : 'failed',
        iconLook: gist.again ? 'text-waiting' : 'text-failed',
        parts: [
          { text: gist.what, look: `${FIXED} font-semibold ${gist.again ? 'text-waiting' : 'text-failed'}` },
          { text: gist.detail, look: 'truncate text-ink-2' },
        ].map(seen),
        end: [],
      };
    case 'note':
      return {
        icon: gist.note.icon,
        iconLook: 'text-ink-3',
        parts: [
          { text: gist.note.text, look: `${FIXED} ${noteTones[gist.note.tone]}` },
          { text: gist.note.aside, look: 'truncate text-ink-3' },
        ].map(seen),
        end: [],
      };
    default:
      return {
        icon: 'open',
        iconLook: 'text-ink-3',
        parts: [{ text: eventKind(kindName(kind)).word, look: 'truncate text-ink-3' }],
        end: [],
      };
  }
}

/** What stands where the end would: nothing while it is on its way here, else that there is none. */
function openWord({ ended, running }: RowFacts): '' | 'running' | 'no result' {
  return ended ? '' : running ? 'running' : 'no result';
}

function callWords(gist: Extract<Gist, { kind: 'call' }>, facts: RowFacts): Words {
  const result = facts.end?.kind === 'result' ? facts.end : null;
  const { outcome, tone } = callOutcome(gist.name, gist, result?.facts ?? null);
  const open = openWord(facts);
  return {
    icon: callIcon(gist.name),
    iconLook: 'text-ink-3',
    parts: [
      { text: gist.name, look: `machine ${FIXED} text-ink-3` },
      { text: gist.subject, look: 'machine truncate' },
    ].map(seen),
    end:
      result === null
        ? [
            { text: open, look: open === 'running' ? 'text-running' : 'text-waiting' },
            { text: '', look: DURATION },
          ]
        : [
            { text: outcome, look: callTones[tone] },
            { text: formatDuration(result.durationMs), look: DURATION },
          ],
  };
}

const said = {
  worker: { icon: 'worker', iconLook: 'text-ink-3', name: '', nameLook: '', look: 'text-ink' },
  thinking: { icon: 'thinking', iconLook: 'text-ink-3', name: '', nameLook: '', look: 'text-ink-3 italic' },
  you: { icon: 'you', iconLook: 'text-accent', name: 'You', nameLook: 'font-semibold text-accent', look: 'text-ink' },
  drover: { icon: 'drover', iconLook: 'text-ink-3', name: 'Drover to the worker', nameLook: 'text-ink-3', look: 'text-ink-2' },
} as const;

function textWords(gist: Extract<Gist, { kind: 'text' }>): Words {
  const { icon, iconLook, name, nameLook, look } = said[gist.who];
  const words = seen({ text: gist.text, look: `truncate ${look}` });
  return { icon, iconLook, parts: name === '' ? [words] : [{ text: name, look: `${FIXED} ${nameLook}` }, words], end: [] };
}

function checkWords(gist: Extract<Gist, { kind: 'check' }>, facts: RowFacts): Words {
  const checked = facts.end?.kind === 'checked' ? facts.end : null;
  const title = {
    text: gist.who === 'gate' ? 'Gate: a fresh checkout' : `Self-check of try ${gist.try ?? ''}`,
    look: `${FIXED} font-semibold`,
  };
  if (checked === null) {
    const open = openWord(facts);
    const tone = open === 'running' ? 'text-running' : 'text-ink-3';
    const word = open === 'running' ? 'checking' : open;
    return { icon: 'open', iconLook: tone, parts: [title, { text: word, look: `${FIXED} ${tone}` }], end: [] };
  }
  const tone = checked.passed ? 'text-passed' : 'text-failed';
  return {
    icon: checked.passed ? 'passed' : 'failed',
    iconLook: tone,
    parts: [title, { text: checked.word, look: `${FIXED} ${tone}` }, seen({ text: checked.explanation, look: 'truncate text-ink-3' })],
    end: [{ text: `${checked.held}/${checked.of}`, look: tone }],
  };
}

/** Hostile text can neither reorder nor hide what stands around it. */
function seen({ text, look }: Part): Part {
  return { text: visibleLine(text), look };
}
