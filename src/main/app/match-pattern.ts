import vm from 'node:vm';
import type { MatchPattern } from '../../shared/judge-call.ts';

/** Long enough for any honest pattern on an excerpt; a pattern that backtracks for ever is cut off. */
const LIMIT_MS = 1000;

/** Tests a pattern of the user's against text from a sandbox, within a time limit. A broken pattern matches nothing. */
export const matchPattern: MatchPattern = (pattern, text) => {
  try {
    return vm.runInNewContext('new RegExp(pattern, "m").test(text)', { pattern, text }, { timeout: LIMIT_MS }) === true;
  } catch (error) {
    // Errors of another context are no instances of this one's `Error`.
    const cutOff = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    return cutOff ? 'timeout' : false;
  }
};
