import { ProblemError } from '../../shared/problem.ts';

/** The target did not answer, or stopped answering. Another attempt makes sense, unlike with other problems. */
export class UnreachableError extends ProblemError {
  override readonly name = 'UnreachableError';
}
