/** Reviews as they are kept between runs of the window: each under its session, and in which order they were touched. */
import { hasWords, parseReview, type Review } from './reviews.ts';

/** `setItem` says whether it is kept. */
export interface ReviewStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): boolean;
  removeItem(key: string): void;
  keys(): string[];
}

const PREFIX = 'review.';
/** The sessions, those touched last at the end. */
const ORDER = 'reviews';
/** Of older ones only what somebody wrote and has not sent stays: which files were viewed is nothing to keep for ever. */
export const NEWEST = 50;

export function keptReview(storage: ReviewStorage, session: string): Review {
  return parseReview(storage.getItem(PREFIX + session));
}

/** False where it could not be kept. */
export function keepReview(storage: ReviewStorage, session: string, review: Review): boolean {
  if (!storage.setItem(PREFIX + session, JSON.stringify(review))) return false;
  const order = (storage.getItem(ORDER) ?? '').split(' ');
  // With every letter that is typed: only the first one finds it elsewhere.
  if (order.at(-1) === session) return true;
  const there = storage.keys().flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));
  // Those that no order knows are from before there was one.
  const oldestFirst = [...there.filter((one) => !order.includes(one)), ...order.filter((one) => there.includes(one))];
  const others = oldestFirst.filter((one) => one !== session);
  const surplus = others.slice(0, Math.max(0, others.length - (NEWEST - 1))).filter((one) => !hasWords(keptReview(storage, one)));
  for (const one of surplus) storage.removeItem(PREFIX + one);
  storage.setItem(ORDER, [...others.filter((one) => !surplus.includes(one)), session].join(' '));
  return true;
}
