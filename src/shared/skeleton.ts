import { eventTypes, type EventType } from './events.ts';

/** What a skeleton's `kind` counts through; `unknown` stands for types of a newer version. New types are added at the end. */
export const skeletonKinds: readonly (EventType | 'unknown')[] = [...eventTypes, 'unknown'];

export const SkeletonFlag = { error: 1, lost: 2, passed: 4, failed: 8, inherited: 16 } as const;

/**
 * A session without its bodies: columns, an entry an event, enough to draw a strip and the rows of a list from. Entry i is
 * event `from + i`. 22 bytes an event, so a million events fit a window.
 */
export interface Skeleton {
  session: string;
  from: number;
  /** Events that the session had when this was made. */
  head: number;
  /** Index into `skeletonKinds`. */
  kind: Uint8Array;
  /** Bits of `SkeletonFlag`. `inherited`: the event is an ancestor's. */
  flags: Uint8Array;
  /** Milliseconds since 1970. */
  at: Float64Array;
  /** Milliseconds; 0 where the event has no duration. */
  duration: Float32Array;
  /** US dollars that this event cost. */
  cost: Float32Array;
  /** Position of the event that it belongs to (a result's call, an end's start) or that belongs to it; 0 where there is none. */
  link: Int32Array;
}
