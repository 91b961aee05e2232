/** How long a server wants us to wait. Pure. */

/** A server that asks for more is not obeyed to the letter: nobody wants a session to sleep for a day. */
export const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Milliseconds from `retry-after-ms`, or else from `retry-after` in seconds or as an HTTP date (RFC 9110, 10.2.3).
 * Null where the header is missing or unreadable; never negative, at most `LONGEST_WAIT_MS`.
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const exact = number(headers?.get('retry-after-ms'));
  if (exact !== null) return bounded(exact);
  const header = headers?.get('retry-after');
  const seconds = number(header);
  if (seconds !== null) return bounded(seconds * 1000);
  // `Date.parse` takes almost anything ('-5', 'soon 1'); an HTTP date begins with the name of a day.
  const date = header !== null && header !== undefined && /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? null : bounded(date - now);
}

function number(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}

function bounded(ms: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.round(ms)));
}
