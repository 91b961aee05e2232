import { z } from 'zod';
import { Criterion } from './criteria.ts';

/** Limits of one dispatch. Reaching one pauses the session with everything kept. */
export const Budget = z.strictObject({
  minutes: z
    .number()
    .positive()
    .max(24 * 60)
    .default(20),
  /** How often the worker may be checked before the session ends `max_iterations_reached`. */
  iterations: z.number().int().positive().max(20).default(5),
  usd: z.number().positive().optional(),
  /** Input and output tokens of every request, those read from a cache included. */
  tokens: z.number().int().positive().optional(),
});
export type Budget = z.infer<typeof Budget>;

/** What "done" means: a goal in Markdown and the criteria that prove it. */
export const Spec = z.object({
  title: z.string().min(1),
  goal: z.string().min(1),
  criteria: z.array(Criterion).min(1),
  budget: Budget,
  /**
   * Paths that the gate restores from the base, beside those that it protects anyway: globs; one that begins with `!` takes
   * what it matches out of the protection.
   */
  protect: z.array(z.string().min(1)).optional(),
  /** Run once in each fresh checkout of the base, before anything of the worker's is there, e.g. `npm ci`. */
  setup: z.strictObject({ run: z.string().min(1), timeoutSeconds: z.number().int().positive().max(3600).default(600) }).optional(),
});
export type Spec = z.infer<typeof Spec>;

/** A mistake in a spec's text; `line` counts from 1. */
export interface SpecMistake {
  line: number;
  message: string;
  /** The field it is about, e.g. `criteria.0.run`; absent where it is about the text. */
  path?: string;
}

export type ParsedSpec = { ok: true; spec: Spec } | { ok: false; mistakes: SpecMistake[] };
