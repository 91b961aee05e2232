/** What an event is and how it ended, in a few words: for hovers and screen readers. Pure. */
import { SkeletonFlag } from '../../../shared/skeleton.ts';
import type { Columns } from '../../../shared/columns/columns.ts';
import { kindName } from '../../../shared/columns/event-kinds.ts';
import type { Gist } from './list/gist.ts';
import { eventKind } from '../../ui/event-kind.ts';
import { callOutcome } from './call-summary.ts';

/** What the entry is, and how it ended where that is known. */
export function entryWords({ kind, flags }: Columns, entry: number): string {
  const { word } = eventKind(kindName(kind[entry] ?? 0));
  const flag = flags[entry] ?? 0;
  if ((flag & SkeletonFlag.lost) !== 0) return word.endsWith('lost') ? word : `${word}, lost`;
  if ((flag & SkeletonFlag.error) !== 0) return word === 'Error' ? word : `${word}, failed`;
  if ((flag & SkeletonFlag.failed) !== 0) return word === 'Rejected' ? word : `${word}, failed`;
  return (flag & SkeletonFlag.passed) === 0 ? word : `${word}, passed`;
}

/** One line of what the event says; empty where its kind says all. */
export function gistWords(gist: Gist): string {
  switch (gist.kind) {
    case 'text':
      return gist.text;
    case 'call':
      return `${gist.name} ${gist.subject}`;
    case 'result':
      return callOutcome('bash', { added: 0, removed: 0 }, gist.facts).outcome;
    case 'asked':
      return gist.model;
    case 'answered':
      return '';
    case 'check':
      return gist.try === null ? 'a fresh checkout' : `try ${gist.try}`;
    case 'checked':
      return `${gist.held}/${gist.of} ${gist.word}`;
    case 'criterion':
      return gist.title;
    case 'error':
      return gist.what;
    case 'note':
      return gist.note.aside;
  }
}
