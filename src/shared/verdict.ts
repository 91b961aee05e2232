/** What the gate noticed beside the criteria, and what a person says about a diff. */
import { z } from 'zod';

/** `restored`: the base's file was put back before the criteria ran. `dropped`: it was taken out. `noted`: it stayed. */
export const GateAction = z.enum(['restored', 'dropped', 'noted']);

export const GateFinding = z.object({
  kind: z.enum([
    /** A path that the spec protects was changed. */
    'protected',
    /** A file that steers a runner, git or the environment. */
    'steering',
    /** A link that leads out of the tree. */
    'link_outside',
    'submodule',
    'lfs_pointer',
    /** Two paths that differ in case alone. */
    'case_clash',
    /** A criterion's runs do not agree. */
    'flaky',
    'fewer_tests',
    /** A criterion holds without the patch, and is not said to be a guard. */
    'holds_on_base',
    /** The checkout is not as isolated as the gate would have it. */
    'isolation',
    /** A file so large that something could hide in it. */
    'large',
    /** A check changed files of the patch; they were put back. */
    'changed_by_check',
    /** Something in the patch speaks to a judge. */
    'addresses_judge',
  ]),
  /** The file, or the criterion's id. */
  subject: z.string(),
  change: z.enum(['added', 'modified', 'deleted', 'renamed']).nullable(),
  action: GateAction,
  /** One line: what it is and why it matters. */
  message: z.string(),
});
export type GateFinding = z.infer<typeof GateFinding>;

/** A remark on a line of the diff. */
export const ReviewComment = z.object({
  path: z.string().min(1).max(4096),
  /** `old`: a line of the base. */
  side: z.enum(['old', 'new']),
  line: z.number().int().min(1),
  /** The line as it stood, so that the remark can be found again. */
  quote: z.string().max(2000),
  text: z.string().min(1).max(10_000),
});
export type ReviewComment = z.infer<typeof ReviewComment>;
