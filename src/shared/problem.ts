import { z } from 'zod';

/** An error as a person sees it: what happened, to what, what to do next. Never a stack trace. */
export const Problem = z.object({
  what: z.string(),
  where: z.string(),
  todo: z.string(),
});
export type Problem = z.infer<typeof Problem>;

/** Carries a `Problem` through code that throws; `toProblem` gives it back at the edge. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(`${problem.what} (${problem.where}). ${problem.todo}`, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The log cannot be written now, and may be again: a full disk, another program's lock. Nothing of the append was stored. */
export class UnwritableLogError extends ProblemError {
  override readonly name = 'UnwritableLogError';
}

/** The problem inside an error, or one made of its message for an error that nobody foresaw. */
export function toProblem(error: unknown, where: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  const what = error instanceof Error ? error.message : String(error);
  return { what, where, todo: 'Try again; if it happens again, report it with the steps that led here.' };
}

/** For a terminal. */
export function problemText({ what, where, todo }: Problem): string {
  return `${what}\n  where: ${where}\n  what to do: ${todo}\n`;
}
