/** ISO 8601 of milliseconds since 1970. Events come by the second: what is before the dot is made once for many. */
export function isoInstant(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== known.second) known = { second, text: new Date(second * 1000).toISOString().slice(0, -4) };
  return `${known.text}${String(ms - second * 1000).padStart(3, '0')}Z`;
}

let known = { second: 0, text: '1970-01-01T00:00:00.' };
