import { useCallback } from 'react';
import { draftStorage } from '../bridge.ts';
import type { AppState } from './app-state.ts';
import { keepReview, keptReview } from './kept-reviews.ts';
import type { Review } from './reviews.ts';
import { useApp, useDrover } from './use-drover.ts';

export type ChangeReview = (to: (review: Review) => Review) => void;

/** A part of what was made of a session's diff; the component draws again only when that part changes. */
export function useReview<T>(session: string, select: (review: Review) => T): T {
  return useApp((state) => select(reviewOf(state, session)));
}

/** Changes it, and keeps it: a reload, a crash, another screen lose nothing. */
export function useChangeReview(session: string): ChangeReview {
  const drover = useDrover();
  return useCallback(
    (to) => {
      const state = drover.store.getState();
      const next = to(reviewOf(state, session));
      drover.store.setState({ reviews: { ...state.reviews, [session]: next } });
      if (keepReview(draftStorage, session, next)) return;
      drover.showProblem({
        what: 'Your remarks could not be kept on this computer',
        where: 'the window’s storage',
        todo: 'They are here until the window is closed: send them back before that, and make room on the disk.',
      });
    },
    [drover, session],
  );
}

/** Read from storage once a session. */
const read = new WeakMap<AppState['reviews'], Map<string, Review>>();

function reviewOf({ reviews }: AppState, session: string): Review {
  const known = reviews[session];
  if (known !== undefined) return known;
  const kept = read.get(reviews) ?? new Map<string, Review>();
  read.set(reviews, kept);
  const review = kept.get(session) ?? keptReview(draftStorage, session);
  kept.set(session, review);
  return review;
}
