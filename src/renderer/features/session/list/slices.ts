/**
 * What the list shows of events, fetched in pages where someone looks and dropped again. Of each event a gist is kept, a few
 * hundred bytes whatever its body weighs, so that the window's memory does not grow with bodies.
 */
import type { SessionEvent } from '../../../../shared/events.ts';
import { gistOf, type Gist } from './gist.ts';

export interface Slices {
  /** Undefined until it is here. */
  gist(seq: number): Gist | undefined;
  /** These are in sight: what is missing is fetched. The newest call says what matters; older ones are forgotten. */
  want(seqs: readonly number[]): void;
  /** Events that came by themselves. */
  keep(events: readonly SessionEvent[]): void;
  subscribe(listener: () => void): () => void;
  /** Another number after each change. */
  version(): number;
}

type Ask = (from: number, limit: number) => Promise<readonly SessionEvent[] | null>;

/** Events a page. */
const PAGE = 64;
const PAGES = 96;
/** Between two fetches, in ms. */
const PAUSE_MS = 40;
/** Where nothing of what was wanted is wanted any more, the list flies: only what it rests at this long is fetched. */
const REST_MS = 60;

export function createSlices(ask: Ask): Slices {
  const pages = new Map<number, Map<number, Gist>>();
  const listeners = new Set<() => void>();
  /** Pages whose fetch failed: they are asked for again only after something else was. */
  let failed = -1;
  let wanted: readonly number[] = [];
  let asking = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let version = 0;

  const pageOf = (seq: number): number => Math.floor((seq - 1) / PAGE);

  function changed(): void {
    version += 1;
    for (const listener of listeners) listener();
  }

  function keep(events: readonly SessionEvent[]): void {
    for (const event of events) {
      const number = pageOf(event.seq);
      const page = pages.get(number) ?? new Map<number, Gist>();
      page.set(event.seq, gistOf(event));
      pages.delete(number);
      pages.set(number, page);
    }
    for (const number of pages.keys()) {
      if (pages.size <= PAGES) break;
      pages.delete(number);
    }
    if (events.length > 0) changed();
  }

  /** One page at a time, and always one that is wanted now: scrubbing past a thousand pages fetches a few. */
  async function fetchNext(): Promise<void> {
    if (asking || resting !== undefined) return;
    const missing = wanted.find((seq) => pages.get(pageOf(seq))?.has(seq) !== true && pageOf(seq) !== failed);
    if (missing === undefined) return;
    asking = true;
    const number = pageOf(missing);
    const events = await ask(number * PAGE + 1, PAGE);
    const got = events !== null && events.some(({ seq }) => seq === missing);
    failed = got ? -1 : number;
    if (events !== null) keep(events);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    asking = false;
    void fetchNext();
  }

  function rested(): void {
    resting = undefined;
    void fetchNext();
  }

  return {
    gist(seq) {
      return pages.get(pageOf(seq))?.get(seq);
    },
    want(seqs) {
      const before = new Set(wanted.map(pageOf));
      const numbers = new Set(seqs.map(pageOf));
      const flies = before.size > 0 && ![...numbers].some((number) => before.has(number));
      wanted = seqs;
      // What is in sight is what is dropped last.
      for (const number of numbers) {
        const page = pages.get(number);
        if (page === undefined) continue;
        pages.delete(number);
        pages.set(number, page);
      }
      if (flies) {
        clearTimeout(resting);
        resting = setTimeout(rested, REST_MS);
      } else void fetchNext();
    },
    keep,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
  };
}
