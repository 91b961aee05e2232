import type { BodyOf, SessionEvent } from '../../../shared/events.ts';

export interface VerdictFacts {
  ended: BodyOf<'verdict.ended'>;
  /** The commit that the gate checked, and the base it was applied to. */
  commit: string | null;
  base: string | null;
  target: string | null;
}

/** The newest verdict of a session with what it was given. Null where there is none. Pure. */
export function verdictFacts(events: readonly SessionEvent[]): VerdictFacts | null {
  const ended = events.findLast((event) => event.type === 'verdict.ended');
  if (ended?.type !== 'verdict.ended') return null;
  const started = events.findLast((event) => event.type === 'verdict.started' && event.seq < ended.seq);
  return started?.type === 'verdict.started'
    ? { ended, commit: started.commit, base: started.base, target: started.target }
    : { ended, commit: null, base: null, target: null };
}

/** `4 of 5 criteria hold; 1 required one fails`. */
export function byHowMuch(ended: BodyOf<'verdict.ended'>): string {
  const { criteria } = ended;
  const held = criteria.filter((result) => result.passed).length;
  const open = criteria.filter((result) => !result.passed && result.weight === 'must');
  const doubtful = open.filter((result) => result.doubt !== undefined).length;
  const broken = open.length - doubtful;
  const sum = `${held} of ${criteria.length} criteria hold`;
  if (held === criteria.length || criteria.length === 0) return sum;
  if (open.length === 0) return `${sum}, all required ones among them`;
  const parts = [
    broken === 0 ? '' : `${broken} required ${broken === 1 ? 'one fails' : 'ones fail'}`,
    doubtful === 0 ? '' : `${doubtful} ${broken === 0 ? 'required ' : ''}${doubtful === 1 ? 'is' : 'are'} in doubt`,
  ];
  return `${sum}; ${parts.filter((part) => part !== '').join(', ')}`;
}

/** A branch for the accepted work: `drover/` and the title in letters that git and every file system allow. */
export function branchName(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `drover/${slug === '' ? 'change' : slug}`;
}

/** `1 comment`, `3 comments`. */
export function remarkCount(count: number): string {
  return count === 1 ? '1 comment' : `${count} comments`;
}
