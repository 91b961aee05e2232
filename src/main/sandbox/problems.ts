import { ProblemError } from '../../shared/problem.ts';

/** The target did not answer, or stopped answering. Another attempt makes sense, unlike with other problems. */
export class UnreachableError extends ProblemError {
  override readonly name = 'UnreachableError';
}

/** The line was there and broke, or went silent while it was made: another attempt makes sense at once. */
export class BrokenLineError extends UnreachableError {}
