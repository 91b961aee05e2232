import { ProblemError } from '../../shared/problem.ts';

/** Fewer letters than this name nothing. */
const SHORTEST = 4;

/** The session that an id means: whole, or its beginning or its end where no other has the same. Throws a `ProblemError`. */
export function findSession(ids: readonly string[], wanted: string): string {
  if (ids.includes(wanted)) return wanted;
  const part = wanted.replace(/^sesn_/, '');
  const matches = part.length < SHORTEST ? [] : ids.filter((id) => id.startsWith(`sesn_${part}`) || id.endsWith(part));
  const [first] = matches;
  if (first !== undefined && matches.length === 1) return first;
  if (first === undefined) {
    const todo = 'See which there are with "drover sessions". An id may be cut to its beginning or end, four letters or more.';
    throw new ProblemError({ what: 'There is no such session', where: wanted, todo });
  }
  const some = matches.slice(0, 3).join(', ');
  const what = `${matches.length} sessions have ids like this: ${some}${matches.length > 3 ? ' …' : ''}`;
  throw new ProblemError({ what, where: wanted, todo: 'Give more letters of the one that you mean.' });
}
