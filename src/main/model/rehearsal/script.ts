/** What a rehearsal script may say. */
import { z } from 'zod';

const ScriptBlock = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('thinking'), thinking: z.string().min(1) }),
  /** `data` is plain text here; on the wire it is opaque, as the API's is. */
  z.strictObject({ type: z.literal('redacted_thinking'), data: z.string().min(1) }),
  z.strictObject({
    type: z.literal('tool_use'),
    name: z.string().min(1),
    input: z.record(z.string(), z.unknown()).default({}),
  }),
]);
export type ScriptBlock = z.infer<typeof ScriptBlock>;

/** The middle of the first block of a type; or after the last event, where the message is whole. */
const Within = z.enum(['text', 'thinking', 'tool_use', 'end']);

/** A misbehaviour, shown for the first `times` tries of its step in a conversation. */
const fault = { times: z.number().int().positive().default(1) };
const Fault = z.discriminatedUnion('kind', [
  /** An error of the API. `{key}` in the message becomes the key of the request: servers have been seen to echo it. */
  z.strictObject({
    ...fault,
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    message: z.string().optional(),
    /** Seconds, or an HTTP date, as the header has it. */
    retryAfter: z.union([z.number().min(0), z.string()]).optional(),
    retryAfterMs: z.number().min(0).optional(),
  }),
  /** A web page, as a proxy or a wrong address answers. */
  z.strictObject({ ...fault, kind: z.literal('html'), status: z.number().int().min(200).max(599).default(200) }),
  /** A JSON message where a stream was asked for. */
  z.strictObject({ ...fault, kind: z.literal('json') }),
  /** The connection is reset before the headers. */
  z.strictObject({ ...fault, kind: z.literal('reset') }),
  /** The request is taken and nothing ever comes. */
  z.strictObject({ ...fault, kind: z.literal('hang') }),
  /** The connection breaks in the middle of a block; `politely` ends the body as if it were whole. */
  z.strictObject({ ...fault, kind: z.literal('cut'), within: Within.optional(), politely: z.boolean().default(false) }),
  /** The stream stops in the middle of a block, and the connection stays open. */
  z.strictObject({ ...fault, kind: z.literal('stall'), within: Within.optional() }),
  /** An event whose data is not JSON. */
  z.strictObject({ ...fault, kind: z.literal('malformed') }),
  /** An error event in the middle of a stream that began well. */
  z.strictObject({
    ...fault,
    kind: z.literal('error_event'),
    error: z.string().default('overloaded_error'),
    message: z.string().default('Overloaded'),
  }),
  /** The input of each tool call ends too early and is not JSON. */
  z.strictObject({ ...fault, kind: z.literal('bad_tool_json') }),
  /** A whole answer without content. */
  z.strictObject({ ...fault, kind: z.literal('empty') }),
]);
export type Fault = z.infer<typeof Fault>;

/** A regular expression (JavaScript: case ignored, `.` and `^` as in one text of many lines). */
const Pattern = z.string().refine(isPattern, 'not a regular expression');

const StopReason = z.enum(['end_turn', 'tool_use', 'max_tokens', 'stop_sequence', 'pause_turn', 'refusal']);

const reply = {
  content: z.array(ScriptBlock).min(1),
  /** Default: `tool_use` where there is one, else `end_turn`. */
  stop: StopReason.optional(),
};

/** Each condition that is there must hold; there is at least one. */
const Branch = z
  .strictObject({
    ...reply,
    /** The last user message matches. */
    match: Pattern.optional(),
    /** The coaching that the worker was told matches each of these, */
    told: z.array(Pattern).optional(),
    /** and none of these. A worker that was told nothing is told the empty text. */
    untold: z.array(Pattern).optional(),
    /**
     * The share of conversations that take it, from 0 to 1. Drawn from the conversation's name and the number of the answer: a
     * request that is sent again, before or after a restart, takes the branch that it took before.
     */
    rate: z.number().min(0).max(1).optional(),
  })
  .refine(({ match, told, untold, rate }) => (match ?? told ?? untold ?? rate) !== undefined, 'a branch needs a condition');
export type Branch = z.infer<typeof Branch>;

/** One after another: the second begins when the first has been shown its number of times. */
const faults = z.array(Fault).default([]);

const Step = z.strictObject({
  ...reply,
  /** What the last user message must match, each of them; otherwise the script does not fit and says so with a 400. */
  expect: z.array(Pattern).default([]),
  /** The first branch of which all holds replaces the step's reply. */
  when: z.array(Branch).default([]),
  /** Default: computed from lengths. */
  usage: z
    .strictObject({
      input_tokens: z.number().int().min(0),
      output_tokens: z.number().int().min(0),
      cache_creation_input_tokens: z.number().int().min(0).default(0),
      cache_read_input_tokens: z.number().int().min(0).default(0),
    })
    .optional(),
  /** Pause before the answer begins, and between two pieces of it; default: the script's `pace`. */
  delayMs: z.number().min(0).optional(),
  chunkMs: z.number().min(0).optional(),
  faults,
  /** Things a stream may hold that a client must bear. */
  oddities: z.array(z.enum(['ping', 'unknown_event', 'unknown_block', 'unknown_delta', 'split_bytes'])).default([]),
});
export type ScriptStep = z.infer<typeof Step>;

export const RehearsalScript = z.strictObject({
  steps: z.array(Step).min(1),
  pace: z.strictObject({ delayMs: z.number().min(0).default(0), chunkMs: z.number().min(0).default(0) }).prefault({}),
  /** The model's window: a small one makes the session compact its conversation. */
  contextTokens: z.number().int().positive().default(200_000),
  /** As a judge: `careful` weighs what it is given, `gullible` does what the material tells a judge to do. */
  judge: z.enum(['careful', 'gullible']).default('careful'),
  /** Of each request for a summary of the conversation. */
  summaryFaults: faults,
  /** After the last step, begin again with the first; otherwise every further answer is a closing line. */
  repeat: z.boolean().default(false),
});
export type RehearsalScript = z.output<typeof RehearsalScript>;
/** A script as a test writes it: everything with a default may be left out. */
export type RehearsalScriptInput = z.input<typeof RehearsalScript>;

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'imu');
    return true;
  } catch {
    return false;
  }
}
