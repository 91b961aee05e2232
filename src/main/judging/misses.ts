/** What past verdicts on a spec missed: somebody rejected, or sent back, what had passed. Each becomes a criterion to consider. Pure. */
import type { SessionEvent } from '../../shared/events.ts';
import type { CriterionDraft } from '../../shared/ipc-judgment.ts';

/** The types of events that tell of one. */
export const missTypes = ['verdict.ended', 'verdict.rejected', 'verdict.sent_back'] as const;

/** @param events of one session, in order, of `missTypes` */
export function missesOf(session: string, title: string, events: readonly SessionEvent[]): CriterionDraft[] {
  let passed = false;
  return events.flatMap((event): CriterionDraft[] => {
    if (event.type === 'verdict.ended') passed = event.passed;
    if (!passed) return [];
    if (event.type === 'verdict.rejected') return draft(event.reason, 'was rejected', session, title);
    if (event.type !== 'verdict.sent_back') return [];
    return [event.message, ...event.comments.map(({ path, text }) => `${path}: ${text}`)].flatMap((text) =>
      draft(text, 'was sent back', session, title),
    );
  });
}

function draft(said: string, what: string, session: string, title: string): CriterionDraft[] {
  const text = said.trim();
  if (text === '') return [];
  const id = `missed-${
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
      .replace(/-+$/, '') || 'before'
  }`;
  return [
    {
      criterion: { id, kind: 'rubric', question: `Is this taken care of? ${text}`, visibility: 'held_out' },
      why: `“${title}” passed its verdict and ${what} for this: no criterion saw it.`,
      source: session,
    },
  ];
}
