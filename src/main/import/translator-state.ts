/**
 * What a translator knows of the part of a file that it has read, so that the next import reads only what came after it.
 * Kept between imports and disposable: without it, or with one of another version, the file is read from its start.
 */
import { z } from 'zod';
import { Dispatch, ModelUsage } from '../../shared/events.ts';

const OpenRequest = z.object({
  message: z.string(),
  model: z.string(),
  usage: ModelUsage,
  stopReason: z.string().nullable(),
  startedAt: z.number(),
  lastAt: z.number(),
});
export type OpenRequest = z.infer<typeof OpenRequest>;

const RequestsState = z.object({ begun: z.array(z.string()), open: OpenRequest.nullable(), newest: z.number() });
export type RequestsState = z.infer<typeof RequestsState>;

const Title = z.object({ by: z.enum(['user', 'model']), text: z.string() });
export type Title = z.infer<typeof Title>;

const ThreadState = z.object({
  requests: RequestsState,
  /** The provider's id of a call, the id of its event, and when it was made. */
  calls: z.array(z.tuple([z.string(), z.string(), z.number()])),
  tokensBefore: z.number(),
  title: Title.nullable(),
});
export type ThreadState = z.infer<typeof ThreadState>;

const CallsState = z.object({
  byAgent: z.array(z.tuple([z.string(), z.string(), z.string()])),
  byPrompt: z.array(z.tuple([z.string(), z.string(), z.string()])),
});
export type CallsState = z.infer<typeof CallsState>;

export const TranslatorState = z.object({
  /** Names of lines that were met once, end to end, and those that were met more often. */
  once: z.string(),
  often: z.array(z.tuple([z.string(), z.number()])),
  /** A subagent's entry, and the entry that its conversation began with. */
  roots: z.array(z.tuple([z.string(), z.string()])),
  about: z.object({ dispatch: Dispatch, prompt: z.string().nullable() }),
  newest: z.string().nullable(),
  threads: z.array(z.tuple([z.string().nullable(), ThreadState])),
  calls: CallsState,
});
export type TranslatorState = z.infer<typeof TranslatorState>;
