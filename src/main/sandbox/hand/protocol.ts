/** What the hand says, checked as it comes in: it runs on a machine that is not ours. */
import { z } from 'zod';

/** Raised with each change of the frames that an older hand, or an older Drover, would not understand. */
export const PROTOCOL = 1;

/** Object ids and bounded text: what the hand says of a workspace is as hostile as whatever runs beside it. */
const ObjectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const Name = z.string().max(4200);
const Snapshot = z.object({
  tree: ObjectId,
  extras: ObjectId.nullable(),
  paths: z.array(z.object({ path: Name, change: z.enum(['added', 'modified', 'deleted']) })).max(100),
  changedFiles: z.number().int().min(0),
  leftOut: z.array(Name).max(100),
});

const count = z.number().int().min(0);
const ErrorCode = z.enum([
  'not_found',
  'not_a_file',
  'not_text',
  'no_match',
  'ambiguous',
  'denied',
  'no_space',
  'too_large',
  'invalid',
  'io',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const HandMessage = z.discriminatedUnion('t', [
  /** First on every connection. `collectOnly`: the machine was restarted since the sandbox was made; nothing begins any more. */
  z.object({ t: z.literal('hello'), v: z.number(), id: z.string(), collectOnly: z.boolean() }),
  /** Output of a call: stream 0 is stdout, 1 stderr; `o` is the offset of the body's first byte. */
  z.object({ t: z.literal('out'), k: count, s: z.union([z.literal(0), z.literal(1)]), o: count }),
  /** A call's result. The body is stdout's head and tail, then stderr's, as long as `sizes` says. */
  z.object({
    t: z.literal('done'),
    k: count,
    state: z.enum(['done', 'lost']),
    exitCode: z.number().int().nullable(),
    signal: z.string().nullable(),
    timedOut: z.boolean(),
    cancelled: z.boolean(),
    durationMs: z.number(),
    error: z.object({ code: ErrorCode, message: z.string() }).nullable(),
    /** Absent: from a hand of 0.1.0, which keeps none. */
    snapshot: Snapshot.nullable().default(null),
    sizes: z.tuple([count, count, count, count]),
    totals: z.tuple([count, count]),
  }),
  /** The call has no claim and must not begin. */
  z.object({ t: z.literal('gone'), k: count }),
  z.object({ t: z.literal('pong'), k: count }),
  /** A transfer goes on from byte `n`. */
  z.object({ t: z.literal('at'), k: count, n: count, version: z.string().optional() }),
  z.object({ t: z.literal('data'), k: count }),
  z.object({ t: z.literal('end'), k: count }),
  z.object({ t: z.literal('fail'), k: count, code: ErrorCode, message: z.string() }),
]);
export type HandMessage = z.infer<typeof HandMessage>;
