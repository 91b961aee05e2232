/** What a person has made of a session's diff so far: remarks, one that is being written, files that were viewed. Pure. */
import { z } from 'zod';
import { ReviewComment } from '../../shared/verdict.ts';

const Remark = ReviewComment.extend({ id: z.string() });
export type Remark = z.infer<typeof Remark>;

/** A place in a diff that a remark stands on. */
export type Place = Pick<Remark, 'path' | 'side' | 'line' | 'quote'>;

const Review = z.object({
  remarks: z.array(Remark),
  /** The one that is being written; `id` of the one that is edited, null: a new one. */
  writing: z
    .object({ id: z.string().nullable(), path: z.string(), side: z.enum(['old', 'new']), line: z.number(), quote: z.string() })
    .nullable(),
  /** Its text, as far as it is typed. */
  typed: z.string(),
  /** Of the whole: what is said beside the remarks. */
  message: z.string(),
  /** By path, what names the content that was viewed: a file that changes again is not viewed any more. */
  viewed: z.record(z.string(), z.string()),
});
export type Review = z.infer<typeof Review>;

export const noReview: Review = { remarks: [], writing: null, typed: '', message: '', viewed: {} };

/** What was kept; anything that is no review is none. */
export function parseReview(kept: string | null): Review {
  if (kept === null) return noReview;
  try {
    const parsed = Review.safeParse(JSON.parse(kept));
    return parsed.success ? parsed.data : noReview;
  } catch {
    return noReview;
  }
}

/** Whether somebody wrote something that is not sent yet. */
export function hasWords({ remarks, typed, message }: Review): boolean {
  return remarks.length > 0 || typed.trim() !== '' || message.trim() !== '';
}

export function placeKey({ path, side, line }: Pick<Place, 'path' | 'side' | 'line'>): string {
  return `${side} ${line} ${path}`;
}

const MOST_QUOTED = 2000;

/** Opens the editor on a line, or on the remark that stands there already. What was typed elsewhere is kept as a remark. */
export function beginRemark(review: Review, place: Place, newId: () => string): Review {
  const kept = keepRemark(review, newId);
  const there = kept.remarks.findLast((remark) => placeKey(remark) === placeKey(place));
  const { path, side, line, quote } = place;
  return {
    ...kept,
    writing: { id: there?.id ?? null, path, side, line, quote: there?.quote ?? quote.slice(0, MOST_QUOTED) },
    typed: there?.text ?? '',
  };
}

export function editRemark(review: Review, id: string, newId: () => string): Review {
  const kept = keepRemark(review, newId);
  const remark = kept.remarks.find((one) => one.id === id);
  if (remark === undefined) return kept;
  const { path, side, line, quote, text } = remark;
  return { ...kept, writing: { id, path, side, line, quote }, typed: text };
}

/** Closes the editor: what is typed becomes the remark; nothing typed is no remark. */
export function keepRemark(review: Review, newId: () => string): Review {
  const { writing, typed } = review;
  if (writing === null) return review;
  const closed = { ...review, writing: null, typed: '' };
  const { id, ...place } = writing;
  const text = typed.trim().slice(0, 10_000);
  if (text === '') return id === null ? closed : removeRemark(closed, id);
  if (id === null) return { ...closed, remarks: [...closed.remarks, { ...place, id: newId(), text }] };
  return { ...closed, remarks: closed.remarks.map((remark) => (remark.id === id ? { ...remark, text } : remark)) };
}

export function dropWriting(review: Review): Review {
  return { ...review, writing: null, typed: '' };
}

export function removeRemark(review: Review, id: string): Review {
  return { ...review, remarks: review.remarks.filter((remark) => remark.id !== id) };
}

export function markViewed(review: Review, path: string, content: string | null): Review {
  const { [path]: _before, ...others } = review.viewed;
  return { ...review, viewed: content === null ? others : { ...others, [path]: content } };
}

/** After it was sent: the remarks are the session's now; what was viewed stays viewed. */
export function sent(review: Review): Review {
  return { ...noReview, viewed: review.viewed };
}
