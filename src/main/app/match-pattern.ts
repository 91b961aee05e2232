import vm from 'node:vm';
import type { CapturePattern } from '../../shared/check-criterion.ts';
import type { MatchPattern } from '../../shared/judge-call.ts';

/** Long enough for any honest pattern on an excerpt; a pattern that backtracks for ever is cut off. */
const LIMIT_MS = 1000;

/** Tests a pattern of the user's against text from a sandbox, within a time limit. A broken pattern matches nothing. */
export const matchPattern: MatchPattern = (pattern, text) => {
  const answer = limited('new RegExp(pattern, "m").test(text)', pattern, text);
  return answer === 'timeout' ? answer : answer === true;
};

/** The first group of a pattern, or the whole match where it has none. */
export const capturePattern: CapturePattern = (pattern, text) => {
  const answer = limited(
    '(([all, first] = []) => ({ found: first ?? all ?? null }))(new RegExp(pattern, "m").exec(text) ?? undefined)',
    pattern,
    text,
  );
  return answer === 'timeout'
    ? answer
    : {
        found: typeof answer === 'object' && answer !== null && 'found' in answer && typeof answer.found === 'string' ? answer.found : null,
      };
};

function limited(code: string, pattern: string, text: string): unknown {
  try {
    return vm.runInNewContext(code, { pattern, text }, { timeout: LIMIT_MS });
  } catch (error) {
    // Errors of another context are no instances of this one's `Error`.
    const cutOff = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    return cutOff ? 'timeout' : undefined;
  }
}
